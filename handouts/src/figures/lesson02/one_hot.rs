//! Labels, and the rows with a single one that stand for them.

use std::path::Path;

use shared::data::one_hot;
use shared::plot::{CellGrid, Diagram, Stroke, TextLook, palette};
use shared::prelude::*;

use super::pictures::{CLASSES, faces};

const LABELS: [i32; 4] = [3, 0, 4, 1];
const TOP: f32 = 60.0;
const CELL: (f32, f32) = (92.0, 60.0);

/// Four pictures, their labels, and the matrix of these.
pub(super) fn draw(path: &Path) -> Result<()> {
    let mut sheet = Diagram::new(880, 310);
    let faces = faces(52, palette::LIGHT_GRAY)?;
    for (row, label) in LABELS.into_iter().enumerate() {
        sheet.image_rgb((20.0, TOP + CELL.1 * row as f32 + 4.0), faces[label as usize].view(), 1);
    }
    let column = CellGrid::from_fn(LABELS.len(), 1, |row, _| LABELS[row].to_string());
    let labels = sheet.grid((110.0, TOP), &column.cell(70.0, CELL.1).text_size(34.0).brackets());
    sheet.text((145.0, 28.0), "[n]", TextLook::sized(32.0));

    let rows = one_hot(&LABELS, CLASSES.len())?;
    let mut grid = CellGrid::new(rows.view()).cell(CELL.0, CELL.1).text_size(34.0).decimals(0).brackets();
    for (row, label) in LABELS.into_iter().enumerate() {
        let column = label as usize;
        grid = grid.fill(row..row + 1, column..column + 1, palette::LIGHT_ORANGE);
    }
    let matrix = sheet.grid((380.0, TOP), &grid);
    for (class, name) in CLASSES.into_iter().enumerate() {
        let (x, _) = matrix.cell(0, class).center();
        sheet.text((x, 28.0), name, TextLook::sized(30.0));
    }
    let (from, to) = (labels.area.right_middle(), matrix.area.left_middle());
    sheet.arrow((from.0 + 30.0, from.1), (to.0 - 30.0, to.1), Stroke::default());
    sheet.label((from.0 + 30.0, from.1), (to.0 - 30.0, to.1), "one-hot", TextLook::sized(30.0));
    sheet.save(path).map(drop)
}
