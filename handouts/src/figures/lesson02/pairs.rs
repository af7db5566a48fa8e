//! Pictures and labels shuffled in one order, and in two.

use std::path::Path;

use shared::plot::{Area, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

use super::pictures::faces;

const SIDE: usize = 84;
const ROW: f32 = 124.0;

/// As read, shuffled in one order, and shuffled in two orders: what lost its label has a red border.
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1152, 372);
    let faces = faces(SIDE, palette::LIGHT_GRAY)?;
    let one_order = [3, 0, 4, 2, 1];
    let rows = [
        ("as read", [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]),
        ("one order for both", one_order, one_order),
        ("an order for each", one_order, [1, 4, 0, 2, 3]),
    ];
    for (row, (title, pictures, labels)) in rows.into_iter().enumerate() {
        let middle = ROW * (row as f32 + 0.5);
        sheet.text((10.0, middle), title, TextLook::sized(34.0).start());
        for (place, (picture, label)) in pictures.into_iter().zip(labels).enumerate() {
            let left = 352.0 + 160.0 * place as f32;
            let is_pair = picture == label;
            let color = if is_pair { palette::GRAY } else { palette::VERMILION };
            let frame = Area::new(left, middle - 50.0, 148.0, 100.0);
            let stroke = Stroke::new(if is_pair { 3.0 } else { 6.0 }, color);
            sheet.rect(frame, Look::outlined(stroke).rounded(10.0));
            sheet.image_rgb((left + 8.0, middle - 42.0), faces[picture].view(), 1);
            let number = TextLook::sized(44.0).color(if is_pair { palette::INK } else { color });
            sheet.text((left + 120.0, middle), &label.to_string(), number);
        }
    }
    sheet.save(path).map(drop)
}
