//! The smaller of `a` and `b`, element by element, with broadcasting. NumPy: `np.minimum`; Keras: `Minimum`. Lesson 3,
//! where probabilities are kept away from 1.

use super::{broadcast_shape, run_binary};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Minimum;

impl Op for Minimum {
    fn name(&self) -> &'static str {
        "minimum"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary(inputs, output, |a, b| {
            let smaller = if a <= b { a } else { b };
            if a.is_nan() { a } else { smaller }
        });
    }

    // y = a where a ≤ b, else b  =>  dL/dy goes to a where a ≤ b, else to b
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let second_is_smaller = call.input(0).greater(&call.input(1));
        vec![Some(gradient.drop_where(&second_is_smaller)), Some(gradient.keep_where(&second_is_smaller))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Min");
        Ok(())
    }
}

impl Tensor<f32> {
    /// The smaller of both, element by element; NaN where one is NaN. Where both are equal, the gradient goes to
    /// `self`.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let capped = x.minimum(&graph.scalar(1.0));
    /// let capped = Session::new(&graph).run(&capped, feed![x => [-1.0, 2.0]])?;
    /// assert_eq!(capped.as_slice().unwrap(), [-1.0, 1.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn minimum(&self, other: &Tensor<f32>) -> Tensor<f32> {
        apply(Minimum, &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn is_the_maximum_seen_in_a_mirror() {
        golden::check("maximum", |case| -(-case.f32(0)).minimum(&-case.f32(1)));
    }

    #[test]
    fn gradients_sum_over_what_was_stretched() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![?, 1]);
        let feeds = feed![a => [[1.0, 2.0, -3.0]], b => [[0.5], [-1.0]]];
        assert_gradients(&a.minimum(&b).square(), &[&a, &b], feeds);
    }

    #[test]
    fn nan_on_either_side_is_not_lost() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let zero = graph.scalar(0.0);
        let fetches = (&x.minimum(&zero), &zero.minimum(&x));
        let (left, right) = Session::new(&graph).run(fetches, feed![x => [f32::NAN]]).unwrap();
        assert!(left[0].is_nan() && right[0].is_nan());
    }

    #[test]
    #[should_panic(expected = "minimum: cannot broadcast [?, 3] with [2]\n  a: f32 [?, 3]\n  b: f32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 3]);
        let b = graph.placeholder::<f32>("b", shape![2]);
        let _ = a.minimum(&b);
    }
}
