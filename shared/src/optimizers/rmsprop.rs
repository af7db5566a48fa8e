//! RMSProp: the gradient, divided by the root of its mean square. Keras: `RMSprop`; TensorFlow 1: `RMSPropOptimizer`.
//!
//! ```text
//! s = decay · s + (1 - decay) · gradient²                              s starts at 1, as in TensorFlow 1
//! d = momentum · d + learning_rate · gradient / √(s + epsilon)         d starts at 0
//! variable -= d
//! ```

use super::{Optimizer, assert_rate, assert_share};
use crate::kernels::update;

/// Steps whose length hardly depends on the size of the gradients: each element of a variable has a scale of its own.
///
/// Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let w = graph.variable("w", constant([2], 1.0));
/// let steepness = graph.constant(&ndarray::arr1(&[100.0, 0.01]));
/// let train_step = RmsProp::new(0.01).decay(0.9).minimize(&(&w * &w * &steepness));
/// let mut session = Session::new(&graph);
/// for _ in 0..300 {
///     session.run(&train_step, feed![])?;
/// }
/// assert!(session.value(&w).iter().all(|w| w.abs() < 0.1)); // though one slope is 10,000 times the other
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RmsProp(update::RmsProp);

impl RmsProp {
    /// Decay 0.9, momentum 0, epsilon 1e-10: the defaults of TensorFlow 1.
    ///
    /// # Panics
    /// At the caller's line, unless the learning rate is a finite number above 0.
    #[track_caller]
    pub fn new(learning_rate: f32) -> RmsProp {
        assert_rate("RmsProp", learning_rate);
        RmsProp(update::RmsProp::new(learning_rate))
    }

    /// The share of the old mean square that each step keeps. Default: 0.9.
    ///
    /// # Panics
    /// At the caller's line, unless it is at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub fn decay(mut self, decay: f32) -> RmsProp {
        assert_share("RmsProp", "decay", decay);
        self.0.decay = decay;
        self
    }

    /// The share of the old direction that each step keeps. Default: 0.
    ///
    /// # Panics
    /// At the caller's line, unless it is at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub fn momentum(mut self, momentum: f32) -> RmsProp {
        assert_share("RmsProp", "momentum", momentum);
        self.0.momentum = momentum;
        self
    }

    /// What keeps the divisor from 0; it is added below the root. Default: 1e-10.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f32) -> RmsProp {
        self.0.epsilon = epsilon;
        self
    }
}

impl Optimizer for RmsProp {
    fn name(&self) -> &'static str {
        "RmsProp"
    }

    fn slots(&self) -> Vec<(&'static str, f32)> {
        vec![("mean_square", 1.0), ("direction", 0.0)]
    }

    fn update(&self, _: u64, variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]) {
        let [mean_square, direction] = slots else { unreachable!("two slots were asked for") };
        self.0.update(variable, mean_square, direction, gradient);
    }
}
