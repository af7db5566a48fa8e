//! A part of a tensor along one axis. NumPy: `x[:, 2:5]`. Lesson 3.

use std::ops;

use super::for_kernel;
use crate::element::{DType, DataMut, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::slice::{Range, slice, unslice};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::{Dim, Shape};

/// The elements of `range` along `axis`.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    axis: usize,
    range: ops::Range<usize>,
}

impl Slice {
    /// What is taken of each axis of an input of these sizes.
    fn ranges(&self, sizes: &[usize]) -> Vec<Range> {
        let mut ranges: Vec<_> = sizes.iter().map(|&len| Range { start: 0, step: 1, len }).collect();
        ranges[self.axis] = Range { start: self.range.start, step: 1, len: self.range.len() };
        ranges
    }
}

impl Op for Slice {
    fn name(&self) -> &'static str {
        "slice"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        inputs[0].axes(&[self.axis])?;
        let mut dims = inputs[0].dims().to_vec();
        if let Dim::Known(size) = dims[self.axis]
            && self.range.end > size
        {
            return Err(format!("{:?} leaves axis {} of {}", self.range, self.axis, inputs[0]));
        }
        dims[self.axis] = Dim::Known(self.range.len());
        Ok(Shape::new(dims))
    }

    fn dtype(&self, inputs: &[DType]) -> DType {
        inputs[0]
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let (x, ranges) = (inputs[0], self.ranges(inputs[0].shape));
        match output.data {
            DataMut::F32(out) => slice(for_kernel(x), &ranges, out),
            DataMut::I32(out) => slice(for_kernel(x), &ranges, out),
            DataMut::Bool(out) => slice(for_kernel(x), &ranges, out),
        }
    }

    // What was taken gets its gradient, the rest of x got nowhere: 0
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(SliceGradient(self.clone()), &[gradient.handle(), call.handle(0)]))]
    }

    fn is_view(&self, inputs: &[&[usize]], output: &[usize]) -> bool {
        inputs[0] == output
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let ops::Range { start, end } = self.range;
        let ends =
            [("starts", start), ("ends", end), ("axes", self.axis)].map(|(what, number)| call.integers(what, [number]));
        let inputs = [vec![call.input(0)], ends.to_vec()].concat();
        call.write("Slice", inputs, Vec::new());
        Ok(())
    }

    fn details(&self) -> String {
        format!("axis {}, {:?}", self.axis, self.range)
    }
}

/// Inputs: a gradient, and the sliced tensor, of which only the shape is taken. Output: the gradient where the slice
/// was taken, zeros everywhere else.
#[derive(Debug)]
struct SliceGradient(Slice);

impl Op for SliceGradient {
    fn name(&self) -> &'static str {
        "slice_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[1].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let shape = output.shape;
        unslice(inputs[0].f32(), &self.0.ranges(shape), output.f32(), shape);
    }

    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.apply(self.0.clone())), None]
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    fn is_view(&self, inputs: &[&[usize]], output: &[usize]) -> bool {
        inputs[0] == output
    }

    fn details(&self) -> String {
        self.0.details()
    }
}

impl<T: Element> Tensor<T> {
    /// The elements `range` (its end excluded) along `axis`; the other axes stay whole.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 4]);
    /// let middle = Session::new(&graph).run(&x.slice(1, 1..3), feed![x => [[1.0, 2.0, 3.0, 4.0]]])?;
    /// assert_eq!(middle, ndarray::arr2(&[[2.0, 3.0]]).into_dyn());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If there is no such axis, or the range leaves it or runs backwards. Whether it leaves an open axis, a run sees.
    #[track_caller]
    pub fn slice(&self, axis: usize, range: ops::Range<usize>) -> Tensor<T> {
        assert!(range.start <= range.end, "slice: {range:?} runs backwards\n  {}", self.handle().describe());
        apply(Slice { axis, range }, &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("slice", |case| {
            let [axis, start, end] =
                ["axis", "start", "end"].map(|name| case.attribute(name).as_u64().unwrap() as usize);
            case.f32(0).slice(axis, start..end)
        });
    }

    #[test]
    fn gradients_of_two_slices_of_one_tensor_are_summed() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let y = x.slice(1, 0..2).square() * x.slice(1, 1..3);
        assert_gradients(&y, &[&x], feed![x => [[1.0, 2.0, -1.0], [0.5, -0.25, 3.0]]]);
    }

    #[test]
    fn second_gradients_come_through() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let slope = gradients(&x.slice(0, 1..3).square(), &[&x]).remove(0);
        assert_gradients(&slope.square(), &[&x], feed![x => [1.0, 2.0, -1.0]]);
    }

    #[test]
    fn class_numbers_can_be_sliced() {
        let graph = Graph::new();
        let x = graph.placeholder::<i32>("x", shape![?, 2]);
        let y = Session::new(&graph).run(&x.slice(1, 1..2), feed![x => [[1, 2], [3, 4]]]).unwrap();
        assert_eq!(y, ndarray::arr2(&[[2], [4]]).into_dyn());
    }

    #[test]
    fn a_range_beyond_the_fed_batch_is_an_error() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let error = Session::new(&graph).run(&x.slice(0, 2..5), feed![x => [0.0; 4]]).unwrap_err().to_string();
        assert!(error.contains("2..5 leaves axis 0 of [4]"), "{error}");
    }

    #[test]
    #[should_panic(expected = "slice: 2..5 leaves axis 1 of [?, 4]\n  x: f32 [?, 4]")]
    fn a_range_beyond_the_axis_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 4]).slice(1, 2..5);
    }

    #[test]
    #[should_panic(expected = "slice: axis 2 does not exist in [?, 4]")]
    fn an_axis_that_does_not_exist_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 4]).slice(2, 0..1);
    }
}
