//! Gradient descent: `variable -= learning_rate · gradient`. Keras: `SGD`; TensorFlow 1: `GradientDescentOptimizer`.

use super::Optimizer;

/// Plain gradient descent; the optimizer of lessons 3 and 4.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientDescent {
    learning_rate: f32,
}

impl GradientDescent {
    /// Steps of `learning_rate` times the gradient.
    pub fn new(learning_rate: f32) -> GradientDescent {
        GradientDescent { learning_rate }
    }
}

impl Optimizer for GradientDescent {
    fn name(&self) -> &'static str {
        "GradientDescent"
    }

    fn update(&self, _: u64, variable: &mut [f32], gradient: &[f32], _: &mut [&mut [f32]]) {
        for (v, g) in variable.iter_mut().zip(gradient) {
            *v -= self.learning_rate * g;
        }
    }
}
