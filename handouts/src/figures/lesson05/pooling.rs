//! Max pooling: the largest of each window, and where the gradient goes.

use std::path::Path;

use ndarray::{Array2, array, s};
use shared::plot::{CellGrid, Color, Diagram, Look, Point, Stroke, TextLook, palette};
use shared::prelude::*;

const CELL: f32 = 90.0;
const COLORS: [Color; 4] = [palette::LIGHT_ORANGE, palette::LIGHT_BLUE, palette::LIGHT_GREEN, palette::LIGHT_RED];

pub(super) fn draw(path: &Path) -> Result<()> {
    let image = array![[1, 3, 2, 0], [5, 2, 1, 4], [0, 1, 6, 2], [2, 1, 3, 6]];
    let gradient = array![[1, 2], [3, 4]];
    let places: Vec<(usize, usize)> = (0..4).map(|k| place_of_largest(&image, k)).collect();
    let pooled = Array2::from_shape_fn((2, 2), |(row, column)| image[places[2 * row + column]]);
    let mut back = Array2::zeros((4, 4));
    places.iter().zip(&gradient).for_each(|(&place, &value)| back[place] = value);

    let mut d = Diagram::new(1600, 520);
    four_by_four(&mut d, (40.0, 110.0), &image, &places);
    two_by_two(&mut d, (560.0, 200.0), &pooled);
    two_by_two(&mut d, (880.0, 200.0), &gradient);
    four_by_four(&mut d, (1200.0, 110.0), &back, &places);
    for (from, to, name) in [(410.0, 545.0, "max"), (1070.0, 1185.0, "")] {
        d.arrow((from, 290.0), (to, 290.0), Stroke::default());
        d.text(((from + to) / 2.0, 255.0), name, TextLook::sized(42.0));
    }
    for (x, y, name) in [
        (220.0, 60.0, "x"),
        (650.0, 160.0, "pooled"),
        (970.0, 142.0, "gradient\nof pooled"),
        (1380.0, 60.0, "gradient of x"),
    ] {
        d.text((x, y), name, TextLook::sized(42.0));
    }
    d.save(path).map(drop)
}

/// Row and column of the first largest value in window `k` of the four.
fn place_of_largest(image: &Array2<i32>, k: usize) -> (usize, usize) {
    let (top, left) = (k / 2 * 2, k % 2 * 2);
    let window = image.slice(s![top..top + 2, left..left + 2]);
    let largest = window.iter().max().expect("four values");
    let index = window.iter().position(|value| value == largest).expect("it is one of them");
    (top + index / 2, left + index % 2)
}

fn four_by_four(d: &mut Diagram, at: Point, values: &Array2<i32>, places: &[(usize, usize)]) {
    let mut grid = CellGrid::new(values.view()).cell(CELL, CELL).text_size(44.0);
    for (&(row, column), color) in places.iter().zip(COLORS) {
        grid = grid.fill(row..row + 1, column..column + 1, color);
    }
    let cells = d.grid(at, &grid);
    for k in 0..4 {
        let (top, left) = (k / 2 * 2, k % 2 * 2);
        d.rect(cells.cells(top..top + 2, left..left + 2), Look::outlined(Stroke::new(7.0, palette::INK)));
    }
}

fn two_by_two(d: &mut Diagram, at: Point, values: &Array2<i32>) {
    let mut grid = CellGrid::new(values.view()).cell(CELL, CELL).text_size(44.0);
    for (k, color) in COLORS.into_iter().enumerate() {
        grid = grid.fill(k / 2..k / 2 + 1, k % 2..k % 2 + 1, color);
    }
    d.grid(at, &grid);
}
