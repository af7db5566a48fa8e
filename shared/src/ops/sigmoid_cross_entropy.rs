//! Cross-entropy of logits with the probabilities of yes, element by element:
//! `L = -z·ln σ(x) - (1 - z)·ln(1 - σ(x))`. Keras: `BinaryCrossentropy(from_logits=True)`. Lesson 3.

use super::equal_shapes;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::cross_entropy;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: logits `x` and labels `z`.
#[derive(Debug)]
pub(crate) struct SigmoidCrossEntropy;

impl Op for SigmoidCrossEntropy {
    fn name(&self) -> &'static str {
        "sigmoid_cross_entropy"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        equal_shapes(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        cross_entropy::sigmoid_cross_entropy(inputs[0].f32(), inputs[1].f32(), output.f32());
    }

    // L = ln(1 + exp(x)) - z·x, the same in other words  =>  dL/dx = σ(x) - z,  dL/dz = -x
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (logits, labels) = (call.input(0), call.input(1));
        vec![Some((logits.sigmoid() - labels) * gradient), Some(-logits * gradient)]
    }
}

/// One loss per element: how far the probability `σ(logit)` is from the label, for questions that are answered by yes
/// (1) or no (0).
///
/// Logits of any size give finite losses, unlike logarithms of `logits.sigmoid()`.
///
/// ```
/// use shared::ops::sigmoid_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?]);
/// let labels = graph.placeholder::<f32>("labels", shape![?]);
/// let losses = sigmoid_cross_entropy(&logits, &labels);
/// let feeds = feed![logits => [0.0, 1000.0, 1000.0], labels => [1.0, 1.0, 0.0]];
/// assert_eq!(Session::new(&graph).run(&losses, feeds)?.as_slice().unwrap(), [2.0_f32.ln(), 0.0, 1000.0]);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// If the shapes differ.
#[track_caller]
pub fn sigmoid_cross_entropy(logits: &Tensor<f32>, labels: &Tensor<f32>) -> Tensor<f32> {
    apply(SigmoidCrossEntropy, &[logits.handle(), labels.handle()])
}

#[cfg(test)]
mod tests {
    use super::sigmoid_cross_entropy;
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("sigmoid_cross_entropy", |case| sigmoid_cross_entropy(&case.f32(0), &case.f32(1)));
    }

    #[test]
    fn gradients_of_every_order_equal_the_difference_quotient() {
        let graph = Graph::new();
        let (x, z) = (graph.placeholder::<f32>("x", shape![?, 1]), graph.placeholder::<f32>("z", shape![?, 1]));
        let feeds = || feed![x => [[1.0], [-2.0], [0.5]], z => [[1.0], [0.0], [0.25]]];
        let losses = sigmoid_cross_entropy(&x, &z);
        assert_gradients(&losses.square(), &[&x, &z], feeds());
        let slope = gradients(&losses.square(), &[&x]).remove(0);
        assert_gradients(&slope, &[&x, &z], feeds());
    }

    #[test]
    #[should_panic(expected = "sigmoid_cross_entropy: the shapes [?] and [?, 1] differ\n  x: f32 [?]\n  z: f32 [?, 1]")]
    fn shapes_that_differ_are_named() {
        let graph = Graph::new();
        let (x, z) = (graph.placeholder::<f32>("x", shape![?]), graph.placeholder::<f32>("z", shape![?, 1]));
        let _ = sigmoid_cross_entropy(&x, &z);
    }
}
