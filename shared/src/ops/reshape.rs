//! The same elements in another shape. NumPy: `np.reshape`; Keras: `Reshape`. Lesson 5.

use crate::element::{DType, DataMut, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::{Dim, Shape};

/// The new shape; one size may be open and follows from the number of elements.
#[derive(Debug)]
pub(crate) struct Reshape {
    to: Shape,
}

impl Op for Reshape {
    fn name(&self) -> &'static str {
        "reshape"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        reshaped(inputs[0], &self.to).map_err(|reason| format!("cannot reshape {} to {}: {reason}", inputs[0], self.to))
    }

    fn dtype(&self, inputs: &[DType]) -> DType {
        inputs[0]
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        copy(inputs[0], output);
    }

    // The same elements, so the same gradients, in x's shape
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(ReshapeLike, &[gradient.handle(), call.handle(0)]))]
    }

    fn is_view(&self, _: &[&[usize]], _: &[usize]) -> bool {
        true
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let size = |dim: &Dim| dim.known().map_or(-1, |size| size as i64);
        let sizes: Vec<i64> = self.to.dims().iter().map(size).collect();
        // A 0 means 0, and not "as before".
        let zeros = if sizes.contains(&0) { vec![Attribute::int("allowzero", 1)] } else { Vec::new() };
        let inputs = vec![call.input(0), call.signed_integers("shape", &sizes)];
        call.write("Reshape", inputs, zeros);
        Ok(())
    }

    fn details(&self) -> String {
        format!("to {}", self.to)
    }
}

/// Inputs: the value, and the tensor whose shape (only) it takes: for gradients, where several sizes may be open.
#[derive(Debug)]
struct ReshapeLike;

impl Op for ReshapeLike {
    fn name(&self) -> &'static str {
        "reshape_like"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[1].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        copy(inputs[0], output);
    }

    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(ReshapeLike, &[gradient.handle(), call.handle(0)])), None]
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    fn is_view(&self, _: &[&[usize]], _: &[usize]) -> bool {
        true
    }
}

/// The shape of `from` reshaped to `to`. Where `from` is open, only what fits for every batch size, or may fit for one
/// (a `to` without open sizes), passes; a run looks again.
fn reshaped(from: &Shape, to: &Shape) -> Result<Shape, String> {
    let known = |shape: &Shape| shape.dims().iter().filter_map(|dim| dim.known()).product::<usize>();
    if to.dims().iter().filter(|dim| dim.known().is_none()).count() > 1 {
        return Err("at most one size may be open".to_owned());
    }
    let (have, want) = (known(from), known(to));
    match (from.elements(), to.elements()) {
        (Some(have), Some(want)) if have != want => Err(format!("{have} elements are not {want}")),
        (_, None) if want == 0 => Err("any open size would do".to_owned()),
        (_, None) if !have.is_multiple_of(want) => Err(format!("{have} is no multiple of {want}")),
        (None, Some(want)) if !want.is_multiple_of(have) => Err(format!("{want} is no multiple of {have}")),
        (Some(have), None) => {
            let close = |dim: &Dim| Dim::Known(dim.known().unwrap_or(have / want));
            Ok(Shape::new(to.dims().iter().map(close).collect()))
        }
        (_, _) => Ok(to.clone()),
    }
}

/// The run of ops that are always views: needed only where a caller wants the elements in a buffer of their own.
pub(super) fn copy(input: View<'_>, output: ViewMut<'_>) {
    match output.data {
        DataMut::F32(out) => out.copy_from_slice(input.slice()),
        DataMut::I32(out) => out.copy_from_slice(input.slice()),
        DataMut::Bool(out) => out.copy_from_slice(input.slice()),
    }
}

impl<T: Element> Tensor<T> {
    /// The same elements, in row-major order, in another shape. One size may be open (`?`): it follows from the number
    /// of elements. Nothing is copied.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let pixels = graph.placeholder::<f32>("pixels", shape![?, 784]);
    /// let photos = pixels.reshape(shape![?, 28, 28, 1]);
    /// let run = Session::new(&graph).run(&photos, feed![pixels => [[0.0; 784]; 5]])?;
    /// assert_eq!(run.shape(), [5, 28, 28, 1]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the numbers of elements differ, if examples of an open batch are no whole number of examples of the new
    /// shape, or if two new sizes are open.
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<Shape>) -> Tensor<T> {
        apply(Reshape { to: shape.into() }, &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("reshape", |case| case.f32(0).reshape(golden::sizes(case.attribute("shape"))));
    }

    #[test]
    fn the_open_size_follows_from_the_number_of_elements() {
        assert_eq!(reshaped(&shape![6, 4], &shape![?, 8]).unwrap(), shape![3, 8]);
        assert_eq!(reshaped(&shape![?, 4], &shape![?, 2]).unwrap(), shape![?, 2]);
        assert_eq!(reshaped(&shape![?, ?, 4], &shape![2, ?]).unwrap(), shape![2, ?]);
        assert_eq!(reshaped(&shape![?], &shape![2, 3]).unwrap(), shape![2, 3]);
        assert_eq!(reshaped(&shape![], &shape![?]).unwrap(), shape![1]);
        assert_eq!(reshaped(&shape![0, 4], &shape![?, 2]).unwrap(), shape![0, 2]);
        let refused = |from, to| reshaped(&from, &to).unwrap_err();
        assert_eq!(refused(shape![2, 3], shape![7]), "6 elements are not 7");
        assert_eq!(refused(shape![7], shape![?, 2]), "7 is no multiple of 2");
        assert_eq!(refused(shape![?, 2], shape![?, 4]), "2 is no multiple of 4");
        assert_eq!(refused(shape![?, 4], shape![2, 3]), "6 is no multiple of 4");
        assert_eq!(refused(shape![0, 4], shape![?, 0]), "any open size would do");
        assert_eq!(refused(shape![4], shape![?, ?]), "at most one size may be open");
    }

    #[test]
    fn gradients_go_back_to_shapes_with_several_open_sizes() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?, 1]);
        let y = x.square().reshape(shape![?]).square();
        assert_gradients(&y, &[&x], feed![x => ndarray::arr3(&[[[1.0], [-0.5]], [[0.25], [2.0]]])]);
    }

    #[test]
    fn class_numbers_can_be_reshaped_without_a_copy() {
        let graph = Graph::new();
        let x = graph.placeholder::<i32>("x", shape![?, 2]);
        let y = x.reshape(shape![?]);
        let mut session = Session::new(&graph);
        let feeds = [[1, 2], [3, i32::MAX]];
        assert_eq!(session.run(&y, feed![x => feeds]).unwrap().as_slice().unwrap(), [1, 2, 3, i32::MAX]);
        assert!(!session.plan(&y, feed![x => feeds]).unwrap().to_string().contains("reshape"));
    }

    #[test]
    fn sizes_that_do_not_fit_a_fed_batch_are_an_error() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let error = Session::new(&graph).run(&x.reshape([2, 3]), feed![x => [0.0; 7]]).unwrap_err().to_string();
        assert!(error.contains("cannot reshape [7] to [2, 3]: 7 elements are not 6"), "{error}");
    }

    #[test]
    #[should_panic(
        expected = "reshape: cannot reshape [?, 784] to [?, 30, 30, 1]: 784 is no multiple of 900\n  x: f32 [?, 784]"
    )]
    fn shapes_that_fit_no_batch_are_named() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 784]).reshape(shape![?, 30, 30, 1]);
    }
}
