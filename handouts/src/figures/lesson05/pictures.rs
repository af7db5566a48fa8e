//! Pictures that are files already, beside each other.

use std::path::Path;

use shared::image::imread;
use shared::plot::Diagram;
use shared::prelude::*;

/// Pixels between two pictures.
const GAP: f32 = 40.0;

/// Draws two PNG files of `folder` into a third, at the same height of their middles.
pub(super) fn beside(folder: &Path, [left, right]: [&str; 2], name: &str) -> Result<()> {
    let (left, right) = (imread(folder.join(left))?, imread(folder.join(right))?);
    let height = left.dim().0.max(right.dim().0);
    let mut d = Diagram::new(left.dim().1 + right.dim().1 + GAP as usize, height);
    let top = |rows: usize| ((height - rows) / 2) as f32;
    let area = d.image_rgb((0.0, top(left.dim().0)), left.view(), 1);
    d.image_rgb((area.right() + GAP, top(right.dim().0)), right.view(), 1);
    d.save(folder.join(name)).map(drop)
}
