//! The session: the variables' values, and `run`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ndarray::{ArrayBase, ArrayD, Data as ArrayData, Dimension, IxDyn};

use crate::error::{Error, Result};
use crate::feed::{Feed, Feeds};
use crate::fetch::{Fetch, Request, Results};
use crate::graph::{Graph, Kind, Tensor};
use crate::kernels::team::Team;
use crate::plan::{Plan, PlanOptions};
use crate::plans::{self, Plans};
use crate::storage::Storage;
use crate::storage::finite::Numerics;

/// Runs parts of a graph, and keeps the values of its variables between runs.
///
/// Variables get their initial values when they are first needed, so the graph may grow while the session lives. One
/// seed decides them, and every dropout mask.
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
    numerics: Numerics,
}

/// Whether new sessions check every op: the flag `--check-numerics`.
static CHECK_NUMERICS: AtomicBool = AtomicBool::new(false);

/// Lets all sessions that are made from now on [check every op](Session::check_numerics), or no longer.
pub fn check_numerics_by_default(check: bool) {
    CHECK_NUMERICS.store(check, Ordering::Relaxed);
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
            numerics: if CHECK_NUMERICS.load(Ordering::Relaxed) { Numerics::EveryOp } else { Numerics::Watch },
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

    /// Whether every result of every run is looked at. A run then ends in an error at the first op that gives NaN or an
    /// infinity; the error names the op and its inputs, with the range of their numbers. A weight that an update itself
    /// made so is an error, too, after the update. Runs take two to three times as long.
    ///
    /// Without it, which is the default, a run with a training step looks at a little, 0.03 to 0.06 µs of XOR's 0.72:
    /// the first 1024 numbers of each fetch and of each gradient, and in turn 1024 numbers of the variables or a 256th
    /// of them, so that each weight is looked at within 256 training steps. If one is not finite, the run is made again
    /// op by op; the error names the step, the op that first gave such a number, and a variable whose gradient it
    /// reached. Runs that do not train are not looked at.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![2]);
    /// let y = x.ln();
    /// let mut session = Session::new(&graph).check_numerics(true);
    /// let error = session.run(&y, feed![x => [1.0, 0.0]]).unwrap_err();
    /// assert!(error.to_string().starts_with(
    ///     "ln: expected finite numbers, found -inf at [1] in this run, computed by ln from x [2] (0 to 1)"
    /// ));
    /// ```
    #[must_use]
    pub fn check_numerics(mut self, every_op: bool) -> Session {
        self.numerics = if every_op { Numerics::EveryOp } else { Numerics::Watch };
        self
    }

    /// Lets training go on with numbers that are NaN or infinite; for showing what becomes of it.
    #[must_use]
    pub fn ignore_numerics(mut self) -> Session {
        self.numerics = Numerics::Ignore;
        self
    }

    /// Computes `fetches` from `feeds`; training steps among them then change the variables.
    ///
    /// Everything fetched is computed from the variables as they were before the run's training steps.
    ///
    /// # Errors
    /// If a needed placeholder is not fed, a feed has the wrong shape, sizes do not agree with each other, or a value
    /// is out of range (a class number, say); if a training step is fed an empty batch, or meets NaN or an infinity.
    /// Nothing is changed then, but for one case that [`check_numerics`](Session::check_numerics) describes.
    ///
    /// # Panics
    /// At the caller's line, if a tensor belongs to another graph than the session's.
    #[track_caller]
    pub fn run<F: Fetch>(&mut self, fetches: F, feeds: Feeds<'_>) -> Result<F::Output> {
        let mut request = Request::default();
        fetches.request(&mut request);
        self.refuse_strangers(&request, &feeds);
        let plan = self.plan_for(&request, &feeds)?;
        let training = !request.train_steps.is_empty();
        if training {
            refuse_empty(&feeds)?;
        }
        let (team, storage) = (&self.team, &mut self.storage);
        plan.variables.iter().for_each(|&id| storage.draw(&self.graph, id));
        request.train_steps.iter().flat_map(|step| step.state()).for_each(|id| storage.draw(&self.graph, id));
        storage.runs += 1;
        let numerics = self.numerics;
        Session::on_threads(team, || {
            storage.execute(&plan, &feeds.0, training)?;
            storage.refuse_not_finite(&plan, &feeds.0, &request.train_steps, numerics)
        })?;

        let read = &*storage;
        let data = |fetch| read.data(fetch, &feeds.0);
        let output = fetches.collect(&mut Results { fetches: plan.fetches.iter(), data: &data });
        if training {
            Session::on_threads(team, || storage.train(&request.train_steps, &plan.gradients, &feeds.0));
        }
        if numerics == Numerics::EveryOp {
            self.storage.refuse_updates(&request.train_steps)?;
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
    #[expect(clippy::expect_used, reason = "a variable has as many values as its shape")]
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
        let values = self.storage.variable(&self.graph, variable.handle().id());
        values.iter_mut().zip(value).for_each(|(to, value)| *to = *value);
        Ok(())
    }

    #[expect(clippy::indexing_slicing, reason = "the tensor is a node of this graph")]
    #[expect(clippy::expect_used, reason = "variables have known shapes")]
    #[track_caller]
    fn variable_shape(&self, variable: &Tensor<f32>) -> Vec<usize> {
        assert!(variable.graph().is(&self.graph), "{variable:?} belongs to another graph than the session's");
        let is_variable = matches!(self.graph.nodes().list[variable.handle().id()].kind, Kind::Variable { .. });
        assert!(is_variable, "{variable:?} is not a variable");
        variable.shape().known().expect("variables have known shapes")
    }

    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
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

/// Nothing can be learnt from no sample; a mean over them would be 0 / 0.
fn refuse_empty(feeds: &Feeds<'_>) -> Result<()> {
    let empty = feeds.0.iter().find(|feed| feed.shape().contains(&0));
    empty.map_or(Ok(()), |feed| {
        Err(Error::feed(feed.tensor.name())
            .expected("at least one sample in a training step")
            .found(format!("an empty value of shape {:?}", feed.shape()))
            .help("look at how the batch was made; a data set without samples gives no batch at all"))
    })
}
