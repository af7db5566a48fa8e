//! Softmax regression as a product of matrices, with shapes.

use std::path::Path;

use shared::plot::{Area, Color, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

/// X W + b for a batch of 100, then softmax; one image, one class and their number are marked.
pub fn matrix_product(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1600, 520);
    let y = 230.0;
    let x = matrix(&mut sheet, Area::around((270.0, y), 460.0, 200.0), "X\n[100, 784]", palette::LIGHT_BLUE);
    let w = matrix(&mut sheet, Area::around((690.0, y), 90.0, 330.0), "W\n[784, 10]", palette::LIGHT_ORANGE);
    let b = matrix(&mut sheet, Area::around((900.0, y), 90.0, 26.0), "b\n[10]", palette::LIGHT_ORANGE);
    let z = matrix(&mut sheet, Area::around((1110.0, y), 90.0, 200.0), "Z\n[100, 10]", palette::LIGHT_GREEN);
    let p = matrix(&mut sheet, Area::around((1465.0, y), 90.0, 200.0), "P\n[100, 10]", palette::LIGHT_GREEN);

    let sign = TextLook::sized(56.0).bold();
    for (at, text) in [(570.0, "×"), (795.0, "+"), (1005.0, "=")] {
        sheet.text((at, y), text, sign);
    }
    sheet.arrow((1180.0, y), (1395.0, y), Stroke::default());
    sheet.text((1285.0, y - 35.0), "softmax", TextLook::sized(36.0));
    sheet.text((1285.0, y + 35.0), "of each row", TextLook::sized(32.0));

    let (image, class) = (palette::BLUE, palette::VERMILION);
    let row = y - 40.0;
    sheet.rect(Area::new(x.left, row - 9.0, x.width, 18.0), Look::filled(image));
    sheet.text((x.left, x.top - 40.0), "a row: one image", TextLook::sized(34.0).color(image).start());
    let column = |area: Area| area.left + 40.0;
    sheet.rect(Area::new(column(w) - 5.0, w.top, 10.0, w.height), Look::filled(class));
    sheet.text((w.center().0, w.top - 32.0), "a column: one class", TextLook::sized(34.0).color(class));
    sheet.rect(Area::new(column(b) - 5.0, b.top, 10.0, b.height), Look::filled(class));
    for area in [z, p] {
        sheet.rect(Area::new(area.left, row - 9.0, area.width, 18.0), Look::filled(palette::SKY));
        sheet.circle((column(area), row), 12.0, Look::filled(palette::INK));
    }
    sheet.text((z.center().0, z.top - 40.0), "logits", TextLook::sized(34.0));
    sheet.text((p.center().0, p.top - 40.0), "probabilities", TextLook::sized(34.0));
    sheet.save(path).map(drop)
}

/// A matrix with its name and shape below.
fn matrix(sheet: &mut Diagram, area: Area, text: &str, fill: Color) -> Area {
    sheet.rect(area, Look::default().fill(fill).stroke(Stroke::new(3.0, palette::INK)));
    sheet.text((area.center().0, 460.0), text, TextLook::sized(36.0));
    area
}
