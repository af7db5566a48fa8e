//! Two epochs of batches over a line of indices.

use std::path::Path;

use lesson02_batching::batches::index_batches;
use shared::plot::{Area, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

const COUNT: usize = 12;
const BATCH_SIZE: usize = 5;
const CELL: f32 = 80.0;

/// Twelve indices in batches of five, as the lesson's iterator gives them.
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(1200, 340);
    let per_epoch = COUNT.div_ceil(BATCH_SIZE);
    let colors = [palette::LIGHT_BLUE, palette::LIGHT_ORANGE, palette::LIGHT_GREEN];
    let mut left = 0.0;
    for (step, batch) in index_batches(COUNT, BATCH_SIZE, 1).take(2 * per_epoch).enumerate() {
        let (epoch, number) = (step / per_epoch, step % per_epoch);
        let top = 14.0 + 170.0 * epoch as f32;
        if number == 0 {
            left = 200.0;
            sheet.text((10.0, top + 32.0), &format!("epoch {}", epoch + 1), TextLook::sized(34.0).start());
        }
        let start = left;
        for index in batch {
            let cell = Area::new(left, top, CELL, 64.0);
            let look = Look::filled(colors[number]).stroke(Stroke::new(2.0, palette::GRAY)).text_size(32.0);
            sheet.box_node(cell, &index.to_string(), look);
            left += CELL;
        }
        let stroke = Stroke::new(3.0, palette::INK);
        let (x, y) = sheet.brace((start + 4.0, top + 72.0), (left - 4.0, top + 72.0), 24.0, stroke);
        sheet.text((x, y + 26.0), &format!("batch {}", step + 1), TextLook::sized(32.0));
    }
    sheet.save(path).map(drop)
}
