//! Two pictures of the recorded run beside each other: the filters of the first convolution, and what they make of a 7.

use std::path::Path;

use ndarray::Array3;
use shared::plot::Diagram;
use shared::prelude::*;

const GAP: f32 = 40.0;

pub(super) fn draw(folder: &Path) -> Result<()> {
    let filters = read(&folder.join("layer_conv1_weights_channel_0.png"))?;
    let output = read(&folder.join("layer_conv1_output_image_0.png"))?;
    let width = filters.dim().1 + output.dim().1 + GAP as usize;
    let mut d = Diagram::new(width, filters.dim().0.max(output.dim().0));
    let left = d.image_rgb((0.0, 0.0), filters.view(), 1);
    d.image_rgb((left.right() + GAP, 0.0), output.view(), 1);
    d.save(folder.join("inside.png")).map(drop)
}

/// `[height, width, 3]`.
fn read(path: &Path) -> Result<Array3<u8>> {
    shared::image::imread(path)
}
