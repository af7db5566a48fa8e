//! `ln softmax(x)ⱼ = xⱼ - ln Σₖ exp(xₖ)` over the last axis, finite where softmax itself rounds to 0. SciPy and Keras:
//! `log_softmax`. Lesson 3.

use super::classes::{classes, row_sums, with_classes};
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::softmax::log_softmax;
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct LogSoftmax;

impl Op for LogSoftmax {
    fn name(&self) -> &'static str {
        "log_softmax"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        with_classes(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        log_softmax(inputs[0].f32(), classes(inputs[0].shape), output.f32());
    }

    // dyⱼ/dxₖ = (1 if j = k, else 0) - softmax(x)ₖ  =>  dL/dx = dL/dy - softmax(x) · Σⱼ dL/dyⱼ
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient - call.input(0).softmax() * row_sums(gradient))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let x = call.input(0);
        call.write("LogSoftmax", vec![x], vec![Attribute::int("axis", -1)]);
        Ok(())
    }
}

impl Tensor<f32> {
    /// The logarithms of the probabilities that logits along the last axis stand for; exact where `softmax().ln()`
    /// would already be minus infinity.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
    /// let logs = Session::new(&graph).run(&logits.log_softmax(), feed![logits => [[-1000.0, 1000.0]]])?;
    /// assert_eq!(logs.as_slice().unwrap(), [-2000.0, 0.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the tensor is a scalar.
    #[track_caller]
    pub fn log_softmax(&self) -> Tensor<f32> {
        self.apply(LogSoftmax)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("log_softmax", |case| case.f32(0).log_softmax());
    }

    #[test]
    fn gradients_of_every_order_equal_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        let values = [[1.0, 2.0, -0.5], [0.25, -1.0, 0.5]];
        assert_gradients(&x.log_softmax(), &[&x], feed![x => values]);
        let slope = gradients(&x.log_softmax().square(), &[&x]).remove(0);
        assert_gradients(&slope, &[&x], feed![x => values]);
    }

    #[test]
    fn rows_without_classes_are_empty() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![2, ?]);
        let empty = ndarray::Array2::<f32>::zeros([2, 0]);
        assert_eq!(Session::new(&graph).run(&x.log_softmax(), feed![x => empty]).unwrap().shape(), [2, 0]);
    }

    #[test]
    #[should_panic(expected = "log_softmax: a single number has no axis of classes\n  x: f32 []")]
    fn a_scalar_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![]).log_softmax();
    }
}
