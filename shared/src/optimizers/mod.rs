//! Optimizers: how a training step changes the variables, given the gradients. One optimizer is one file.
//!
//! Only training steps write variables. A run first computes everything that it was asked for, from the variables as they
//! were; then its training steps write.

mod adam;
mod gradient_descent;
mod momentum;
mod rmsprop;
#[cfg(test)]
mod tests;

use std::fmt::Debug;
use std::sync::Arc;

use crate::gradient::gradients;
use crate::graph::{Graph, Handle, Tensor};
use crate::init::Init;
use crate::kernels::weight_gradient::WeightGradient;
pub use crate::kernels::weight_update::MOST_SLOTS;
use crate::kernels::weight_update::update_by_blocks;

pub use adam::Adam;
pub use gradient_descent::GradientDescent;
pub use momentum::Momentum;
pub use rmsprop::RmsProp;

/// A rule that changes a variable by its gradient.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let w = graph.variable("w", constant([], 5.0));
/// let loss = (&w - 3.0).square();
/// let train_step = GradientDescent::new(0.1).minimize(&loss);
/// let mut session = Session::new(&graph);
/// for _ in 0..100 {
///     session.run(&train_step, feed![])?;
/// }
/// assert!((session.value(&w).item() - 3.0).abs() < 1e-3);
/// # Ok::<(), shared::Error>(())
/// ```
pub trait Optimizer: Debug + Send + Sync {
    /// The optimizer's name; its own variables are called `variable/name/slot`.
    fn name(&self) -> &'static str;

    /// What the optimizer remembers for each variable, all of the variable's shape: name and initial value. At most
    /// [`MOST_SLOTS`].
    fn slots(&self) -> Vec<(&'static str, f32)> {
        Vec::new()
    }

    /// Changes one variable in place, or a piece of it. `step` counts the training steps from 1; `slots` are in the order of
    /// [`slots`](Optimizer::slots); all slices have the length of the variable's.
    ///
    /// Each element must be changed by its own gradient and slots alone. A training step may then update a variable piece by
    /// piece, on several threads, while the gradient is computed.
    fn update(&self, step: u64, variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]);

    /// Changes one whole variable, as [`update`](Optimizer::update) would, by a gradient that is made block by block meanwhile.
    ///
    /// To be written anew only where it can be mixed with the making of the gradient, as for [`Adam`].
    fn update_by_blocks(
        &self,
        step: u64,
        variable: &mut [f32],
        gradient: &WeightGradient<'_>,
        slots: &mut [&mut [f32]],
    ) {
        let change = |variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]| {
            self.update(step, variable, gradient, slots);
        };
        update_by_blocks(gradient, variable, slots, &change);
    }

    /// A training step that changes all trainable variables that `loss` depends on, to make it smaller.
    ///
    /// # Panics
    /// At the caller's line, if the loss depends on no trainable variable.
    #[track_caller]
    fn minimize(&self, loss: &Tensor<f32>) -> TrainStep
    where
        Self: Sized + Clone + 'static,
    {
        TrainStep::new(Arc::new(self.clone()), loss, &loss.graph().variables())
    }

    /// A training step that changes these variables only.
    ///
    /// # Panics
    /// At the caller's line, if the loss depends on none of them.
    #[track_caller]
    fn minimize_over(&self, loss: &Tensor<f32>, variables: &[Tensor<f32>]) -> TrainStep
    where
        Self: Sized + Clone + 'static,
    {
        TrainStep::new(Arc::new(self.clone()), loss, variables)
    }
}

/// What [`Optimizer::minimize`] gives: running it changes the variables once.
#[derive(Clone, Debug)]
pub struct TrainStep {
    graph: Graph,
    pub(crate) optimizer: Arc<dyn Optimizer>,
    pub(crate) updates: Arc<Vec<Update>>,
    /// How many training steps were made, kept as an f32 scalar, so that it is saved with the other variables. The
    /// optimizers that look at it have forgotten their start long before f32 stops counting at 2^24.
    pub(crate) iterations: Handle,
}

#[derive(Debug)]
pub(crate) struct Update {
    pub variable: Handle,
    pub gradient: Handle,
    pub slots: Vec<Handle>,
}

impl TrainStep {
    /// A training step of any optimizer, e.g. one chosen at run time.
    ///
    /// # Panics
    /// At the caller's line, if the loss depends on none of the variables, or the optimizer has too many slots.
    #[track_caller]
    pub fn new(optimizer: Arc<dyn Optimizer>, loss: &Tensor<f32>, variables: &[Tensor<f32>]) -> TrainStep {
        let graph = loss.graph();
        let reached = loss.handle().behind();
        let variables: Vec<&Tensor<f32>> = variables.iter().filter(|v| reached.contains(&v.handle().id())).collect();
        assert!(!variables.is_empty(), "minimize: {loss:?} depends on no trainable variable");
        let gradients = gradients(loss, &variables);
        let (name, slots) = (optimizer.name(), optimizer.slots());
        assert!(
            slots.len() <= MOST_SLOTS,
            "minimize: {name} has {} slots, at most {MOST_SLOTS} are possible",
            slots.len()
        );
        let update = |(variable, gradient): (&&Tensor<f32>, Tensor<f32>)| {
            let shape = variable.shape().known().expect("variables have known shapes");
            let slot = |(slot, value): (&str, f32)| {
                let name = format!("{}/{name}/{slot}", variable.name());
                graph.state(&name, Init::Constant(value).of(&shape)).handle().clone()
            };
            let slots = slots.iter().copied().map(slot).collect();
            Update { variable: variable.handle().clone(), gradient: gradient.handle().clone(), slots }
        };
        let updates = variables.iter().zip(gradients).map(update).collect();
        let iterations = graph.state(&format!("{name}/iterations"), Init::Constant(0.0).of(&[])).handle().clone();
        TrainStep { graph: graph.clone(), optimizer, updates: Arc::new(updates), iterations }
    }

    /// The node numbers of everything that the step reads and writes beside the gradients.
    pub(crate) fn state<'a>(&'a self) -> impl Iterator<Item = usize> + use<'a> {
        self.state_handles().map(Handle::id)
    }

    /// The variables, and what the optimizer remembers.
    pub(crate) fn state_handles<'a>(&'a self) -> impl Iterator<Item = &'a Handle> + use<'a> {
        let of = |update: &'a Update| std::iter::once(&update.variable).chain(&update.slots);
        self.updates.iter().flat_map(of).chain([&self.iterations])
    }

    /// The graph whose variables the step changes.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }
}

/// Asserts that a learning rate is a number above 0: with 0 nothing would be learnt, and NaN would spoil every weight
/// in the first step.
#[track_caller]
fn assert_rate(optimizer: &str, rate: f32) {
    let fits = rate.is_finite() && rate > 0.0;
    assert!(fits, "{optimizer}: the learning rate must be a finite number above 0, found {rate}");
}

/// Asserts that a setting is a share of something old that can fade: 1 would keep it for ever (and divide by 0 in Adam).
#[track_caller]
fn assert_share(optimizer: &str, setting: &str, value: f32) {
    assert!((0.0..1.0).contains(&value), "{optimizer}: {setting} must be at least 0 and below 1, found {value}");
}
