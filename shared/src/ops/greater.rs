//! `a > b`, element by element, with broadcasting. NumPy: `np.greater`; Keras: `ops.greater`. Lesson 3, where an output
//! becomes a yes or no.

use std::marker::PhantomData;

use super::{broadcast_shape, run_binary_of};
use crate::element::{DType, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Context, Op};
use crate::shape::Shape;

/// No gradient: truth values jump.
#[derive(Debug)]
pub(crate) struct Greater<T>(PhantomData<fn() -> T>);

impl<T: Element + PartialOrd> Op for Greater<T> {
    fn name(&self) -> &'static str {
        "greater"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn dtype(&self, _: &[DType]) -> DType {
        DType::Bool
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary_of(inputs, output, |a: T, b: T| a > b);
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Greater");
        Ok(())
    }
}

impl<T: Element + PartialOrd> Tensor<T> {
    /// Where this is larger than `other`.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let answer = x.greater(&graph.scalar(0.5));
    /// let answer = Session::new(&graph).run(&answer, feed![x => [0.1, 0.5, 0.9]])?;
    /// assert_eq!(answer.as_slice().unwrap(), [false, false, true]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn greater(&self, other: &Tensor<T>) -> Tensor<bool> {
        apply(Greater::<T>(PhantomData), &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::element::DType;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("greater", |case| match case.dtype(0) {
            DType::F32 => case.f32(0).greater(&case.f32(1)),
            DType::I32 => case.i32(0).greater(&case.i32(1)),
            DType::Bool => unreachable!("the golden cases are f32 and i32"),
        });
    }

    #[test]
    fn nan_on_either_side_gives_false() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let zero = graph.scalar(0.0);
        let fetches = (&x.greater(&zero), &zero.greater(&x));
        let (left, right) = Session::new(&graph).run(fetches, feed![x => [f32::NAN]]).unwrap();
        assert!(!left[0] && !right[0]);
    }

    #[test]
    #[should_panic(expected = "greater: cannot broadcast [?, 3] with [2]\n  a: i32 [?, 3]\n  b: i32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<i32>("a", shape![?, 3]);
        let b = graph.placeholder::<i32>("b", shape![2]);
        let _ = a.greater(&b);
    }
}
