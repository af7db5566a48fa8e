//! Axes in another order. NumPy: `np.transpose`; Keras: `Permute`. Lesson 4.

use super::for_kernel;
use crate::element::{DType, DataMut, Element, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::transpose::transpose;
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Axis `i` of the output is axis `permutation[i]` of the input.
#[derive(Debug)]
pub(crate) struct Transpose {
    permutation: Vec<usize>,
}

impl Op for Transpose {
    fn name(&self) -> &'static str {
        "transpose"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        let mut sorted = self.permutation.clone();
        sorted.sort_unstable();
        if !sorted.into_iter().eq(0..inputs[0].rank()) {
            return Err(format!("{:?} does not name each axis of {} once", self.permutation, inputs[0]));
        }
        Ok(Shape::new(self.permutation.iter().map(|&axis| inputs[0].dims()[axis]).collect()))
    }

    fn dtype(&self, inputs: &[DType]) -> DType {
        inputs[0]
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let (x, permutation) = (inputs[0], self.permutation.as_slice());
        match output.data {
            DataMut::F32(out) => transpose(for_kernel(x), permutation, out),
            DataMut::I32(out) => transpose(for_kernel(x), permutation, out),
            DataMut::Bool(out) => transpose(for_kernel(x), permutation, out),
        }
    }

    // Each element moved  =>  its gradient moves back
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let mut back = vec![0; self.permutation.len()];
        self.permutation.iter().enumerate().for_each(|(to, &from)| back[from] = to);
        vec![Some(gradient.permute(&back))]
    }

    /// Axes of size 1 may move without moving an element.
    fn is_view(&self, inputs: &[&[usize]], _: &[usize]) -> bool {
        self.permutation.iter().filter(|&&axis| inputs[0][axis] != 1).is_sorted()
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let x = call.input(0);
        call.write("Transpose", vec![x], vec![Attribute::ints("perm", self.permutation.iter().copied())]);
        Ok(())
    }

    fn details(&self) -> String {
        format!("{:?}", self.permutation)
    }
}

impl<T: Element> Tensor<T> {
    /// A matrix with rows and columns exchanged. For more axes: [`permute`](Tensor::permute).
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 3]);
    /// let y = Session::new(&graph).run(&x.transpose(), feed![x => [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])?;
    /// assert_eq!(y, ndarray::arr2(&[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]).into_dyn());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If there are not two axes.
    #[track_caller]
    pub fn transpose(&self) -> Tensor<T> {
        let matrix = self.shape().rank() == 2;
        assert!(matrix, "transpose: needs two axes; permute reorders any number\n  {}", self.handle().describe());
        self.permute(&[1, 0])
    }

    /// The axes in another order: axis `i` of the result is axis `permutation[i]` of this tensor.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let channels_last = graph.placeholder::<f32>("photos", shape![?, 28, 28, 3]);
    /// assert_eq!(channels_last.permute(&[0, 3, 1, 2]).shape().to_string(), "[?, 3, 28, 28]");
    /// ```
    ///
    /// # Panics
    /// If `permutation` does not name each axis once.
    #[track_caller]
    pub fn permute(&self, permutation: &[usize]) -> Tensor<T> {
        apply(Transpose { permutation: permutation.to_vec() }, &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("transpose", |case| case.f32(0).permute(&golden::sizes(case.attribute("permutation"))));
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 1, 2]);
        let values = ndarray::arr3(&[[[1.0, 2.0]], [[-1.0, 0.5]], [[0.25, 3.0]]]);
        assert_gradients(&x.permute(&[2, 0, 1]).square(), &[&x], feed![x => values]);
    }

    #[test]
    fn a_column_becomes_a_row_without_a_copy() {
        let graph = Graph::new();
        let x = graph.placeholder::<i32>("x", shape![?, 1]);
        let mut session = Session::new(&graph);
        let plan = session.plan(&x.transpose(), feed![x => [[1], [2]]]).unwrap().to_string();
        assert!(!plan.contains("transpose"), "{plan}");
        assert_eq!(session.run(&x.transpose(), feed![x => [[1], [2]]]).unwrap(), ndarray::arr2(&[[1, 2]]).into_dyn());
    }

    #[test]
    #[should_panic(expected = "transpose: needs two axes; permute reorders any number\n  x: f32 [?, 2, 3]")]
    fn only_matrices_are_transposed() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 2, 3]).transpose();
    }

    #[test]
    #[should_panic(expected = "transpose: [0, 0] does not name each axis of [?, 2] once\n  x: f32 [?, 2]")]
    fn each_axis_is_named_once() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 2]).permute(&[0, 0]);
    }
}
