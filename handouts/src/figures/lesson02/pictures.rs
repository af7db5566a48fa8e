//! Small pictures made of the drawings in `data/animals`, as the lesson makes its own.

use std::path::Path;

use ndarray::{Array3, s};
use shared::image::{Interpolation, imread_unchanged, resize};
use shared::plot::Color;
use shared::prelude::*;

/// The classes, in the order of their labels.
pub(super) const CLASSES: [&str; 5] = ["cat", "cow", "dog", "pig", "sheep"];

/// A drawing such as `cat/noto_cat-face` on a background of one colour: `[side, side, 3]`, perhaps turned left to right.
pub(super) fn picture(name: &str, side: usize, background: Color, flipped: bool) -> Result<Array3<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/animals").join(format!("{name}.png"));
    let drawing: Array3<u8> = imread_unchanged(&path)?.into_dimensionality().expect("[height, width, 4]");
    let (height, width, _) = drawing.dim();
    let pixels = Array3::from_shape_fn((height, width, 3), |(y, x, channel)| {
        let opacity = f32::from(drawing[[y, x, 3]]) / 255.0;
        let color = opacity * f32::from(drawing[[y, x, channel]]) + (1.0 - opacity) * f32::from(background[channel]);
        color.round() as u8
    });
    let pixels = if flipped { pixels.slice(s![.., ..;-1, ..]) } else { pixels.view() };
    Ok(resize(pixels, [side, side], Interpolation::Area))
}

/// The face of each class by one hand; of the sheep, which has no face there, the ewe.
pub(super) fn faces(side: usize, background: Color) -> Result<Vec<Array3<u8>>> {
    let name = |class: &str| match class {
        "sheep" => "sheep/fluent_ewe".to_owned(),
        class => format!("{class}/fluent_{class}-face"),
    };
    CLASSES.iter().map(|class| picture(&name(class), side, background, false)).collect()
}
