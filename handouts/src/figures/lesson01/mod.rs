//! The figures of lesson 1.

use std::path::Path;

use ndarray::Array3;
use shared::image::{Interpolation, imread, resize};
use shared::prelude::*;

mod colours;
mod indices;
mod layout;
mod values;

/// Draws the figures of lesson 1 into this folder.
///
/// # Errors
/// If the photograph cannot be read, or a figure not be written.
pub fn draw(folder: &Path) -> Result<()> {
    indices::image_array(&folder.join("image_array.png"))?;
    indices::coordinates(&folder.join("coordinates.png"))?;
    indices::slicing(&folder.join("slicing.png"))?;
    colours::gray_weights(&folder.join("gray_weights.png"))?;
    colours::channels(&folder.join("channels.png"))?;
    values::interpolation(&folder.join("interpolation.png"))?;
    layout::fragments_index(&folder.join("fragments_index.png"))?;
    layout::reshape(&folder.join("reshape.png"))?;
    values::histogram(&folder.join("histogram.png"))
}

/// The photograph of the lesson, `[side, side, 3]`: with 200 as the lesson has it, or smaller.
fn photograph(side: usize) -> Result<Array3<u8>> {
    let img = imread(Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/pictures/cat_1.jpg"))?;
    let method = if side < 200 { Interpolation::Area } else { Interpolation::Cubic };
    Ok(resize(img.view(), [side, side], method))
}
