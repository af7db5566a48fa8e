//! Convolution of images with a kernel (strictly, a correlation: the kernel is not turned).
//!
//! `y[n, i, j, o] = Σ x[n, i·stride + h, j·stride + w, c] · kernel[h, w, c, o]`, summed over the window's rows h, columns w
//! and the input channels c. TensorFlow: `tf.nn.conv2d`; Keras: the heart of `Conv2D`. Lesson 5.
//!
//! Convolution and its two gradients are the three derivatives of one trilinear form,
//! `T(x, k, g) = Σ g · conv(x, k)`: the convolution is `∂T/∂g`, the input gradient `∂T/∂x`, the kernel gradient `∂T/∂k`.
//! Each is linear in both of its inputs, so that the gradients of each are the other two, and gradients of any order exist.

mod input_gradient;
mod kernel_gradient;

use super::window;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::conv2d::{Activation, ConvShape, forward};
use crate::kernels::window::Padding;
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::{Dim, Shape};

use input_gradient::input_gradient;
use kernel_gradient::kernel_gradient;
pub(super) use {input_gradient::Conv2dInputGradient, kernel_gradient::Conv2dKernelGradient};

/// Inputs: x `[batch, height, width, in]`, kernel `[height, width, in, out]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conv2d {
    /// Cells from one window to the next, down and to the right.
    pub strides: [usize; 2],
    pub padding: Padding,
}

impl Conv2d {
    /// All sizes of a convolution, as the kernels take them.
    pub fn sizes(self, x: &[usize], kernel: &[usize]) -> ConvShape {
        ConvShape::new(window::four(x), window::four(kernel), self.strides, self.padding)
            .expect("the shape rule accepted these sizes")
    }

    fn describe(self) -> String {
        format!("strides {:?}, {:?}", self.strides, self.padding)
    }
}

impl Op for Conv2d {
    fn name(&self) -> &'static str {
        "conv2d"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        let [batch, height, width, channels] = window::images(inputs[0])?;
        let [kernel_height, kernel_width, kernel_channels, out_channels] = kernel_axes(inputs[1])?;
        if let (Dim::Known(found), Dim::Known(expected)) = (channels, kernel_channels)
            && found != expected
        {
            return Err(format!("the input has {found} channels, but the kernel is for {expected}"));
        }
        let rows = window::count("height", height, kernel_height.known(), self.strides[0], self.padding)?;
        let columns = window::count("width", width, kernel_width.known(), self.strides[1], self.padding)?;
        Ok(Shape::new(vec![batch, rows, columns, out_channels]))
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, kernel] = [inputs[0], inputs[1]];
        let sizes = self.sizes(x.shape, kernel.shape);
        forward(&sizes, x.f32(), kernel.f32(), None, Activation::None, output.f32());
    }

    // dL/dx and dL/dk are the other two derivatives of T, see above
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (x, kernel) = (call.input(0), call.input(1));
        vec![Some(input_gradient(*self, gradient, &kernel, &x)), Some(kernel_gradient(*self, &x, gradient, &kernel))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let inputs = vec![call.images(0), call.kernel(1)];
        let windows = [Attribute::ints("strides", self.strides), window::onnx_padding(self.padding)];
        call.write_images("Conv", inputs, windows.to_vec());
        Ok(())
    }

    fn details(&self) -> String {
        self.describe()
    }
}

fn kernel_axes(shape: &Shape) -> Result<[Dim; 4], String> {
    let dims = shape.dims().try_into();
    dims.map_err(|_| format!("needs a kernel [height, width, in channels, out channels], found {shape}"))
}

/// The convolution as a node, for this op's method and for the gradients of its gradients.
#[track_caller]
fn conv2d(conv: Conv2d, x: &Tensor<f32>, kernel: &Tensor<f32>) -> Tensor<f32> {
    apply(conv, &[x.handle(), kernel.handle()])
}

impl Tensor<f32> {
    /// The convolution of images `[batch, height, width, in]` with a kernel `[height, width, in, out]`:
    /// `[batch, rows, columns, out]`. `strides` are the cells from one window to the next, down and to the right;
    /// [`Padding`] says how many windows there are.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 28, 28, 1]);
    /// let kernel = graph.variable("kernel", glorot_uniform([5, 5, 1, 16]));
    /// assert_eq!(x.conv2d(&kernel, [1, 1], Padding::Same).shape().to_string(), "[?, 28, 28, 16]");
    /// assert_eq!(x.conv2d(&kernel, [2, 2], Padding::Valid).shape().to_string(), "[?, 12, 12, 16]");
    /// ```
    ///
    /// # Panics
    /// If an input has not 4 axes, the channels differ, a stride is 0, or no window fits without padding.
    #[track_caller]
    pub fn conv2d(&self, kernel: &Tensor<f32>, strides: [usize; 2], padding: Padding) -> Tensor<f32> {
        conv2d(Conv2d { strides, padding }, self, kernel)
    }
}

#[cfg(test)]
mod tests;
