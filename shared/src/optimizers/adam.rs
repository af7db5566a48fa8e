//! Adam: RMSProp with a mean of the gradients in place of the gradient. Keras: `Adam`; TensorFlow 1: `AdamOptimizer`.
//!
//! ```text
//! m = beta1 · m + (1 - beta1) · gradient            mean of the gradients, starts at 0
//! v = beta2 · v + (1 - beta2) · gradient²           mean of their squares, starts at 0
//! variable -= learning_rate · √(1 - beta2^t) / (1 - beta1^t) · m / (√v + epsilon)       in step t = 1, 2, ...
//! ```
//!
//! The two powers undo the pull of the zeros that both means start from: the first step is as long as the learning rate.

use super::{Optimizer, assert_rate, assert_share};
use crate::kernels::update;
use crate::kernels::weight_adam::adam_by_blocks;
use crate::kernels::weight_gradient::WeightGradient;

/// The optimizer of lessons 2, 3 and 5.
///
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015, in the form at the end of its section 2.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let w = graph.variable("w", constant([2], 1.0));
/// let steepness = graph.constant(&ndarray::arr1(&[100.0, 0.01]));
/// let train_step = Adam::new(0.01).minimize(&(&w * &w * &steepness));
/// let mut session = Session::new(&graph);
/// session.run(&train_step, feed![])?;
/// assert!(session.value(&w).iter().all(|w| (w - 0.99).abs() < 1e-5)); // both moved by the learning rate
/// assert_eq!(graph.variable_named("w/Adam/m").shape(), w.shape());
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Adam(update::Adam);

impl Adam {
    /// beta1 0.9, beta2 0.999, epsilon 1e-8: the defaults of the paper and of TensorFlow 1.
    ///
    /// # Panics
    /// At the caller's line, unless the learning rate is a finite number above 0.
    #[track_caller]
    pub fn new(learning_rate: f32) -> Adam {
        assert_rate("Adam", learning_rate);
        Adam(update::Adam::new(learning_rate))
    }

    /// The share of the old mean of the gradients that each step keeps. Default: 0.9.
    ///
    /// # Panics
    /// At the caller's line, unless it is at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub fn beta1(mut self, beta1: f32) -> Adam {
        assert_share("Adam", "beta1", beta1);
        self.0.beta1 = beta1;
        self
    }

    /// The share of the old mean of their squares that each step keeps. Default: 0.999.
    ///
    /// # Panics
    /// At the caller's line, unless it is at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub fn beta2(mut self, beta2: f32) -> Adam {
        assert_share("Adam", "beta2", beta2);
        self.0.beta2 = beta2;
        self
    }

    /// What keeps the divisor from 0; it is added outside the root. Default: 1e-8.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f32) -> Adam {
        self.0.epsilon = epsilon;
        self
    }
}

impl Optimizer for Adam {
    fn name(&self) -> &'static str {
        "Adam"
    }

    fn slots(&self) -> Vec<(&'static str, f32)> {
        vec![("m", 0.0), ("v", 0.0)]
    }

    fn update(&self, step: u64, variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [m, v] = slots else { unreachable!("two slots were asked for") };
        self.0.update(step, [variable, m, v], gradient);
    }

    fn update_by_blocks(
        &self,
        step: u64,
        variable: &mut [f32],
        gradient: &WeightGradient<'_>,
        slots: &mut [&mut [f32]],
    ) {
        let [m, v] = slots else { unreachable!("two slots were asked for") };
        adam_by_blocks(&self.0, step, [variable, m, v], gradient);
    }
}
