//! The largest of all elements, or of those along some axes. NumPy: `np.max`. Lesson 5.

use super::axes::Axes;
use super::for_kernel;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::reduce;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Max {
    axes: Axes,
}

impl Op for Max {
    fn name(&self) -> &'static str {
        "max"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.axes.reduced(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        reduce::max(for_kernel(inputs[0]), &self.axes.marks(inputs[0].shape.len()), output.f32());
    }

    // y = xᵢ where xᵢ is the largest  =>  dL/dxᵢ = dL/dy there, 0 elsewhere; of k that are equally large, each gets 1/k
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(self.axes.share_among_ties(call, gradient))]
    }

    fn is_view(&self, inputs: &[&[usize]], _: &[usize]) -> bool {
        self.axes.count(inputs[0]) == 1
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        self.axes.onnx("ReduceMax", call);
        Ok(())
    }

    fn details(&self) -> String {
        self.axes.describe()
    }
}

impl Tensor<f32> {
    /// The largest of all elements, a scalar: NaN if one of them is, minus infinity if there are none.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// assert_eq!(Session::new(&graph).run(&x.max(), feed![x => [1.0, 3.0, 2.0]])?.item(), 3.0);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn max(&self) -> Tensor<f32> {
        self.max_axes(Axes::all(self.shape().rank()))
    }

    /// The largest elements along these axes, which disappear; with [`keep_dims`](crate::ops::keep_dims) they stay
    /// with size 1. Elements that are equally large share the gradient.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2]);
    /// let rows = Session::new(&graph).run(&x.max_axes([1]), feed![x => [[1.0, 2.0], [4.0, 3.0]]])?;
    /// assert_eq!(rows.as_slice().unwrap(), [2.0, 4.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If an axis does not exist.
    #[track_caller]
    pub fn max_axes(&self, axes: impl Into<Axes>) -> Tensor<f32> {
        self.apply(Max { axes: axes.into() })
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
        golden::check("max", |case| case.f32(0).max_axes(of_case(case)));
    }

    #[test]
    fn the_largest_of_nothing_is_minus_infinity() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let mut session = Session::new(&graph);
        assert_eq!(session.run(&x.max(), feed![x => [0.0_f32; 0]]).unwrap().item(), f32::NEG_INFINITY);
        assert!(session.run(&x.max(), feed![x => [1.0, f32::NAN, 2.0]]).unwrap().item().is_nan());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        let values = [[1.0, 2.0], [-1.0, 0.5], [0.25, 3.0]];
        assert_gradients(&(x.max_axes([1]).square() * x.max()), &[&x], feed![x => values]);
    }

    #[test]
    #[should_panic(expected = "max: axis 2 does not exist in [?, 3]\n  x: f32 [?, 3]")]
    fn an_axis_that_does_not_exist_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 3]).max_axes([2]);
    }
}
