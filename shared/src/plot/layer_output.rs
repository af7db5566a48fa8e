//! What a convolution makes of one image, channel by channel.

use std::path::{Path, PathBuf};

use ndarray::{ArrayView4, Axis};

use super::image_grid::ImageGrid;
use crate::Result;

/// Draws every channel of a layer's output for one image: `values` is `[1, height, width, channels]`.
///
/// Low values are white, high ones black, on one scale for all channels; after a relu white means 0.
///
/// # Errors
/// When the file cannot be written, or its name does not end in `.png`.
///
/// # Panics
/// When the first axis is not 1, or height or width is 0.
#[track_caller]
pub fn layer_output(values: ArrayView4<'_, f32>, path: impl AsRef<Path>, title: &str) -> Result<PathBuf> {
    let shape = values.shape();
    assert!(
        shape.first() == Some(&1),
        "layer_output: expected values of one image [1, height, width, channels], found {shape:?}"
    );
    let one_image = values.index_axis(Axis(0), 0); // [height, width, channels]
    let channels = one_image.permuted_axes([2, 0, 1]);
    let numbers: Vec<String> = (0..channels.dim().0).map(|channel| channel.to_string()).collect();
    ImageGrid::new(channels).title(title).captions(&numbers).color_bar("output").save(path)
}
