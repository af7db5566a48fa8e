//! A picture from its zero-centred vector, in three ways.

use std::path::Path;

use lesson02_batching::restore::stretched;
use ndarray::Array3;
use shared::image::zero_center;
use shared::plot::{Diagram, TextLook, palette};
use shared::prelude::*;

use super::pictures::picture;

const SIDE: usize = 60;

/// The original, the plain cast, the range stretched, and the values restored by mean and deviation.
pub(super) fn draw(path: &Path) -> Result<()> {
    let bright = picture("dog/fluent_dog-face", SIDE, palette::LIGHT_GREEN, false)?;
    // Dull, so that stretching is seen to change it.
    let original = bright.mapv(|value| (60.0 + 0.5 * f32::from(value)) as u8);
    let values = original.mapv(f32::from);
    let (mean, deviation) = (values.mean().unwrap_or_default(), values.std(0.0));
    let vector = zero_center(values.view()).flatten().to_owned();

    let as_picture = |bytes: ndarray::Array1<u8>| -> Array3<u8> {
        bytes.into_shape_with_order((SIDE, SIDE, 3)).expect("height * width * 3 numbers")
    };
    let rows = vector.view().insert_axis(ndarray::Axis(0));
    let pictures = [
        ("original", original),
        ("cast to u8", as_picture(vector.mapv(|value| value as u8))),
        ("stretched", as_picture(stretched(rows).row(0).to_owned())),
        ("z · s + m", as_picture(vector.mapv(|value| (value * deviation + mean).round() as u8))),
    ];
    let mut sheet = Diagram::new(960, 236);
    for (place, (caption, pixels)) in pictures.into_iter().enumerate() {
        let area = sheet.image_rgb((30.0 + 240.0 * place as f32, 6.0), pixels.view(), 3);
        sheet.text((area.center().0, area.bottom() + 26.0), caption, TextLook::sized(32.0));
    }
    sheet.save(path).map(drop)
}
