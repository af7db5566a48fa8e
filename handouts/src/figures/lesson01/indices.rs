//! What an index and a slice are: the picture as an array, rows and columns, selected cells.

use std::ops::Range;
use std::path::Path;

use ndarray::{Array2, Array3, s};
use shared::Result;
use shared::plot::{Area, CellGrid, Diagram, Look, Stroke, TextLook, palette};

/// Evening: sky, a sun at `[1, 3]`, hills. `[4, 5, 3]`.
fn evening() -> Array3<u8> {
    Array3::from_shape_fn((4, 5, 3), |(y, x, channel)| {
        let pixel = match (y, x) {
            (1, 3) => [255, 208, 64],
            (0 | 1, _) => [112 + 48 * y, 160 + 16 * x / 2, 240 - 24 * y],
            (2, _) => [232 - 8 * x, 144 - 4 * x, 96],
            _ => [48 + 8 * x, 112 - 6 * x, 56],
        };
        pixel[channel] as u8
    })
}

/// A picture of 4 x 5 pixels, and the numbers of its three channels.
pub fn image_array(path: &Path) -> Result<()> {
    let picture = evening();
    let mut d = Diagram::new(1600, 410);
    let (top, text) = (80.0, TextLook::sized(32.0));
    let sunset = d.image_rgb((90.0, top), picture.view(), 60);
    d.text((sunset.center().0, top - 38.0), "width 5", text);
    d.text((50.0, sunset.center().1), "height 4", text.turned(-90.0));
    let sun = Area::new(90.0 + 3.0 * 60.0, top + 60.0, 60.0, 60.0);
    d.rect(sun, Look::outlined(Stroke::new(6.0, palette::INK)));

    let names = ["red [.., .., 0]", "green [.., .., 1]", "blue [.., .., 2]"];
    let fills = [palette::LIGHT_RED, palette::LIGHT_GREEN, palette::LIGHT_BLUE];
    for (channel, (name, fill)) in names.into_iter().zip(fills).enumerate() {
        let left = 460.0 + 380.0 * channel as f32;
        let grid = CellGrid::new(picture.slice(s![.., .., channel])).cell(68.0, 60.0).text_size(32.0);
        let cells = d.grid((left, top), &grid.fill(0..4, 0..5, fill));
        d.text((cells.area.center().0, top - 38.0), name, text);
        d.rect(cells.cell(1, 3), Look::outlined(Stroke::new(6.0, palette::INK)));
    }
    d.text((800.0, 376.0), "shape [4, 5, 3]        pixel [1, 3] is [255, 208, 64]", text);
    d.save(path).map(drop)
}

/// `[row, column]` of an array beside `(x, y)` of mathematics.
pub fn coordinates(path: &Path) -> Result<()> {
    let mut d = Diagram::new(1000, 400);
    let (text, blue) = (TextLook::sized(32.0), Stroke::new(6.0, palette::BLUE));
    let grid = CellGrid::from_fn(4, 5, |row, column| format!("{row}, {column}")).cell(84.0, 60.0).text_size(32.0);
    let cells = d.grid((110.0, 90.0), &grid.fill(1..2, 4..5, palette::LIGHT_ORANGE));
    d.arrow((110.0, 70.0), (cells.area.right(), 70.0), blue);
    d.text((cells.area.center().0, 28.0), "axis 1: column x", text);
    d.arrow((90.0, 90.0), (90.0, cells.area.bottom()), blue);
    d.text((48.0, cells.area.center().1), "axis 0: row y", text.turned(-90.0));
    d.text((cells.area.center().0, 370.0), "img[[1, 4, 0]]", text);

    let (origin, unit) = ((640.0, 310.0), 60.0);
    d.arrow(origin, (origin.0 + 5.2 * unit, origin.1), blue);
    d.arrow(origin, (origin.0, origin.1 - 3.7 * unit), blue);
    d.text((origin.0 + 5.4 * unit, origin.1), "x", text);
    d.text((origin.0, origin.1 - 4.0 * unit), "y", text);
    let point = (origin.0 + 4.0 * unit, origin.1 - unit);
    let gray = Stroke::new(3.0, palette::GRAY).dashed();
    d.line(point, (point.0, origin.1), gray);
    d.line(point, (origin.0, point.1), gray);
    d.circle(point, 12.0, Look::filled(palette::ORANGE));
    d.text((point.0, point.1 - 38.0), "(4, 1)", text);
    d.text((origin.0 + 2.6 * unit, 370.0), "mathematics: (x, y)", text);
    d.save(path).map(drop)
}

/// Rows and columns that a slice selects.
type Part = (Range<usize>, Range<usize>);

/// Three slices of one table, the selected cells in colour.
pub fn slicing(path: &Path) -> Result<()> {
    let table = Array2::from_shape_fn((4, 6), |(y, x)| 10 * y + x);
    let panels: [(&str, &str, Vec<Part>); 3] = [
        ("s![1..3, 2..5]", "[2, 3]", vec![(1..3, 2..5)]),
        ("s![.., -2..]", "[4, 2]", vec![(0..4, 4..6)]),
        ("s![..;2, ..]", "[2, 6]", vec![(0..1, 0..6), (2..3, 0..6)]),
    ];
    let mut d = Diagram::new(1440, 290);
    for (i, (slice, shape, parts)) in panels.iter().enumerate() {
        let corner = (50.0 + i as f32 * 490.0, 64.0);
        let grid = CellGrid::new(table.view()).cell(60.0, 50.0).text_size(32.0);
        let select = |grid: CellGrid, part: &Part| grid.fill(part.0.clone(), part.1.clone(), palette::LIGHT_ORANGE);
        d.grid(corner, &parts.iter().fold(grid, select));
        d.text((corner.0 + 180.0, corner.1 - 34.0), &format!("{slice}  gives {shape}"), TextLook::sized(32.0));
    }
    d.save(path).map(drop)
}
