//! `a · b`, element by element, with broadcasting. NumPy: `np.multiply`; Keras: `Multiply`. Lesson 4.

use super::{broadcast_shape, run_binary};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Mul;

impl Op for Mul {
    fn name(&self) -> &'static str {
        "mul"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary(inputs, output, |a, b| a * b);
    }

    // y = a·b  =>  dL/da = dL/dy · b,  dL/db = dL/dy · a
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient * call.input(1)), Some(gradient * call.input(0))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        // A factor of 1 is left out: so is dropout outside of training.
        let other = [1, 0].into_iter().find(|&other| call.is_one(1 - other) && call.input_shape(other) == call.shape());
        match other {
            Some(other) => call.pass_on(other),
            None => call.element_wise("Mul"),
        }
        Ok(())
    }
}

impl Tensor<f32> {
    /// The product of both, element by element; `a * b` is the same.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let double = Session::new(&graph).run(&(&x * 2.0), feed![x => [1.0, 2.0]])?;
    /// assert_eq!(double.as_slice().unwrap(), [2.0, 4.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn mul(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(Mul, &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("mul", |case| case.f32(0).mul(&case.f32(1)));
    }

    #[test]
    fn a_value_used_twice_gets_both_gradients() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&(&x * &x * &x), &[&x], feed![x => [1.0, -2.0, 0.5]]);
    }

    #[test]
    #[should_panic(expected = "mul: cannot broadcast [2, 3] with [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![2, 3]);
        let b = graph.placeholder::<f32>("b", shape![2]);
        let _ = a * b;
    }
}
