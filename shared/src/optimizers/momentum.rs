//! Descent with momentum: `a = momentum · a + gradient; variable -= learning_rate · a`. Keras: `SGD(momentum=...)`;
//! TensorFlow 1: `MomentumOptimizer`.

use super::{Optimizer, assert_rate, assert_share};
use crate::kernels::update;

/// Gradient descent that keeps a share of its old direction, so that it rolls through small hollows and does not zigzag
/// across narrow valleys.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let w = graph.variable("w", constant([2], 5.0));
/// let steepness = graph.constant(&ndarray::arr1(&[1.0, 0.05])); // a narrow valley
/// let loss = (&w * &w) * &steepness;
/// let train_step = Momentum::new(0.1, 0.9).nesterov(true).minimize(&loss);
/// let mut session = Session::new(&graph);
/// for _ in 0..200 {
///     session.run(&train_step, feed![])?;
/// }
/// assert!(session.value(&w).iter().all(|w| w.abs() < 1e-2));
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Momentum(update::Momentum);

impl Momentum {
    /// Steps of `learning_rate` times the sum of all gradients so far, each worth `momentum` times the next one.
    /// Usual: 0.9.
    ///
    /// # Panics
    /// At the caller's line, unless `momentum` is at least 0 and below 1 and the learning rate a finite number above 0.
    #[track_caller]
    pub fn new(learning_rate: f32, momentum: f32) -> Momentum {
        assert_rate("Momentum", learning_rate);
        assert_share("Momentum", "momentum", momentum);
        Momentum(update::Momentum { learning_rate, momentum, nesterov: false })
    }

    /// Whether the variable moves by `learning_rate · (gradient + momentum · a)`, as if the gradient were taken one step
    /// ahead (Nesterov, 1983). Default: false.
    #[must_use]
    pub fn nesterov(mut self, nesterov: bool) -> Momentum {
        self.0.nesterov = nesterov;
        self
    }
}

impl Optimizer for Momentum {
    fn name(&self) -> &'static str {
        "Momentum"
    }

    fn slots(&self) -> Vec<(&'static str, f32)> {
        vec![("accumulator", 0.0)]
    }

    fn update(&self, _: u64, variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [accumulator] = slots else { unreachable!("one slot was asked for") };
        self.0.update(variable, accumulator, gradient);
    }
}
