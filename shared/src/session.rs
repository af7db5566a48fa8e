//! The session: the variables' values, and `run`.

use std::sync::Arc;

use ndarray::{ArrayBase, ArrayD, Data as ArrayData, Dimension, IxDyn};

use crate::error::{Error, Result};
use crate::feed::{Feed, Feeds};
use crate::fetch::{Fetch, Request, Results};
use crate::graph::{Graph, Kind, Tensor};
use crate::kernels::team::Team;
use crate::plan::{Plan, PlanOptions};
use crate::plans::{self, Plans};
use crate::storage::Storage;

/// Runs parts of a graph, and keeps the values of its variables between runs.
///
/// Variables get their initial values when they are first needed, so the graph may grow while the session lives. One seed
/// decides them, and every dropout mask.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 2]);
/// let w = graph.variable("W", constant([2, 1], 0.5));
/// let y = x.matmul(&w);
/// let mut session = Session::new(&graph);
/// let value = session.run(&y, feed![x => [[1.0, 2.0], [3.0, 4.0]]])?;
/// assert_eq!(value.as_slice().unwrap(), [1.5, 3.5]);
///
/// let error = session.run(&y, feed![x => [1.0, 2.0]]).unwrap_err();
/// assert!(error.to_string().starts_with("x: expected a value of shape [?, 2], found [2]"));
/// # Ok::<(), shared::Error>(())
/// ```
pub struct Session {
    graph: Graph,
    options: PlanOptions,
    /// None: the team that all such sessions share.
    team: Option<Arc<Team>>,
    plans: Plans,
    storage: Storage,
}

impl Session {
    /// A session with seed 0 and as many threads as the machine has cores.
    pub fn new(graph: &Graph) -> Session {
        Session {
            graph: graph.clone(),
            options: PlanOptions::default(),
            team: None,
            plans: Plans::default(),
            storage: Storage::default(),
        }
    }

    /// The seed of initial values and dropout. Call it before the first run: values already drawn stay.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Session {
        self.storage.seed = seed;
        self
    }

    /// The number of threads; 0 means one for each core. Results have the same bits for any number.
    ///
    /// # Panics
    /// If the operating system refuses to start the threads.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Session {
        self.team = (threads > 0).then(|| Arc::new(Team::new(threads)));
        self
    }

    /// How plans are made, see [`PlanOptions`].
    #[must_use]
    pub fn plan_options(mut self, options: PlanOptions) -> Session {
        self.options = options;
        self.plans = Plans::default();
        self
    }

    /// Computes `fetches` from `feeds`; training steps among them then change the variables.
    ///
    /// Everything fetched is computed from the variables as they were before the run's training steps.
    ///
    /// # Errors
    /// If a needed placeholder is not fed, a feed has the wrong shape, sizes do not agree with each other, or a value is
    /// out of range (a class number, say). Nothing is changed then.
    ///
    /// # Panics
    /// At the caller's line, if a tensor belongs to another graph than the session's.
    #[track_caller]
    pub fn run<F: Fetch>(&mut self, fetches: F, feeds: Feeds<'_>) -> Result<F::Output> {
        let mut request = Request::default();
        fetches.request(&mut request);
        self.refuse_strangers(&request, &feeds);
        let plan = self.plan_for(&request, &feeds)?;
        let (team, storage) = (&self.team, &mut self.storage);
        plan.variables.iter().for_each(|&id| storage.draw(&self.graph, id));
        request.train_steps.iter().flat_map(|step| step.state()).for_each(|id| storage.draw(&self.graph, id));
        storage.runs += 1;
        let training = !request.train_steps.is_empty();
        Session::on_threads(team, || storage.execute(&plan, &feeds.0, training))?;

        let read = &*storage;
        let data = |fetch| read.data(fetch, &feeds.0);
        let output = fetches.collect(&mut Results { fetches: plan.fetches.iter(), data: &data });
        if training {
            Session::on_threads(team, || storage.train(&request.train_steps, &plan.gradients, &feeds.0));
        }
        Ok(output)
    }

    /// The plan of a run: what it computes, in which order, in which buffers. It prints as a table.
    ///
    /// # Errors
    /// As [`run`](Session::run); nothing is computed.
    pub fn plan<F: Fetch>(&mut self, fetches: F, feeds: Feeds<'_>) -> Result<Arc<Plan>> {
        let mut request = Request::default();
        fetches.request(&mut request);
        self.refuse_strangers(&request, &feeds);
        self.plan_for(&request, &feeds)
    }

    /// The graph whose parts this session runs.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What the masks of dropout depend on: the seed, and the number of runs so far.
    pub(crate) fn randomness(&mut self) -> [&mut u64; 2] {
        [&mut self.storage.seed, &mut self.storage.runs]
    }

    /// The value of a variable.
    ///
    /// # Panics
    /// At the caller's line, if the tensor is not a variable of this session's graph.
    #[track_caller]
    pub fn value(&mut self, variable: &Tensor<f32>) -> ArrayD<f32> {
        let shape = self.variable_shape(variable);
        let values = self.storage.variable(&self.graph, variable.handle().id()).to_vec();
        ArrayD::from_shape_vec(IxDyn(&shape), values).expect("a variable has as many values as its shape")
    }

    /// Gives a variable a value, e.g. one loaded from a file.
    ///
    /// # Errors
    /// If the value's shape is not the variable's.
    ///
    /// # Panics
    /// At the caller's line, if the tensor is not a variable of this session's graph.
    #[track_caller]
    pub fn assign<S, D>(&mut self, variable: &Tensor<f32>, value: &ArrayBase<S, D>) -> Result<()>
    where
        S: ArrayData<Elem = f32>,
        D: Dimension,
    {
        let shape = self.variable_shape(variable);
        if shape != value.shape() {
            return Err(Error::feed(variable.name())
                .expected(format!("a value of shape {shape:?}"))
                .found(format!("{:?}", value.shape()))
                .help("the value belongs to another variable, or to a network of other sizes"));
        }
        let values = value.iter().copied().collect();
        *self.storage.variable(&self.graph, variable.handle().id()) = values;
        Ok(())
    }

    #[track_caller]
    fn variable_shape(&self, variable: &Tensor<f32>) -> Vec<usize> {
        assert!(variable.graph().is(&self.graph), "{variable:?} belongs to another graph than the session's");
        let is_variable = matches!(self.graph.nodes().list[variable.handle().id()].kind, Kind::Variable { .. });
        assert!(is_variable, "{variable:?} is not a variable");
        variable.shape().known().expect("variables have known shapes")
    }

    #[track_caller]
    fn refuse_strangers(&self, request: &Request<'_>, feeds: &Feeds<'_>) {
        let fetched = request.tensors.iter().copied();
        let stranger = fetched.chain(feeds.0.iter().map(|feed| &feed.tensor)).find(|t| !t.graph().is(&self.graph));
        if let Some(stranger) = stranger {
            panic!("run: {} belongs to another graph than the session's", stranger.describe());
        }
        let steps_fit = request.train_steps.iter().all(|step| step.graph().is(&self.graph));
        assert!(steps_fit, "run: a training step belongs to another graph than the session's");
    }

    fn plan_for(&mut self, request: &Request<'_>, feeds: &Feeds<'_>) -> Result<Arc<Plan>> {
        if let Some(plan) = self.plans.find(request, &feeds.0) {
            return Ok(plan);
        }
        feeds.0.iter().try_for_each(Feed::check)?;
        let shapes: Vec<_> = feeds.0.iter().map(|feed| (feed.tensor.id(), feed.shape().to_vec())).collect();
        let fetches: Vec<usize> = request.tensors.iter().map(|tensor| tensor.id()).collect();
        let gradients: Vec<usize> = plans::gradients(request).collect();
        let wanted = (&fetches[..], &gradients[..]);
        let plan = Plan::new(&self.graph, wanted, &shapes, self.options, &mut self.storage.buffers)?;
        Ok(self.plans.keep(request, &feeds.0, plan))
    }

    /// Runs with the help of this session's threads.
    fn on_threads<R>(team: &Option<Arc<Team>>, job: impl FnOnce() -> R) -> R {
        match team {
            Some(team) => team.install(job),
            None => job(),
        }
    }
}
