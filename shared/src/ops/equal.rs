//! `a = b`, element by element, with broadcasting. NumPy: `np.equal`; Keras: `ops.equal`. Lesson 4, where predicted and
//! true classes are compared.

use std::marker::PhantomData;

use super::{broadcast_shape, run_binary_of};
use crate::element::{DType, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Context, Op};
use crate::shape::Shape;

/// No gradient: truth values jump.
#[derive(Debug)]
pub(crate) struct Equal<T>(PhantomData<fn() -> T>);

impl<T: Element> Op for Equal<T> {
    fn name(&self) -> &'static str {
        "equal"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        broadcast_shape(inputs)
    }

    fn dtype(&self, _: &[DType]) -> DType {
        DType::Bool
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        run_binary_of(inputs, output, |a: T, b: T| a == b);
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Equal");
        Ok(())
    }
}

impl<T: Element> Tensor<T> {
    /// Where both are equal, for tensors of any element type.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let predicted = graph.placeholder::<i32>("predicted", shape![?]);
    /// let classes = graph.placeholder::<i32>("classes", shape![?]);
    /// let feeds = feed![predicted => [7, 2, 1], classes => [7, 2, 8]];
    /// let correct = Session::new(&graph).run(&predicted.equal(&classes), feeds)?;
    /// assert_eq!(correct.as_slice().unwrap(), [true, true, false]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn equal(&self, other: &Tensor<T>) -> Tensor<bool> {
        apply(Equal::<T>(PhantomData), &[self.handle(), other.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::element::DType;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("equal", |case| match case.dtype(0) {
            DType::F32 => case.f32(0).equal(&case.f32(1)),
            DType::I32 => case.i32(0).equal(&case.i32(1)),
            DType::Bool => unreachable!("the golden cases are f32 and i32"),
        });
    }

    #[test]
    fn truth_values_can_be_compared() {
        let graph = Graph::new();
        let [a, b] = ["a", "b"].map(|name| graph.placeholder::<bool>(name, shape![?]));
        let same = Session::new(&graph).run(&a.equal(&b), feed![a => [true, true], b => [true, false]]).unwrap();
        assert_eq!(same.as_slice().unwrap(), [true, false]);
    }

    #[test]
    fn nan_does_not_equal_itself() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let same = Session::new(&graph).run(&x.equal(&x), feed![x => [f32::NAN, 1.0]]).unwrap();
        assert_eq!(same.as_slice().unwrap(), [false, true]);
    }

    #[test]
    #[should_panic(expected = "equal: cannot broadcast [?, 3] with [2]\n  a: i32 [?, 3]\n  b: i32 [2]")]
    fn shapes_that_do_not_fit_are_named() {
        let graph = Graph::new();
        let a = graph.placeholder::<i32>("a", shape![?, 3]);
        let b = graph.placeholder::<i32>("b", shape![2]);
        let _ = a.equal(&b);
    }
}
