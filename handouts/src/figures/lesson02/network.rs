//! The layers 10800-1024-512-5.

use std::path::Path;

use shared::plot::{Area, Diagram, Look, Point, Stroke, TextLook, palette};
use shared::prelude::*;

use super::pictures::{CLASSES, picture};

const MIDDLE: f32 = 150.0;

/// From a picture to five numbers; below each arrow, how many numbers are learned there.
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1260, 304);
    let cat = picture("cat/fluent_cat-face", 60, palette::LIGHT_GRAY, false)?;
    let image = sheet.image_rgb((30.0, MIDDLE - 60.0), cat.view(), 2);
    sheet.text((image.center().0, image.bottom() + 28.0), "60 × 60 × 3", TextLook::sized(28.0));

    let layers = [(262.0, 276.0, "10800", ""), (532.0, 220.0, "1024", "relu"), (812.0, 180.0, "512", "relu")];
    let mut boxes = Vec::new();
    for (x, height, nodes, activation) in layers {
        boxes.push(column(&mut sheet, (x, MIDDLE), height, nodes, activation));
    }
    boxes.push(column(&mut sheet, (1062.0, MIDDLE), 150.0, "5", ""));
    sheet.arrow((image.right() + 8.0, MIDDLE), (boxes[0].left - 8.0, MIDDLE), Stroke::default());
    let learned = [("W_{1}, b_{1}", "11 060 224"), ("W_{2}, b_{2}", "524 800"), ("W_{3}, b_{3}", "2565")];
    for (pair, (names, numbers)) in boxes.windows(2).zip(learned) {
        let (from, to) = ((pair[0].right() + 8.0, MIDDLE), (pair[1].left - 8.0, MIDDLE));
        sheet.arrow(from, to, Stroke::default());
        let x = (from.0 + to.0) / 2.0;
        sheet.text((x, MIDDLE - 32.0), names, TextLook::sized(30.0).color(palette::BLUE));
        sheet.text((x, MIDDLE + 32.0), numbers, TextLook::sized(26.0).color(palette::BLUE));
    }
    for (class, name) in CLASSES.into_iter().enumerate() {
        let y = MIDDLE + 34.0 * (class as f32 - 2.0);
        sheet.text((1130.0, y), name, TextLook::sized(30.0).start());
    }
    sheet.text((1062.0, MIDDLE + 103.0), "logits", TextLook::sized(30.0));
    sheet.save(path).map(drop)
}

/// A layer as an upright box with its number of nodes, and its activation below.
fn column(sheet: &mut Diagram, centre: Point, height: f32, nodes: &str, activation: &str) -> Area {
    let area = Area::around(centre, 72.0, height);
    let look = Look::filled(palette::LIGHT_BLUE).stroke(Stroke::new(3.0, palette::INK)).rounded(8.0);
    sheet.rect(area, look);
    sheet.text(centre, nodes, TextLook::sized(34.0).turned(-90.0));
    sheet.text((centre.0, area.bottom() + 28.0), activation, TextLook::sized(30.0));
    area
}
