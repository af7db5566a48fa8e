//! `a / b`, element by element, with broadcasting. NumPy: `np.divide`; Keras: `ops.divide`. Lesson 3.

use super::{broadcast_shape, run_binary};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Div;

impl Op for Div {
    fn name(&self) -> &'static str {
        "div"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary(inputs, output, |a, b| a / b);
    }

    // y = a / b  =>  dL/da = dL/dy / b,  dL/db = −dL/dy · a / b² = −(dL/da · y)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let of_a = gradient / call.input(1);
        let of_b = -(&of_a * call.output());
        vec![Some(of_a), Some(of_b)]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Div");
        Ok(())
    }
}

impl Tensor<f32> {
    /// The quotient of both, element by element; `a / b` is the same. As for all f32, 1 / 0 is infinite and 0 / 0 NaN.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let pixels = Session::new(&graph).run(&(&x / 255.0), feed![x => [0.0, 255.0]])?;
    /// assert_eq!(pixels.as_slice().unwrap(), [0.0, 1.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn div(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(Div, &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("div", |case| case.f32(0).div(&case.f32(1)));
    }

    #[test]
    fn gradients_sum_over_what_was_stretched() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![?, 1]);
        let feeds = feed![a => [[1.0, -2.0, 0.0]], b => [[0.5], [-1.0]]];
        assert_gradients(&(&a / &b), &[&a, &b], feeds);
    }

    #[test]
    fn a_value_used_on_both_sides_gets_both_gradients() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&(&x / (&x * &x + 1.0)), &[&x], feed![x => [1.0, -2.0, 0.5]]);
    }

    #[test]
    #[should_panic(expected = "div: cannot broadcast [?, 3] with [2]\n  a: f32 [?, 3]\n  b: f32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![2]);
        let _ = a.div(&b);
    }
}
