//! Average pooling: the mean of each window, channel by channel, padding not counted. Keras: `AveragePooling2D`. Lesson 5.

use super::window::Pool;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::pool2d::{average_forward, average_gradient};
use crate::kernels::window::Padding;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Input: images `[batch, height, width, channels]`.
#[derive(Debug)]
struct AveragePool2d(Pool);

impl Op for AveragePool2d {
    fn name(&self) -> &'static str {
        "average_pool2d"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.0.shape(inputs[0])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        average_forward(&self.0.sizes(inputs[0].shape), inputs[0].f32(), output.f32());
    }

    // y = Σ x / n over the n real cells of a window  =>  dL/dx = dL/dy / n, summed over the windows that a cell is in
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(AveragePool2dGradient(self.0), &[gradient.handle(), call.handle(0)]))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let images = call.images(0);
        call.write_images("AveragePool", vec![images], self.0.onnx());
        Ok(())
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

/// Inputs: a gradient of the pooled shape, and the images, of which only the shape is taken: that of the output.
#[derive(Debug)]
struct AveragePool2dGradient(Pool);

impl Op for AveragePool2dGradient {
    fn name(&self) -> &'static str {
        "average_pool2d_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[1].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        average_gradient(&self.0.sizes(output.shape), inputs[0].f32(), output.f32());
    }

    // The transpose of the pooling, so its own gradient is the pooling
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.apply(AveragePool2d(self.0))), None]
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

impl Tensor<f32> {
    /// The mean of each window of images `[batch, height, width, channels]`: `[batch, rows, columns, channels]`. `size`
    /// is a window's, `strides` are the cells from one to the next, both down and to the right. The mean is that of the
    /// cells within the image.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2, 3, 1]);
    /// let y = x.average_pool2d([2, 2], [2, 2], Padding::Same);
    /// assert_eq!(y.shape().to_string(), "[?, 1, 2, 1]");
    /// let image = ndarray::Array4::from_shape_vec((1, 2, 3, 1), vec![1.0, 2.0, 5.0, 3.0, 6.0, 7.0]).unwrap();
    /// let y = Session::new(&graph).run(&y, feed![x => image])?;
    /// assert_eq!(y.as_slice().unwrap(), [3.0, 6.0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If the input has not 4 axes, a size or stride is 0, or no window fits without padding.
    #[track_caller]
    pub fn average_pool2d(&self, size: [usize; 2], strides: [usize; 2], padding: Padding) -> Tensor<f32> {
        self.apply(AveragePool2d(Pool { size, strides, padding }))
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
        golden::check("average_pool2d", |case| {
            case.f32(0).average_pool2d(two(case, "pool_size"), two(case, "strides"), padding(case))
        });
    }

    #[test]
    fn gradients_of_first_and_second_order_equal_the_difference_quotient() {
        for (sizes, size, strides, padding) in POOLS {
            let graph = Graph::new();
            let x = graph.placeholder::<f32>("x", shape![?, sizes[1], sizes[2], sizes[3]]);
            let y = x.average_pool2d(size, strides, padding);
            let x_value = images(sizes);
            assert_gradients(&y, &[&x], feed![x => x_value]);
            let slope = gradients(&y.square(), &[&x]).remove(0);
            assert_gradients(&slope, &[&x], feed![x => x_value]);
        }
    }

    #[test]
    #[should_panic(
        expected = "average_pool2d: needs images [batch, height, width, channels], found [28, 28]\n  x: f32 [28, 28]"
    )]
    fn images_have_four_axes() {
        let x = Graph::new().placeholder::<f32>("x", [28, 28]);
        x.average_pool2d([2, 2], [2, 2], Padding::Same);
    }

    #[test]
    #[should_panic(
        expected = "average_pool2d: a window of height 10 does not fit into an input of height 9 without padding\n  \
                    x: f32 [?, 9, 9, 1]"
    )]
    fn a_window_that_does_not_fit_is_named() {
        let x = Graph::new().placeholder::<f32>("x", shape![?, 9, 9, 1]);
        x.average_pool2d([10, 2], [1, 1], Padding::Valid);
    }
}
