//! Channels: their weights in gray, their order.

use std::path::Path;

use ndarray::s;
use shared::Result;
use shared::image::{Gray2Rgb, Rgb2Bgr, cvt_color};
use shared::plot::{Area, Diagram, Look, Stroke, TextLook, palette};

const WEIGHTS: [f32; 3] = [0.299, 0.587, 0.114];
/// The pixel of which the lesson's program prints the brightness.
const PIXEL: [u8; 3] = [192, 152, 126];

/// A pixel, its three values weighed, and its brightness.
pub fn gray_weights(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1150, 200);
    let text = TextLook::sized(32.0);
    d.rect(Area::new(10.0, 10.0, 180.0, 180.0), Look::default().fill(PIXEL));
    let mut sum = 0.0;
    let fills = [palette::VERMILION, palette::GREEN, palette::BLUE];
    for (i, (fill, y)) in fills.into_iter().zip([42.0, 100.0, 158.0]).enumerate() {
        let product = WEIGHTS[i] * f32::from(PIXEL[i]);
        sum += product;
        d.rect(Area::around((230.0, y), 32.0, 32.0), Look::default().fill(fill));
        d.text((262.0, y), &format!("{} × {} = {product:.2}", PIXEL[i], WEIGHTS[i]), text.start());
    }
    d.brace((630.0, 20.0), (630.0, 180.0), -40.0, Stroke::default());
    let end = d.text((695.0, 100.0), &format!("{sum:.2}"), text.start());
    let value = sum.round() as u8;
    let look = Look::default().fill([value; 3]).text(text);
    let gray = d.box_node(Area::new(960.0, 10.0, 180.0, 180.0), &value.to_string(), look);
    d.arrow((end.right() + 20.0, 100.0), (gray.area.left, 100.0), Stroke::default());
    d.save(path).map(drop)
}

/// The photograph, its channels, and the same channels taken for blue, green, red.
pub fn channels(path: &Path) -> Result<()> {
    let img = super::photograph(88)?;
    let gray = [0, 1, 2].map(|channel| cvt_color(img.slice(s![.., .., channel]), Gray2Rgb));
    let pictures = [img.clone(), gray[0].clone(), gray[1].clone(), gray[2].clone(), cvt_color(img.view(), Rgb2Bgr)];
    let captions = ["RGB", "0: red", "1: green", "2: blue", "taken for BGR"];
    let mut d = Diagram::new(1600, 340);
    let mut areas = Vec::new();
    for (i, (picture, caption)) in pictures.iter().zip(captions).enumerate() {
        // Wider gaps, with arrows, at both ends of the three channels.
        let gap = [0.0, 76.0, 92.0, 108.0, 184.0][i];
        let area = d.image_rgb((46.0 + 264.0 * i as f32 + gap, 20.0), picture.view(), 3);
        d.text((area.center().0, 312.0), caption, TextLook::sized(32.0));
        areas.push(area);
    }
    for (from, to) in [(0, 1), (3, 4)] {
        let (start, end) = (areas[from].right_middle(), areas[to].left_middle());
        d.arrow((start.0 + 8.0, start.1), (end.0 - 8.0, end.1), Stroke::default());
    }
    d.save(path).map(drop)
}
