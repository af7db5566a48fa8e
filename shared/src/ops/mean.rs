//! The mean of all elements, or of those along some axes. NumPy: `np.mean`. Lesson 4.

use super::axes::Axes;
use super::for_kernel;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::broadcast::{self, zip_broadcast};
use crate::kernels::elementwise::map_in_place;
use crate::kernels::reduce;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// How many elements there are is known when a run has been fed, so the division happens there.
#[derive(Debug)]
pub(crate) struct Mean {
    axes: Axes,
}

impl Op for Mean {
    fn name(&self) -> &'static str {
        "mean"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.axes.reduced(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let (x, means) = (inputs[0], output.f32());
        reduce::sum(for_kernel(x), &self.axes.marks(x.shape.len()), means);
        let n = self.axes.count(x.shape) as f32;
        map_in_place(means, |sum| sum / n);
    }

    // y = 1/n Σ x  =>  each dL/dx is 1/n of the dL/dy of its mean
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let op = MeanGradient { axes: self.axes.clone() };
        vec![Some(apply(op, &[gradient.handle(), call.handle(0)]))]
    }

    fn is_view(&self, inputs: &[&[usize]], _: &[usize]) -> bool {
        self.axes.count(inputs[0]) == 1
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        self.axes.onnx("ReduceMean", call);
        Ok(())
    }

    fn details(&self) -> String {
        self.axes.describe()
    }
}

/// Inputs: the gradient `g` of means, and the tensor that they are the means of, of which only the shape is taken.
/// Output: `g / n`, stretched to that shape.
#[derive(Debug)]
struct MeanGradient {
    axes: Axes,
}

impl Op for MeanGradient {
    fn name(&self) -> &'static str {
        "mean_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[1].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let shape = output.shape;
        let n = self.axes.count(shape) as f32;
        let kept = self.axes.kept(shape);
        let (g, nothing) = (broadcast::View::new(inputs[0].f32(), &kept), broadcast::View::new(&[()], &[]));
        zip_broadcast(g, nothing, output.f32(), shape, |g, ()| g / n);
    }

    // y = g/n, n times  =>  dL/dg = 1/n Σ dL/dy: the mean again
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.mean_axes(self.axes.clone())), None]
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    // A mean of one element.
    fn is_view(&self, _: &[&[usize]], output: &[usize]) -> bool {
        self.axes.count(output) == 1
    }

    fn details(&self) -> String {
        self.axes.describe()
    }
}

impl Tensor<f32> {
    /// The mean of all elements, a scalar; NaN if there are none.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let losses = graph.placeholder::<f32>("losses", shape![?]);
    /// let mean = losses.mean();
    /// let mut session = Session::new(&graph);
    /// assert_eq!(session.run(&mean, feed![losses => [1.0, 2.0, 6.0]])?.item(), 3.0);
    /// assert_eq!(session.run(&mean, feed![losses => [1.0, 2.0]])?.item(), 1.5);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn mean(&self) -> Tensor<f32> {
        self.mean_axes(Axes::all(self.shape().rank()))
    }

    /// The means along these axes, which disappear; with [`keep_dims`](crate::ops::keep_dims) they stay with size 1.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 3]);
    /// let rows = Session::new(&graph).run(&x.mean_axes([1]), feed![x => [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])?;
    /// assert_eq!(rows.as_slice().unwrap(), [2.0, 5.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If an axis does not exist.
    #[track_caller]
    pub fn mean_axes(&self, axes: impl Into<Axes>) -> Tensor<f32> {
        self.apply(Mean { axes: axes.into() })
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::ops::axes::of_case;
    use crate::ops::keep_dims;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("mean", |case| case.f32(0).mean_axes(of_case(case)));
    }

    #[test]
    fn the_mean_of_nothing_is_not_a_number() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let empty = ndarray::Array2::<f32>::zeros([0, 2]);
        let mut session = Session::new(&graph);
        assert!(session.run(&x.mean(), feed![x => empty]).unwrap().item().is_nan());
        assert!(session.run(&x.mean_axes([0]), feed![x => empty]).unwrap().iter().all(|mean| mean.is_nan()));
        let slope = gradients(&x.mean(), &[&x]).remove(0);
        assert_eq!(session.run(&slope, feed![x => empty]).unwrap().shape(), [0, 2]);
    }

    #[test]
    fn gradients_of_every_order_equal_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, ?]);
        let values = [[1.0, 2.0], [-1.0, 0.5], [0.25, 3.0]];
        assert_gradients(&(x.mean_axes(keep_dims([1])) * &x), &[&x], feed![x => values]);
        let slope = gradients(&x.mean_axes([0]).square(), &[&x]).remove(0);
        assert_gradients(&slope.square(), &[&x], feed![x => values]);
    }

    #[test]
    #[should_panic(expected = "mean: axis 2 does not exist in [?, 3]\n  x: f32 [?, 3]")]
    fn an_axis_that_does_not_exist_is_refused() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 3]).mean_axes([2]);
    }
}
