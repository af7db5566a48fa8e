//! New axes of size 1. NumPy: `np.expand_dims`. What gradients of reductions use to put reduced axes back. Lesson 5.

use super::reshape::copy;
use crate::element::{DType, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::{Dim, Shape};

/// The new axes, numbered as in the output.
#[derive(Debug)]
pub(crate) struct ExpandDims {
    axes: Vec<usize>,
}

impl Op for ExpandDims {
    fn name(&self) -> &'static str {
        "expand_dims"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        let rank = inputs[0].rank() + self.axes.len();
        if let Some(axis) = self.axes.iter().find(|&&axis| axis >= rank) {
            return Err(format!("axis {axis} does not exist in a result of {rank} axes"));
        }
        let mut dims = inputs[0].dims().iter().copied();
        let dim = |axis: usize| if self.axes.contains(&axis) { Some(Dim::Known(1)) } else { dims.next() };
        Ok(Shape::new((0..rank).map_while(dim).collect()))
    }

    fn dtype(&self, inputs: &[DType]) -> DType {
        inputs[0]
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        copy(inputs[0], output);
    }

    // The same elements, and the same back
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.sum_axes(self.axes.as_slice()))]
    }

    fn is_view(&self, _: &[&[usize]], _: &[usize]) -> bool {
        true
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let inputs = vec![call.input(0), call.integers("axes", self.axes.iter().copied())];
        call.write("Unsqueeze", inputs, Vec::new());
        Ok(())
    }

    fn details(&self) -> String {
        format!("axes {:?}", self.axes)
    }
}

impl<T: Element> Tensor<T> {
    /// The same elements with new axes of size 1 at these places of the *result's* shape. Nothing is copied.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let photos = graph.placeholder::<f32>("photos", shape![?, 28, 28]);
    /// assert_eq!(photos.expand_dims(&[3]).shape().to_string(), "[?, 28, 28, 1]");
    /// ```
    ///
    /// # Panics
    /// If the result has no such axis, or an axis is named twice.
    #[track_caller]
    pub fn expand_dims(&self, axes: &[usize]) -> Tensor<T> {
        let once = axes.iter().enumerate().all(|(k, axis)| !axes[..k].contains(axis));
        assert!(once, "expand_dims: {axes:?} names an axis twice");
        apply(ExpandDims { axes: axes.to_vec() }, &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn new_axes_stand_where_they_are_asked_for() {
        let graph = Graph::new();
        let x = graph.placeholder::<i32>("x", shape![?, 3]);
        assert_eq!(x.expand_dims(&[0, 2]).shape(), shape![1, ?, 1, 3]);
        assert_eq!(x.expand_dims(&[]).shape(), shape![?, 3]);
        let y = Session::new(&graph).run(&x.expand_dims(&[2]), feed![x => [[1, 2, 3]]]).unwrap();
        assert_eq!(y, ndarray::arr3(&[[[1], [2], [3]]]).into_dyn());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.expand_dims(&[1, 0]).square(), &[&x], feed![x => [1.0, -2.0]]);
    }

    #[test]
    #[should_panic(expected = "expand_dims: axis 3 does not exist in a result of 3 axes\n  x: f32 [?, 3]")]
    fn axes_beyond_the_result_are_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 3]).expand_dims(&[3]);
    }

    #[test]
    #[should_panic(expected = "expand_dims: [1, 1] names an axis twice")]
    fn axes_are_named_once() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 3]).expand_dims(&[1, 1]);
    }
}
