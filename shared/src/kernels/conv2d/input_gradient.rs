use super::how::{How, Method};
use super::images::{Source, Target};
use super::pad::Placement;
use super::{Activation, ConvShape, winograd};
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::pool2d::PooledGradient;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;
use crate::kernels::tile::{Panels, Windows, convolve};

/// The gradient of the input, given that of the output.
///
/// An input cell gets from each output position that saw it the gradient there times the kernel entry through which it
/// was seen. Seen from the cell, that is a convolution of the gradient with the kernel turned by 180 degrees, in and out
/// channels exchanged. With strides, the gradient's cells are first spread apart, zeros between them.
///
/// `gradient` `[batch, out height, out width, out]`, `kernel` `[height, width, in, out]`,
/// `out` `[batch, in height, in width, in]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn input_gradient(shape: &ConvShape, gradient: &[f32], kernel: &[f32], out: &mut [f32]) {
    assert_eq!(gradient.len(), shape.batch * shape.out_image(), "values of an output of shape {:?}", shape.output());
    input_gradient_as(How::input_gradient(shape), shape, Source::Images(gradient), kernel, out);
}

/// [`input_gradient`], given the gradient of the output's max pooling. That of the output is never written to memory.
///
/// # Panics
/// If the pooling is not one of the convolution's output, or a slice has another length than the shapes say.
pub fn input_gradient_of_pooled(shape: &ConvShape, gradient: PooledGradient<'_>, kernel: &[f32], out: &mut [f32]) {
    gradient.check(shape.output());
    input_gradient_as(How::input_gradient(shape), shape, Source::Pooled(gradient), kernel, out);
}

/// The gradient's lengths are checked.
pub(super) fn input_gradient_as(
    How { level, method }: How,
    shape: &ConvShape,
    gradient: Source<'_>,
    kernel: &[f32],
    out: &mut [f32],
) {
    let output: usize = shape.output().iter().product();
    shape.check(out.len(), kernel.len(), output);
    if out.is_empty() {
        return;
    }
    if output == 0 {
        return out.fill(0.0);
    }
    let turned = turned(shape, kernel);
    match method {
        Method::Direct => direct(level, shape, gradient, &turned, out),
        Method::Winograd => {
            let source = (gradient, &*turned, None);
            winograd::forward(level, &shape.turned(), source, Activation::None, Target::Images(out));
        }
    }
}

/// `turned` `[height, width, out, in]`.
fn direct(level: Level, shape: &ConvShape, gradient: Source<'_>, turned: &[f32], out: &mut [f32]) {
    let panels = Panels::new(turned, shape.in_channels, None, level);
    let placement = shape.gradient_placement();
    let image_row = placement.padded_width * shape.out_channels;
    let windows = Windows {
        height: shape.in_height,
        width: shape.in_width,
        step: shape.out_channels,
        row_step: image_row,
        rows: shape.kernel_height,
        run: shape.kernel_width * shape.out_channels,
        image_row,
    };
    for_each_chunk(out, shape.in_image(), |n, out| {
        let mut padded = Scratch::take(placement.padded_len());
        gradient.read(level, n..n + 1, shape.out_image(), |image| placement.copy(image, &mut padded));
        convolve(level, &padded, &windows, (&panels, Activation::None), out);
    });
}

impl ConvShape {
    /// The convolution that the input gradient is, for strides of 1.
    pub(super) fn turned(&self) -> ConvShape {
        ConvShape {
            batch: self.batch,
            in_height: self.out_height,
            in_width: self.out_width,
            in_channels: self.out_channels,
            kernel_height: self.kernel_height,
            kernel_width: self.kernel_width,
            out_channels: self.in_channels,
            stride_height: 1,
            stride_width: 1,
            pad_top: self.kernel_height - 1 - self.pad_top,
            pad_left: self.kernel_width - 1 - self.pad_left,
            out_height: self.in_height,
            out_width: self.in_width,
        }
    }

    /// The output's gradient, such that the window of input cell (y, x) starts at (y, x).
    fn gradient_placement(&self) -> Placement {
        Placement {
            height: self.out_height,
            width: self.out_width,
            channels: self.out_channels,
            top: self.kernel_height - 1 - self.pad_top,
            left: self.kernel_width - 1 - self.pad_left,
            row_spacing: self.stride_height,
            column_spacing: self.stride_width,
            padded_height: self.in_height + self.kernel_height - 1,
            padded_width: self.in_width + self.kernel_width - 1,
        }
    }
}

/// The kernel `[height, width, in, out]` turned by 180 degrees, as `[height, width, out, in]`.
fn turned(shape: &ConvShape, kernel: &[f32]) -> Scratch {
    let mut turned = Scratch::take(kernel.len());
    let (ins, outs) = (shape.in_channels, shape.out_channels);
    for (to, from) in turned.chunks_exact_mut(ins * outs).zip(kernel.chunks_exact(ins * outs).rev()) {
        for (o, row) in to.chunks_exact_mut(ins).enumerate() {
            row.iter_mut().zip(from[o..].iter().step_by(outs)).for_each(|(to, from)| *to = *from);
        }
    }
    turned
}
