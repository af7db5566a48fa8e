//! Logits to probabilities: `softmax(x)ⱼ = exp(xⱼ) / Σₖ exp(xₖ)` over the last axis. SciPy and Keras: `softmax`.
//! Lesson 3.

use super::classes::{classes, row_sums, with_classes};
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::softmax::softmax;
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Softmax;

impl Op for Softmax {
    fn name(&self) -> &'static str {
        "softmax"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        with_classes(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        softmax(inputs[0].f32(), classes(inputs[0].shape), output.f32());
    }

    // dyⱼ/dxₖ = yⱼ·(1 if j = k, else 0) - yⱼ·yₖ  =>  dL/dx = y · (dL/dy - Σₖ yₖ·dL/dyₖ)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let y = call.output();
        vec![Some(&y * (gradient - row_sums(&(&y * gradient))))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let x = call.input(0);
        call.write("Softmax", vec![x], vec![Attribute::int("axis", -1)]);
        Ok(())
    }
}

impl Tensor<f32> {
    /// The probabilities that logits along the last axis stand for: none negative, each row adding up to 1. Logits of
    /// any size are harmless: each row is shifted by its largest first, which changes nothing.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
    /// let rows = [[0.0, 0.0], [-1000.0, 1000.0]];
    /// let probabilities = Session::new(&graph).run(&logits.softmax(), feed![logits => rows])?;
    /// assert_eq!(probabilities, ndarray::arr2(&[[0.5, 0.5], [0.0, 1.0]]).into_dyn());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the tensor is a scalar.
    #[track_caller]
    pub fn softmax(&self) -> Tensor<f32> {
        self.apply(Softmax)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("softmax", |case| case.f32(0).softmax());
    }

    #[test]
    fn gradients_of_every_order_equal_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        let values = [[1.0, 2.0, -0.5], [0.25, -1.0, 0.5]];
        assert_gradients(&x.softmax(), &[&x], feed![x => values]);
        let slope = gradients(&x.softmax().square(), &[&x]).remove(0);
        assert_gradients(&slope, &[&x], feed![x => values]);
    }

    #[test]
    fn rows_without_classes_are_empty() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![2, ?]);
        let empty = ndarray::Array2::<f32>::zeros([2, 0]);
        assert_eq!(Session::new(&graph).run(&x.softmax(), feed![x => empty]).unwrap().shape(), [2, 0]);
    }

    #[test]
    #[should_panic(expected = "softmax: a single number has no axis of classes\n  x: f32 []")]
    fn a_scalar_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![]).softmax();
    }
}
