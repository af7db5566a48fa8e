//! `aᵇ`, element by element, with broadcasting. NumPy: `np.power`; Keras: `ops.power`. Lesson 3.

use super::{broadcast_shape, run_binary};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Pow;

impl Op for Pow {
    fn name(&self) -> &'static str {
        "pow"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary(inputs, output, f32::powf);
    }

    // y = aᵇ  =>  dL/da = dL/dy · b·aᵇ⁻¹,  dL/db = dL/dy · y·ln a, taken as 0 where a ≤ 0
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (a, b) = (call.input(0), call.input(1));
        let of_a = gradient * &b * a.pow(&(&b - 1.0));
        // Kept above 0 before the logarithm, not only after: else its own slope, 1 / a, would be 0 / 0 in the second
        // order.
        let positive = a.greater(&a.graph().scalar(0.0));
        let ln = a.maximum(&a.graph().scalar(f32::MIN_POSITIVE)).ln().keep_where(&positive);
        let of_b = gradient * call.output() * ln;
        vec![Some(of_a), Some(of_b)]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Pow");
        Ok(())
    }
}

impl Tensor<f32> {
    /// Each element to the power of `other`'s; NaN of a negative number with an exponent that is not whole.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let powers = graph.scalar(2.0).pow(&x);
    /// let powers = Session::new(&graph).run(&powers, feed![x => [0.0, 3.0, -1.0]])?;
    /// assert_eq!(powers.as_slice().unwrap(), [1.0, 8.0, 0.5]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn pow(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(Pow, &[self.handle(), other.handle()])
    }

    /// Each element to the power of one number.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let cube = Session::new(&graph).run(&x.powf(3.0), feed![x => [2.0, -1.0]])?;
    /// assert_eq!(cube.as_slice().unwrap(), [8.0, -1.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn powf(&self, exponent: f32) -> Tensor<f32> {
        self.pow(&self.graph().scalar(exponent))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("pow", |case| case.f32(0).pow(&case.f32(1)));
    }

    #[test]
    fn gradients_sum_over_what_was_stretched() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![?, 1]);
        let feeds = feed![a => [[1.0, 2.0, 0.5]], b => [[1.5], [-1.0]]];
        assert_gradients(&a.pow(&b), &[&a, &b], feeds);
    }

    #[test]
    fn a_value_to_its_own_power_gets_both_gradients() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.pow(&x), &[&x], feed![x => [1.0, 2.0, 0.5]]);
    }

    #[test]
    fn a_fixed_exponent_takes_any_base() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.powf(3.0), &[&x], feed![x => [1.0, -2.0, 0.0]]);
    }

    #[test]
    fn where_the_base_is_not_positive_the_exponent_has_no_gradient_of_any_order() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?]);
        let b = graph.placeholder::<f32>("b", shape![?]);
        let slope = gradients(&a.pow(&b), &[&b]).remove(0);
        let curvature = gradients(&slope, &[&b]).remove(0);
        let feeds = feed![a => [0.0, -2.0], b => [2.0, 3.0]];
        let (slope, curvature) = Session::new(&graph).run((&slope, &curvature), feeds).unwrap();
        assert_eq!(slope.as_slice().unwrap(), [0.0, 0.0]);
        assert_eq!(curvature.as_slice().unwrap(), [0.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "pow: cannot broadcast [?, 3] with [2]\n  a: f32 [?, 3]\n  b: f32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![2]);
        let _ = a.pow(&b);
    }
}
