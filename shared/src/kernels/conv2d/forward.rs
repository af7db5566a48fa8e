use super::how::{How, Method};
use super::pad::Placement;
use super::{Activation, ConvShape, winograd};
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;
use crate::kernels::tile::{Finish, Panels, Windows, convolve};

/// `out = activation(convolution of x with kernel + bias)`.
///
/// `x` `[batch, in height, in width, in]`, `kernel` `[height, width, in, out]`, `bias` `[out]`,
/// `out` `[batch, out height, out width, out]`.
///
/// ```
/// use shared::kernels::conv2d::{Activation, ConvShape, Padding, forward};
///
/// // A 1 x 2 kernel that takes differences, on one image of one row.
/// let shape = ConvShape::new([1, 1, 4, 1], [1, 2, 1, 1], [1, 1], Padding::Valid).unwrap();
/// let mut out = [0.0; 3];
/// forward(&shape, &[1.0, 4.0, 9.0, 7.0], &[-1.0, 1.0], Some(&[0.5]), Activation::Relu, &mut out);
/// assert_eq!(out, [3.5, 5.5, 0.0]);
/// ```
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn forward(
    shape: &ConvShape,
    x: &[f32],
    kernel: &[f32],
    bias: Option<&[f32]>,
    activation: Activation,
    out: &mut [f32],
) {
    forward_as(How::forward(shape), shape, (x, kernel, bias), activation, out);
}

pub(super) fn forward_as(
    How { level, method }: How,
    shape: &ConvShape,
    (x, kernel, bias): (&[f32], &[f32], Option<&[f32]>),
    activation: Activation,
    out: &mut [f32],
) {
    shape.check(x.len(), kernel.len(), out.len());
    assert!(bias.is_none_or(|bias| bias.len() == shape.out_channels), "one bias per output channel");
    if out.is_empty() {
        return;
    }
    match method {
        Method::Direct => direct(level, shape, (x, kernel, bias), activation, out),
        Method::Winograd => winograd::forward(level, shape, (x, kernel, bias), activation, out),
    }
}

fn direct(
    level: Level,
    shape: &ConvShape,
    (x, kernel, bias): (&[f32], &[f32], Option<&[f32]>),
    activation: Activation,
    out: &mut [f32],
) {
    let panels = Panels::new(kernel, shape.out_channels, bias, level);
    let windows = shape.windows();
    let placement = shape.placement();
    for_each_chunk(out, shape.out_image(), |n, out| {
        let image = &x[n * shape.in_image()..(n + 1) * shape.in_image()];
        if placement.is_identity() {
            convolve(level, image, &windows, (&panels, Finish::Store(activation)), out);
        } else {
            let mut padded = Scratch::take(placement.padded_len());
            placement.copy(image, &mut padded);
            convolve(level, &padded, &windows, (&panels, Finish::Store(activation)), out);
        }
    });
}

impl ConvShape {
    /// The input image, with the padding that the windows reach into.
    pub(super) fn placement(&self) -> Placement {
        Placement {
            height: self.in_height,
            width: self.in_width,
            channels: self.in_channels,
            top: self.pad_top,
            left: self.pad_left,
            row_spacing: 1,
            column_spacing: 1,
            padded_height: (self.out_height - 1) * self.stride_height + self.kernel_height,
            padded_width: (self.out_width - 1) * self.stride_width + self.kernel_width,
        }
    }

    /// The windows on the padded image.
    pub(super) fn windows(&self) -> Windows {
        let image_row = self.placement().padded_width * self.in_channels;
        Windows {
            height: self.out_height,
            width: self.out_width,
            step: self.stride_width * self.in_channels,
            row_step: self.stride_height * image_row,
            rows: self.kernel_height,
            run: self.kernel_width * self.in_channels,
            image_row,
        }
    }
}
