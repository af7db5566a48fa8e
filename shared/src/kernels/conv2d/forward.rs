use super::how::{How, Method};
use super::images::{Source, Target, for_each_images};
use super::pad::Placement;
use super::{Activation, ConvShape, winograd};
use crate::kernels::pool2d::PoolShape;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;
use crate::kernels::tile::{Panels, Windows, convolve};

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
    forward_as(How::forward(shape), shape, (x, kernel, bias), activation, Target::Images(out));
}

/// `out = max pooling of activation(convolution of x with kernel + bias)`, with the bits of [`forward`] and
/// [`max_forward`](crate::kernels::pool2d::max_forward) one after the other. The images between them are never written to memory.
///
/// As [`forward`], but `out` `[batch, pooled height, pooled width, out]`.
///
/// ```
/// use shared::kernels::conv2d::{Activation, ConvShape, Padding, forward_and_max_pool};
/// use shared::kernels::pool2d::PoolShape;
///
/// let shape = ConvShape::new([1, 1, 4, 1], [1, 1, 1, 1], [1, 1], Padding::Valid).unwrap();
/// let pool = PoolShape::new([1, 1, 4, 1], [1, 2], [1, 2], Padding::Valid).unwrap();
/// let mut out = [0.0; 2];
/// forward_and_max_pool((&shape, &pool), &[1.0, 4.0, 9.0, 7.0], &[-1.0], Some(&[5.0]), Activation::Relu, &mut out);
/// assert_eq!(out, [4.0, 0.0]);
/// ```
///
/// # Panics
/// If the pooling is not one of the convolution's output, or a slice has another length than the shapes say.
pub fn forward_and_max_pool(
    (shape, pool): (&ConvShape, &PoolShape),
    x: &[f32],
    kernel: &[f32],
    bias: Option<&[f32]>,
    activation: Activation,
    out: &mut [f32],
) {
    let target = Target::Pooled { pool, values: out, places: &mut [] };
    forward_as(How::forward(shape), shape, (x, kernel, bias), activation, target);
}

/// [`forward_and_max_pool`] that also keeps the places of the maxima, for [`PooledGradient`](crate::kernels::pool2d::PooledGradient).
///
/// `values` and `places` `[batch, pooled height, pooled width, out]`.
///
/// # Panics
/// If the pooling is not one of the convolution's output, or a slice has another length than the shapes say.
pub fn forward_and_max_pool_with_places(
    (shape, pool): (&ConvShape, &PoolShape),
    (x, kernel, bias): (&[f32], &[f32], Option<&[f32]>),
    activation: Activation,
    values: &mut [f32],
    places: &mut [f32],
) {
    assert_eq!(places.len(), values.len(), "a place for each value");
    let target = Target::Pooled { pool, values, places };
    forward_as(How::forward(shape), shape, (x, kernel, bias), activation, target);
}

pub(super) fn forward_as(
    How { level, method }: How,
    shape: &ConvShape,
    (x, kernel, bias): (&[f32], &[f32], Option<&[f32]>),
    activation: Activation,
    target: Target<'_>,
) {
    shape.check(x.len(), kernel.len(), shape.output().iter().product());
    assert!(bias.is_none_or(|bias| bias.len() == shape.out_channels), "one bias per output channel");
    if !target.check(shape.output()) {
        return;
    }
    match method {
        Method::Direct => direct(level, shape, (x, kernel, bias), activation, target),
        Method::Winograd => {
            winograd::forward(level, shape, (Source::Images(x), kernel, bias), activation, target);
        }
    }
}

fn direct(
    level: Level,
    shape: &ConvShape,
    (x, kernel, bias): (&[f32], &[f32], Option<&[f32]>),
    activation: Activation,
    target: Target<'_>,
) {
    let panels = Panels::new(kernel, shape.out_channels, bias, level);
    let windows = shape.windows();
    let placement = shape.placement();
    for_each_images(level, shape, 1, target, |n, out| {
        let image = &x[n * shape.in_image()..(n + 1) * shape.in_image()];
        if placement.is_identity() {
            convolve(level, image, &windows, (&panels, activation), out);
        } else {
            let mut padded = Scratch::take(placement.padded_len());
            placement.copy(image, &mut padded);
            convolve(level, &padded, &windows, (&panels, activation), out);
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
