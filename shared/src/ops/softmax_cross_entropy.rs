//! Cross-entropy of logits with label probabilities, one loss per row: `Lᵢ = -Σⱼ labelsᵢⱼ · ln softmax(logitsᵢ)ⱼ`.
//! Keras: `CategoricalCrossentropy(from_logits=True)`. Lesson 4.

use super::classes::{classes, per_row, rows};
use super::equal_shapes;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::cross_entropy;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: logits and labels, both `[.., classes]`.
#[derive(Debug)]
pub(crate) struct SoftmaxCrossEntropy;

impl Op for SoftmaxCrossEntropy {
    fn name(&self) -> &'static str {
        "softmax_cross_entropy"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        rows(&equal_shapes(inputs)?)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [logits, labels] = [inputs[0], inputs[1]];
        cross_entropy::softmax_cross_entropy(logits.f32(), labels.f32(), classes(logits.shape), output.f32());
    }

    // L = -Σⱼ tⱼ·ln softmax(x)ⱼ with Σⱼ tⱼ = 1  =>  dL/dx = softmax(x) - t,  dL/dt = -ln softmax(x)
    // (the first of which a plan does in one pass: fused/softmax_cross_entropy_gradient.rs)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (logits, labels) = (call.input(0), call.input(1));
        let column = per_row(gradient);
        vec![Some((logits.softmax() - labels) * &column), Some(-logits.log_softmax() * column)]
    }
}

/// One loss per row: how far the probabilities that `logits` stand for are from `labels`, along the last axis.
///
/// Each row of `labels` is to add up to 1 (one-hot, or any probabilities): the gradient `softmax(logits) - labels`
/// counts on it, here as everywhere in the field. Logits of any size give finite losses, unlike
/// `-(labels * logits.softmax().ln())`.
///
/// ```
/// use shared::ops::softmax_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
/// let labels = graph.placeholder::<f32>("labels", shape![?, 2]);
/// let losses = softmax_cross_entropy(&logits, &labels);
/// let feeds = feed![logits => [[1000.0, 0.0], [1000.0, 0.0]], labels => [[1.0, 0.0], [0.0, 1.0]]];
/// assert_eq!(Session::new(&graph).run(&losses, feeds)?.as_slice().unwrap(), [0.0, 1000.0]);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// If the shapes differ, or there is no axis of classes.
#[track_caller]
pub fn softmax_cross_entropy(logits: &Tensor<f32>, labels: &Tensor<f32>) -> Tensor<f32> {
    apply(SoftmaxCrossEntropy, &[logits.handle(), labels.handle()])
}

#[cfg(test)]
mod tests {
    use super::softmax_cross_entropy;
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    const LOGITS: [[f32; 3]; 2] = [[1.0, 2.0, -0.5], [0.25, -1.0, 0.5]];
    const LABELS: [[f32; 3]; 2] = [[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]];

    fn placeholders() -> (Graph, Tensor<f32>, Tensor<f32>) {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let labels = graph.placeholder::<f32>("labels", shape![?, 3]);
        (graph, logits, labels)
    }

    #[test]
    fn equals_the_golden_values() {
        golden::check("softmax_cross_entropy", |case| softmax_cross_entropy(&case.f32(0), &case.f32(1)));
    }

    #[test]
    fn gradients_of_every_order_equal_the_difference_quotient() {
        let (_, logits, labels) = placeholders();
        let losses = softmax_cross_entropy(&logits, &labels);
        let feeds = || feed![logits => LOGITS, labels => LABELS];
        assert_gradients(&losses.square(), &[&logits, &labels], feeds());
        let slope = gradients(&losses.square(), &[&logits]).remove(0);
        assert_gradients(&slope, &[&logits], feeds());
    }

    #[test]
    fn sizes_of_a_batch_that_differ_are_an_error() {
        let (graph, logits, labels) = placeholders();
        let feeds = feed![logits => LOGITS, labels => [[1.0, 0.0, 0.0]]];
        let error = Session::new(&graph).run(&softmax_cross_entropy(&logits, &labels), feeds).unwrap_err().to_string();
        assert!(error.contains("found the shapes [2, 3] and [1, 3] differ"), "{error}");
    }

    #[test]
    #[should_panic(
        expected = "softmax_cross_entropy: the shapes [?, 3] and [?, 2] differ\n  logits: f32 [?, 3]\n  labels_1: "
    )]
    fn shapes_that_differ_are_named() {
        let (graph, logits, _) = placeholders();
        let _ = softmax_cross_entropy(&logits, &graph.placeholder::<f32>("labels", shape![?, 2]));
    }

    #[test]
    #[should_panic(expected = "softmax_cross_entropy: there are no classes in [?, 0]")]
    fn there_must_be_classes() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 0]);
        let _ = softmax_cross_entropy(&logits, &logits);
    }
}
