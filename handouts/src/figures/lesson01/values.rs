//! What becomes of values: between pixels, and on a new scale.

use std::path::Path;

use ndarray::Array2;
use shared::Result;
use shared::image::{Interpolation, resize};
use shared::plot::{Area, Curves, Diagram, Look, Stroke, TextLook, palette};

/// A line of six pixels, stretched to 600, by three methods.
pub fn interpolation(path: &Path) -> Result<()> {
    let pixels = [40u8, 40, 200, 200, 90, 60];
    let line = Array2::from_shape_fn((1, pixels.len()), |(_, x)| pixels[x]);
    let old: Vec<_> = (0u8..).zip(pixels).map(|(x, value)| (f64::from(x), value)).collect();
    let curve = |method| -> Vec<(f64, u8)> {
        let wide = resize(line.view(), [1, 600], method);
        wide.iter().enumerate().map(|(d, &value)| ((d as f64 + 0.5) / 100.0 - 0.5, value)).collect()
    };
    Curves::new("")
        .x_label("place, in pixels of the old picture")
        .y_label("value")
        .curve("Nearest", &curve(Interpolation::Nearest))
        .curve("Linear", &curve(Interpolation::Linear))
        .curve("Cubic", &curve(Interpolation::Cubic))
        .marks("", &old)
        .y_range(0.0, 255.0)
        .size(760, 270)
        .text_size(32.0)
        .save(path)
        .map(drop)
}

const LEFT: f32 = 30.0;
const WIDTH: f32 = 940.0;
const TOP: f32 = 112.0;
const BOTTOM: f32 = 270.0;

/// The place of a value from 0 to 255 across the sheet.
fn across(value: f64) -> f32 {
    LEFT + WIDTH * value as f32 / 256.0
}

/// How many of the photograph's values are 0 to 3, 4 to 7, ..., with the old scale above and the zero-centred one below.
pub fn histogram(path: &Path) -> Result<()> {
    let img = super::photograph(200)?;
    let mut counts = [0u32; 64];
    img.iter().for_each(|&value| counts[usize::from(value / 4)] += 1);
    let values = img.mapv(f64::from);
    let (mean, deviation) = (values.mean().expect("a picture has pixels"), values.std(0.0));

    let mut d = Diagram::new(1000, 376);
    let highest = *counts.iter().max().expect("64 bins") as f32;
    for (bin, &count) in counts.iter().enumerate() {
        let height = (BOTTOM - TOP - 20.0) * count as f32 / highest;
        let (left, right) = (across(4.0 * bin as f64), across(4.0 * bin as f64 + 4.0));
        d.rect(Area::new(left + 1.0, BOTTOM - height, right - left - 2.0, height), Look::filled(palette::SKY));
    }
    let middle = across(mean);
    d.line((middle, TOP), (middle, BOTTOM), Stroke::new(4.0, palette::VERMILION).dashed());
    let upper: Vec<_> = (0..=5).map(|k| (50.0 * f64::from(k), (50 * k).to_string())).collect();
    scale(&mut d, TOP, &upper, "value of the picture: 0 to 255");
    let lower: Vec<_> = (-2..=3).map(|z| (mean + f64::from(z) * deviation, z.to_string())).collect();
    scale(&mut d, BOTTOM, &lower, "zero-centred: standard deviations from the mean");
    d.save(path).map(drop)
}

/// An axis at this height, with its ticks and its name outside of the histogram.
fn scale(d: &mut Diagram, y: f32, ticks: &[(f64, String)], name: &str) {
    let outward = if y < 0.5 * (TOP + BOTTOM) { -1.0 } else { 1.0 };
    let (text, ink) = (TextLook::sized(32.0), Stroke::new(4.0, palette::INK));
    d.line((LEFT, y), (LEFT + WIDTH, y), ink);
    for (value, label) in ticks {
        let x = across(*value);
        d.line((x, y), (x, y + 12.0 * outward), ink);
        d.text((x, y + 36.0 * outward), label, text);
    }
    d.text((LEFT + 0.5 * WIDTH, y + 84.0 * outward), name, text);
}
