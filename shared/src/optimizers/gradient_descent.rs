//! Gradient descent: `variable -= learning_rate · gradient`. Keras: `SGD`; TensorFlow 1: `GradientDescentOptimizer`.

use super::{Optimizer, assert_rate};
use crate::kernels::update;

/// Plain gradient descent; the optimizer of lessons 3 and 4. An example stands at [`Optimizer`].
#[derive(Clone, Debug, PartialEq)]
pub struct GradientDescent(update::GradientDescent);

impl GradientDescent {
    /// Steps of `learning_rate` times the gradient.
    ///
    /// # Panics
    /// At the caller's line, unless the learning rate is a finite number above 0.
    #[track_caller]
    pub fn new(learning_rate: f32) -> GradientDescent {
        assert_rate("GradientDescent", learning_rate);
        GradientDescent(update::GradientDescent { learning_rate })
    }
}

impl Optimizer for GradientDescent {
    fn name(&self) -> &'static str {
        "GradientDescent"
    }

    fn update(&self, _: u64, variable: &mut [f32], gradient: &[f32], _: &mut [&mut [f32]]) {
        self.0.update(variable, gradient);
    }
}
