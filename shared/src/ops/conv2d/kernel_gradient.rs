//! The gradient of a convolution with respect to its kernel: for each entry, the sum over all windows of the value under
//! it times the gradient there.

use super::{Conv2d, conv2d, input_gradient};
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: the convolution's input, the gradient `[batch, rows, columns, out]`, and the kernel, of which only the shape is
/// taken: that of the output.
#[derive(Debug)]
pub(crate) struct Conv2dKernelGradient(pub Conv2d);

impl Op for Conv2dKernelGradient {
    fn name(&self) -> &'static str {
        "conv2d_kernel_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[2].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, gradient] = [inputs[0], inputs[1]];
        let sizes = self.0.sizes(x.shape, output.shape);
        kernels::conv2d::kernel_gradient(&sizes, x.f32(), gradient.f32(), output.f32());
    }

    // y = ∂T/∂k (x, g)  =>  dL/dx = input gradient of (g, dL/dy),  dL/dg = conv(x, dL/dy)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (x, g) = (call.input(0), call.input(1));
        let of_x = input_gradient(self.0, &g, gradient, &x);
        let of_g = conv2d(self.0, &x, gradient);
        vec![Some(of_x), Some(of_g), None]
    }

    fn reads(&self, input: usize) -> bool {
        input != 2
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

/// The gradient with respect to a kernel of the shape of `like`.
#[track_caller]
pub(super) fn kernel_gradient(
    conv: Conv2d,
    x: &Tensor<f32>,
    gradient: &Tensor<f32>,
    like: &Tensor<f32>,
) -> Tensor<f32> {
    apply(Conv2dKernelGradient(conv), &[x.handle(), gradient.handle(), like.handle()])
}
