//! 500 pictures in two parts, and in three.

use std::path::Path;

use shared::plot::{Area, Color, Diagram, TextLook, palette};
use shared::prelude::*;

/// A part of a bar: its share, its text and its colour.
type Part = (f32, &'static str, Color);

const TWO: [Part; 2] = [(8.0, "training 400", palette::LIGHT_BLUE), (2.0, "test 100", palette::LIGHT_ORANGE)];
const THREE: [Part; 3] = [
    (6.0, "training 300", palette::LIGHT_BLUE),
    (2.0, "valid. 100", palette::LIGHT_GREEN),
    (2.0, "test 100", palette::LIGHT_ORANGE),
];

/// A bar for 8:2 and one for 6:2:2.
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(960, 190);
    for (title, parts, top) in [("8 : 2", &TWO[..], 10.0), ("6 : 2 : 2", &THREE[..], 102.0)] {
        let area = Area::new(170.0, top, 780.0, 76.0);
        sheet.text((10.0, area.center().1), title, TextLook::sized(34.0).start());
        sheet.bar(area, parts, TextLook::sized(30.0));
    }
    sheet.save(path).map(drop)
}
