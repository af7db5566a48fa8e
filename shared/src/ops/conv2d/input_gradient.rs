//! The gradient of a convolution with respect to its input: each product of the forward pass, sent back.
//! TensorFlow: `tf.nn.conv2d_transpose`.

use super::{Conv2d, conv2d, kernel_gradient};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: the gradient `[batch, rows, columns, out]`, the kernel, and the convolution's input, of which only the shape is
/// taken: that of the output.
#[derive(Debug)]
pub(crate) struct Conv2dInputGradient(pub Conv2d);

impl Op for Conv2dInputGradient {
    fn name(&self) -> &'static str {
        "conv2d_input_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[2].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [gradient, kernel] = [inputs[0], inputs[1]];
        let sizes = self.0.sizes(output.shape, kernel.shape);
        kernels::conv2d::input_gradient(&sizes, gradient.f32(), kernel.f32(), output.f32());
    }

    // y = ∂T/∂x (k, g)  =>  dL/dg = conv(dL/dy, k),  dL/dk = kernel gradient of (dL/dy, g)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (g, kernel) = (call.input(0), call.input(1));
        let of_g = conv2d(self.0, gradient, &kernel);
        let of_kernel = kernel_gradient(self.0, gradient, &g, &kernel);
        vec![Some(of_g), Some(of_kernel), None]
    }

    fn reads(&self, input: usize) -> bool {
        input != 2
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

/// The gradient with respect to an input of the shape of `like`.
#[track_caller]
pub(super) fn input_gradient(
    conv: Conv2d,
    gradient: &Tensor<f32>,
    kernel: &Tensor<f32>,
    like: &Tensor<f32>,
) -> Tensor<f32> {
    apply(Conv2dInputGradient(conv), &[gradient.handle(), kernel.handle(), like.handle()])
}
