//! The sum of all elements, or of those along some axes. NumPy: `np.sum`. Lesson 4.

use super::axes::Axes;
use super::for_kernel;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::reduce;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Sum {
    axes: Axes,
}

impl Op for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.axes.reduced(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        reduce::sum(for_kernel(inputs[0]), &self.axes.marks(inputs[0].shape.len()), output.f32());
    }

    // y = Σ x  =>  each dL/dx is the dL/dy of its sum
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(self.axes.restore(gradient).broadcast_like(&call.input(0)))]
    }

    fn is_view(&self, inputs: &[&[usize]], _: &[usize]) -> bool {
        self.axes.count(inputs[0]) == 1
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        self.axes.onnx("ReduceSum", call);
        Ok(())
    }

    fn details(&self) -> String {
        self.axes.describe()
    }
}

impl Tensor<f32> {
    /// The sum of all elements, a scalar; 0 if there are none.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2]);
    /// let sum = Session::new(&graph).run(&x.sum(), feed![x => [[1.0, 2.0], [3.0, 4.0]]])?;
    /// assert_eq!(sum.item(), 10.0);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn sum(&self) -> Tensor<f32> {
        self.sum_axes(Axes::all(self.shape().rank()))
    }

    /// The sums along these axes, which disappear; with [`keep_dims`](crate::ops::keep_dims) they stay with size 1.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 3]);
    /// let columns = Session::new(&graph).run(&x.sum_axes([0]), feed![x => [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])?;
    /// assert_eq!(columns.as_slice().unwrap(), [5.0, 7.0, 9.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If an axis does not exist.
    #[track_caller]
    pub fn sum_axes(&self, axes: impl Into<Axes>) -> Tensor<f32> {
        self.apply(Sum { axes: axes.into() })
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::ops::axes::of_case;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("sum", |case| case.f32(0).sum_axes(of_case(case)));
    }

    #[test]
    fn all_axes_are_summed_where_none_is_named() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let mut session = Session::new(&graph);
        assert_eq!(
            session.run(&x.sum(), feed![x => [[1.0, 2.0], [3.0, 4.0]]]).unwrap(),
            ndarray::arr0(10.0).into_dyn()
        );
        assert_eq!(session.run(&x.sum(), feed![x => ndarray::Array2::<f32>::zeros([0, 2])]).unwrap().item(), 0.0);
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?, 1]);
        let values = ndarray::arr3(&[[[1.0], [2.0]], [[-1.0], [0.5]], [[0.25], [3.0]]]);
        assert_gradients(&x.sum_axes([1]).square(), &[&x], feed![x => values]);
        assert_gradients(&(x.sum() * &x), &[&x], feed![x => values]);
    }

    #[test]
    #[should_panic(expected = "sum: axis 2 does not exist in [?, 3]\n  x: f32 [?, 3]")]
    fn an_axis_that_does_not_exist_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 3]).sum_axes([0, 2]);
    }
}
