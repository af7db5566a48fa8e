//! Max pooling: the largest value of each window, channel by channel. Keras: `MaxPooling2D`. Lesson 5.

use super::window::Pool;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::pool2d::{max_forward, max_gradient, max_pick};
use crate::kernels::window::Padding;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Input: images `[batch, height, width, channels]`.
#[derive(Debug)]
pub(crate) struct MaxPool2d(pub Pool);

impl Op for MaxPool2d {
    fn name(&self) -> &'static str {
        "max_pool2d"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.0.shape(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        max_forward(&self.0.sizes(inputs[0].shape), inputs[0].f32(), output.f32());
    }

    // y = x at the place of the window's maximum  =>  dL/dx there = dL/dy, elsewhere 0; overlapping windows add up
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(MaxPool2dGradient(self.0), &[call.handle(0), gradient.handle()]))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let images = call.images(0);
        call.write_images("MaxPool", vec![images], self.0.onnx());
        Ok(())
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

/// Inputs: the images x, and a gradient of the pooled shape. It is put to the place of each window's (first) maximum.
#[derive(Debug)]
pub(crate) struct MaxPool2dGradient(pub Pool);

impl Op for MaxPool2dGradient {
    fn name(&self) -> &'static str {
        "max_pool2d_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[0].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, gradient] = [inputs[0], inputs[1]];
        max_gradient(&self.0.sizes(x.shape), x.f32(), gradient.f32(), output.f32());
    }

    // Linear in g, which goes to the places of the maxima: so dL/dg is what dL/dy is there.
    // The places do not move with x, but for ties.
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![None, Some(apply(MaxPool2dPick(self.0), &[call.handle(0), gradient.handle()]))]
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

/// Inputs: the images x, and values of the same shape, of which those at the places of x's maxima are taken.
#[derive(Debug)]
struct MaxPool2dPick(Pool);

impl Op for MaxPool2dPick {
    fn name(&self) -> &'static str {
        "max_pool2d_pick"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.0.shape(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, from] = [inputs[0], inputs[1]];
        max_pick(&self.0.sizes(x.shape), x.f32(), from.f32(), output.f32());
    }

    // The transpose of the transpose
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![None, Some(apply(MaxPool2dGradient(self.0), &[call.handle(0), gradient.handle()]))]
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

impl Tensor<f32> {
    /// The largest value of each window of images `[batch, height, width, channels]`:
    /// `[batch, rows, columns, channels]`. `size` is a window's, `strides` are the cells from one to the next, both down
    /// and to the right. Padding never wins. Of equal maxima, the first (row by row) gets the gradient.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2, 4, 1]);
    /// let y = x.max_pool2d([2, 2], [2, 2], Padding::Valid);
    /// assert_eq!(y.shape().to_string(), "[?, 1, 2, 1]");
    /// let image = ndarray::Array4::from_shape_vec((1, 2, 4, 1), vec![1.0, 2.0, 5.0, 6.0, 3.0, 4.0, 7.0, 0.0]).unwrap();
    /// let y = Session::new(&graph).run(&y, feed![x => image])?;
    /// assert_eq!(y.as_slice().unwrap(), [4.0, 7.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the input has not 4 axes, a size or stride is 0, or no window fits without padding.
    #[track_caller]
    pub fn max_pool2d(&self, size: [usize; 2], strides: [usize; 2], padding: Padding) -> Tensor<f32> {
        self.apply(MaxPool2d(Pool { size, strides, padding }))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::ops::window::testing::{POOLS, images, padding, two};
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("max_pool2d", |case| {
            case.f32(0).max_pool2d(two(case, "pool_size"), two(case, "strides"), padding(case))
        });
    }

    #[test]
    fn gradients_of_first_and_second_order_equal_the_difference_quotient() {
        for (sizes, size, strides, padding) in POOLS {
            let graph = Graph::new();
            let x = graph.placeholder::<f32>("x", shape![?, sizes[1], sizes[2], sizes[3]]);
            let y = x.max_pool2d(size, strides, padding);
            let x_value = images(sizes);
            assert_gradients(&y, &[&x], feed![x => x_value]);
            // The gradient of the gradient of y² alone sees the maxima's places and values; a third order all three ops.
            let slope = gradients(&y.square(), &[&x]).remove(0);
            assert_gradients(&slope, &[&x], feed![x => x_value]);
            let curvature = gradients(&slope.square(), &[&x]).remove(0);
            assert_gradients(&curvature, &[&x], feed![x => x_value]);
        }
    }

    #[test]
    #[should_panic(
        expected = "max_pool2d: needs images [batch, height, width, channels], found [?, 784]\n  x: f32 [?, 784]"
    )]
    fn images_have_four_axes() {
        let x = Graph::new().placeholder::<f32>("x", shape![?, 784]);
        x.max_pool2d([2, 2], [2, 2], Padding::Same);
    }

    #[test]
    #[should_panic(
        expected = "max_pool2d: a window of width 3 does not fit into an input of width 2 without padding\n  \
                    x: f32 [?, 9, 2, 1]"
    )]
    fn a_window_that_does_not_fit_is_named() {
        let x = Graph::new().placeholder::<f32>("x", shape![?, 9, 2, 1]);
        x.max_pool2d([3, 3], [1, 1], Padding::Valid);
    }

    #[test]
    #[should_panic(expected = "max_pool2d: window height 2 and stride 0: both must be at least 1")]
    fn a_stride_of_zero_is_refused() {
        let x = Graph::new().placeholder::<f32>("x", shape![?, 9, 9, 1]);
        x.max_pool2d([2, 2], [0, 2], Padding::Same);
    }
}
