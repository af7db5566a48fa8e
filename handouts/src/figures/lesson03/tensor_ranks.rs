//! Tensors of rank 0 to 4.

use std::path::Path;

use shared::plot::{CellGrid, Diagram, Stroke, TextLook, palette};
use shared::prelude::*;

/// Where the lowest cells of all tensors end.
const BOTTOM: f32 = 300.0;
const CAPTION: f32 = 372.0;
/// A small cell, and how far the plane behind another is moved.
const CELL: f32 = 36.0;
const BEHIND: (f32, f32) = (34.0, -34.0);

pub fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 450);
    table(&mut d, 40.0, (1, 1), 64.0);
    caption(&mut d, 72.0, "rank 0\n[]");
    table(&mut d, 190.0, (1, 3), 64.0);
    caption(&mut d, 286.0, "rank 1\n[3]");
    table(&mut d, 440.0, (4, 2), 64.0);
    caption(&mut d, 504.0, "rank 2\n[4, 2]");
    stack(&mut d, 650.0);
    caption(&mut d, 757.0, "rank 3\n[2, 4, 5]");
    for k in 0..3 {
        stack(&mut d, 935.0 + 222.0 * k as f32);
    }
    caption(&mut d, 1264.0, "rank 4\n[3, 2, 4, 5]");
    d.save(path)?;
    Ok(())
}

fn table(d: &mut Diagram, left: f32, (rows, columns): (usize, usize), cell: f32) {
    let number = |row: usize, column: usize| (row * columns + column).to_string();
    let grid = CellGrid::from_fn(rows, columns, number).cell(cell, cell).text_size(32.0);
    d.grid((left, BOTTOM - rows as f32 * cell), &grid.fill(0..rows, 0..columns, palette::LIGHT_BLUE));
}

/// Two planes of 4 x 5 cells, one behind the other.
fn stack(d: &mut Diagram, left: f32) {
    for (k, color) in [(1.0, palette::LIGHT_GRAY), (0.0, palette::LIGHT_BLUE)] {
        let grid =
            CellGrid::from_fn(4, 5, |_, _| String::new()).cell(CELL, CELL).stroke(Stroke::new(2.0, palette::GRAY));
        let top_left = (left + k * BEHIND.0, BOTTOM - 4.0 * CELL + k * BEHIND.1);
        d.grid(top_left, &grid.fill(0..4, 0..5, color));
    }
}

fn caption(d: &mut Diagram, x: f32, text: &str) {
    d.text((x, CAPTION), text, TextLook::sized(34.0));
}
