//! `a + b`, element by element, with broadcasting. NumPy: `np.add`; Keras: `Add`. Lesson 4.

use super::{broadcast_shape, run_binary};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Add;

impl Op for Add {
    fn name(&self) -> &'static str {
        "add"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary(inputs, output, |a, b| a + b);
    }

    // y = a + b  =>  dL/da = dL/dy,  dL/db = dL/dy
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.clone()), Some(gradient.clone())]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Add");
        Ok(())
    }
}

impl Tensor<f32> {
    /// The sum of both, element by element; `a + b` is the same.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2]);
    /// let b = graph.variable("b", constant([2], 10.0));
    /// let sum = Session::new(&graph).run(&(&x + &b), feed![x => [[1.0, 2.0], [3.0, 4.0]]])?;
    /// assert_eq!(sum, ndarray::arr2(&[[11.0, 12.0], [13.0, 14.0]]).into_dyn());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn add(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(Add, &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("add", |case| case.f32(0).add(&case.f32(1)));
    }

    #[test]
    fn gradients_sum_over_what_was_stretched() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![?, 1]);
        let feeds = feed![a => [[1.0, 2.0, 3.0]], b => [[0.5], [-1.0]]];
        assert_gradients(&(&a + &b).square(), &[&a, &b], feeds);
    }

    #[test]
    #[should_panic(expected = "add: cannot broadcast [?, 3] with [2]\n  a: f32 [?, 3]\n  b: f32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![2]);
        let _ = a + b;
    }
}
