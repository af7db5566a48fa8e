//! The kernels of a convolution as small images.

use std::path::{Path, PathBuf};

use ndarray::{ArrayView4, Axis};

use super::color_map::ColorMap;
use super::image_grid::ImageGrid;
use crate::Result;

/// Draws what every filter of a convolution looks for in one input channel: `kernel` is `[height, width, in, out]`.
///
/// Negative weights are blue, zero is white, positive weights are red. All filters of the whole kernel, drawn or not,
/// share one scale, so that pictures of different input channels can be compared.
///
/// # Errors
/// When the file cannot be written, or its name does not end in `.png`.
///
/// # Panics
/// When the kernel has no such input channel, or no height or width.
#[track_caller]
pub fn conv_filters(
    kernel: ArrayView4<'_, f32>,
    input_channel: usize,
    path: impl AsRef<Path>,
    title: &str,
) -> Result<PathBuf> {
    conv_filter_grid(kernel, input_channel, title).save(path)
}

/// The picture of [`conv_filters`], to be saved or used otherwise.
///
/// # Panics
/// As [`conv_filters`].
#[track_caller]
pub fn conv_filter_grid<'a>(kernel: ArrayView4<'a, f32>, input_channel: usize, title: &str) -> ImageGrid<'a> {
    let (channels, shape) = (kernel.dim().2, kernel.shape());
    assert!(
        input_channel < channels,
        "conv_filters: expected an input channel below {channels} of the kernel {shape:?}, found {input_channel}"
    );
    let largest = kernel.iter().copied().filter(|weight| weight.is_finite()).map(f32::abs).fold(0.0, f32::max);
    let limit = if largest > 0.0 { largest } else { 1.0 };
    let one_channel = kernel.index_axis_move(Axis(2), input_channel); // [height, width, out]
    let filters = one_channel.permuted_axes([2, 0, 1]);
    let numbers: Vec<String> = (0..filters.dim().0).map(|filter| filter.to_string()).collect();
    ImageGrid::new(filters)
        .title(title)
        .captions(&numbers)
        .colors(ColorMap::Seismic)
        .range(-limit, limit)
        .color_bar("weight")
}
