//! Windows along one axis: without padding, with as many zeros on both sides, with the extra zero behind.

use std::path::Path;

use shared::plot::{Area, CellGrid, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

const CELL: f32 = 100.0;
const HEIGHT: f32 = 72.0;
const SIZE: usize = 3;
const STRIDE: usize = 2;
/// Where the first cell of the input is.
const LEFT: f32 = 540.0;

pub(super) fn draw(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1600, 610);
    let rows = [(7, Valid), (7, Same), (6, Same)];
    for (k, (cells, padding)) in rows.into_iter().enumerate() {
        row(&mut d, 30.0 + 200.0 * k as f32, cells, padding);
    }
    d.save(path).map(drop)
}

/// One axis of `cells` cells, with the zeros around it and the windows below.
fn row(d: &mut Diagram, top: f32, cells: usize, padding: Padding) {
    let windows = if padding == Same { cells.div_ceil(STRIDE) } else { (cells - SIZE) / STRIDE + 1 };
    let zeros = if padding == Same { ((windows - 1) * STRIDE + SIZE).saturating_sub(cells) } else { 0 };
    let (before, all) = (zeros / 2, cells + zeros);
    let input = before..before + cells;
    let text = |_, column| if input.contains(&column) { format!("x_{{{}}}", column - before) } else { "0".to_owned() };
    let grid = CellGrid::from_fn(1, all, text).cell(CELL, HEIGHT).text_size(44.0);
    let grid = grid.fill(0..1, 0..before, palette::LIGHT_YELLOW).fill(0..1, before + cells..all, palette::LIGHT_YELLOW);
    let left = LEFT - before as f32 * CELL;
    d.grid((left, top), &grid);
    for k in 0..windows {
        let color = [palette::BLUE, palette::VERMILION][k % 2];
        let below = top + HEIGHT + 14.0 + 30.0 * (k % 2) as f32;
        let start = left + (k * STRIDE) as f32 * CELL;
        d.rect(Area::new(start + 6.0, below, SIZE as f32 * CELL - 12.0, 20.0), Look::filled(color));
    }
    d.text((30.0, top + HEIGHT / 2.0), &format!("{padding:?}"), TextLook::sized(48.0).bold().start());
    d.text(
        (30.0, top + HEIGHT / 2.0 + 60.0),
        &format!("{cells} cells, stride {STRIDE}"),
        TextLook::sized(42.0).start(),
    );
    let middle = top + HEIGHT / 2.0;
    d.arrow((1370.0, middle), (1440.0, middle), Stroke::default());
    d.text((1460.0, middle), &windows.to_string(), TextLook::sized(54.0).bold().start());
}
