//! The larger of `a` and `b`, element by element, with broadcasting. NumPy: `np.maximum`; Keras: `Maximum`. Lesson 3,
//! as relu's other spelling.

use super::{broadcast_shape, run_binary};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Maximum;

impl Op for Maximum {
    fn name(&self) -> &'static str {
        "maximum"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary(inputs, output, |a, b| {
            let larger = if a >= b { a } else { b };
            if a.is_nan() { a } else { larger }
        });
    }

    // y = a where a ≥ b, else b  =>  dL/dy goes to a where a ≥ b, else to b
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let second_is_larger = call.input(0).less(&call.input(1));
        vec![Some(gradient.drop_where(&second_is_larger)), Some(gradient.keep_where(&second_is_larger))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Max");
        Ok(())
    }
}

impl Tensor<f32> {
    /// The larger of both, element by element; NaN where one is NaN. Where both are equal, the gradient goes to `self`.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let relu = x.maximum(&graph.scalar(0.0));
    /// let relu = Session::new(&graph).run(&relu, feed![x => [-1.0, 2.0]])?;
    /// assert_eq!(relu.as_slice().unwrap(), [0.0, 2.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn maximum(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(Maximum, &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("maximum", |case| case.f32(0).maximum(&case.f32(1)));
    }

    #[test]
    fn gradients_sum_over_what_was_stretched() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![?, 1]);
        let feeds = feed![a => [[1.0, 2.0, -3.0]], b => [[0.5], [-1.0]]];
        assert_gradients(&a.maximum(&b).square(), &[&a, &b], feeds);
    }

    #[test]
    fn nan_on_either_side_is_not_lost() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let zero = graph.scalar(0.0);
        let fetches = (&x.maximum(&zero), &zero.maximum(&x));
        let (left, right) = Session::new(&graph).run(fetches, feed![x => [f32::NAN]]).unwrap();
        assert!(left[0].is_nan() && right[0].is_nan());
    }

    #[test]
    #[should_panic(expected = "maximum: cannot broadcast [?, 3] with [2]\n  a: f32 [?, 3]\n  b: f32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![2]);
        let _ = a.maximum(&b);
    }
}
