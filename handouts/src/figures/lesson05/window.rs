//! A window over an image, and the number that the kernel makes of it.

use std::path::Path;

use ndarray::{Array2, ArrayView2, array, s};
use shared::plot::{CellGrid, Diagram, Look, Stroke, TextLook, palette};
use shared::prelude::*;

/// Where the window stands.
const ROW: usize = 0;
const COLUMN: usize = 1;
const CELL: f32 = 90.0;

pub(super) fn draw(path: &Path) -> Result<()> {
    let image = array![[0, 0, 2, 3, 3], [0, 1, 3, 3, 2], [0, 0, 3, 2, 3], [1, 0, 2, 3, 3], [0, 0, 3, 3, 2]];
    let kernel = array![[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]];
    let output = Array2::from_shape_fn((3, 3), |(row, column)| (&window(&image, row, column) * &kernel).sum());

    let mut d = Diagram::new(1600, 660);
    let frame = Look::outlined(Stroke::new(8.0, palette::VERMILION));
    let grid = |values: &Array2<i32>| CellGrid::new(values.view()).cell(CELL, CELL).text_size(46.0);
    let marked = grid(&image).fill(ROW..ROW + 3, COLUMN..COLUMN + 3, palette::LIGHT_ORANGE);
    let cells = d.grid((50.0, 90.0), &marked);
    let weights = d.grid((680.0, 180.0), &grid(&kernel).fill(0..3, 0..3, palette::LIGHT_BLUE));
    let sums = d.grid((1270.0, 180.0), &grid(&output).fill(ROW..ROW + 1, COLUMN..COLUMN + 1, palette::LIGHT_ORANGE));
    d.rect(cells.cells(ROW..ROW + 3, COLUMN..COLUMN + 3), frame);
    d.rect(sums.cell(ROW, COLUMN), frame);

    for (area, name) in [(cells.area, "image 5 × 5"), (weights.area, "kernel 3 × 3"), (sums.area, "output 3 × 3")] {
        d.text((area.center().0, area.top - 40.0), name, TextLook::sized(44.0));
    }
    d.text((590.0, 315.0), "×", TextLook::sized(60.0));
    let (from, to) = ((975.0, 315.0), (1245.0, 315.0));
    d.arrow(from, to, Stroke::default());
    d.label(from, to, "multiply,\nadd", TextLook::sized(42.0));
    d.text((800.0, 615.0), &sum(window(&image, ROW, COLUMN), &kernel), TextLook::sized(42.0));
    d.save(path).map(drop)
}

fn window(image: &Array2<i32>, row: usize, column: usize) -> ArrayView2<'_, i32> {
    image.slice(s![row..row + 3, column..column + 3])
}

/// The nine products and their sum, as text.
fn sum(window: ArrayView2<'_, i32>, kernel: &Array2<i32>) -> String {
    let factor = |k: i32| if k < 0 { format!("(−{})", -k) } else { k.to_string() };
    let products: Vec<String> = window.iter().zip(kernel).map(|(x, &k)| format!("{x}·{}", factor(k))).collect();
    format!("{} = {}", products.join(" + "), (&window * kernel).sum())
}
