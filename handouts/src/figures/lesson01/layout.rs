//! Where values lie: fragments of a picture, and one line of values under two shapes.

use std::path::Path;

use shared::Result;
use shared::plot::{Area, CellGrid, Color, Diagram, Look, Stroke, TextLook, palette};

/// The 16 fragments of the photograph, `[200, 200, 3]`, and the slice of one of them.
pub fn fragments_index(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1050, 460);
    let text = TextLook::sized(32.0);
    let whole = d.image_rgb((140.0, 84.0), super::photograph(88)?.view(), 4);
    let fragment = |i: usize| {
        let (row, col) = ((i / 4) as f32, (i % 4) as f32);
        Area::new(whole.left + 88.0 * col, whole.top + 88.0 * row, 88.0, 88.0)
    };
    for i in 0..16 {
        d.rect(fragment(i), Look::outlined(Stroke::new(3.0, palette::WHITE)));
        d.circle_node(fragment(i).center(), 25.0, &i.to_string(), Look::filled(palette::WHITE));
    }
    for i in 0..5 {
        let (pixel, at) = ((50 * i).to_string(), 88.0 * i as f32);
        d.text((whole.left + at, 60.0), &pixel, text);
        d.text((whole.left - 12.0, whole.top + at), &pixel, text.end());
    }
    d.text((whole.center().0, 20.0), "columns of pixels", text);
    d.text((30.0, whole.center().1), "rows of pixels", text.turned(-90.0));

    let chosen = fragment(6);
    d.rect(chosen, Look::outlined(Stroke::new(8.0, palette::VERMILION)));
    d.arrow((590.0, chosen.top), (chosen.right() + 6.0, chosen.top), Stroke::new(5.0, palette::VERMILION));
    let lines = ["i = 6", "row = 6 / 4 = 1", "col = 6 % 4 = 2", "s![50..100, 100..150, ..]"];
    for (line, y) in lines.into_iter().zip([172.0, 226.0, 280.0, 350.0]) {
        d.text((612.0, y), line, text.start());
    }
    d.save(path).map(drop)
}

const ROWS: [Color; 4] = [palette::LIGHT_RED, palette::LIGHT_YELLOW, palette::LIGHT_GREEN, palette::LIGHT_BLUE];

/// Cells with the numbers 0 to 11 in this shape, coloured by the row of four that each number is in.
fn cells_of(rows: usize, columns: usize) -> CellGrid {
    let grid = CellGrid::from_fn(rows, columns, |row, column| (row * columns + column).to_string());
    (0..12).fold(grid.cell(72.0, 54.0).text_size(32.0), |grid, k| {
        let (row, column) = (k / columns, k % columns);
        grid.fill(row..row + 1, column..column + 1, ROWS[k / 3])
    })
}

/// One line of twelve values, broken into four rows and into two.
pub fn reshape(path: &Path) -> Result<()> {
    let mut d = Diagram::new(944, 440);
    let text = TextLook::sized(32.0);
    let line = d.grid((40.0, 370.0), &cells_of(1, 12));
    let tall = d.grid((40.0, 60.0), &cells_of(4, 3));
    let wide = d.grid((472.0, 60.0), &cells_of(2, 6));
    d.text((tall.area.center().0, 28.0), "[4, 3]", text);
    d.text((wide.area.center().0, 28.0), "[2, 6]", text);
    let arrow = Stroke::default().both_arrows();
    let (tall_x, wide_x) = (tall.area.center().0, wide.area.center().0);
    d.line((tall_x, tall.area.bottom() + 12.0), (tall_x, line.area.top - 12.0), arrow);
    d.line((wide_x, wide.area.bottom() + 12.0), (wide_x, line.area.top - 12.0), arrow);
    d.text((0.5 * (tall_x + wide_x), 324.0), "in memory: [12]", text);
    d.save(path).map(drop)
}
