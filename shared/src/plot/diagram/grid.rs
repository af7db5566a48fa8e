//! Grids of cells with text: images as numbers, matrices, convolution windows.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use ndarray::{Array2, ArrayView2};

use super::palette::{GRAY, WHITE};
use super::{Area, Diagram, Look, Point, Stroke, TextLook};
use crate::plot::axis::Axis;
use crate::plot::color_map::{Color, ColorMap, ColorScale, INK, is_dark};

/// Rows and columns of cells with a text each; drawn by [`Diagram::grid`].
///
/// ```
/// use ndarray::array;
/// use shared::plot::{CellGrid, Diagram, Look, Stroke, palette};
///
/// let image = array![[0, 1, 2], [3, 4, 5], [6, 7, 8]];
/// let mut diagram = Diagram::new(400, 300);
/// let cells = diagram.grid((40.0, 40.0), &CellGrid::new(image.view()).fill(0..2, 1..3, palette::LIGHT_ORANGE));
/// diagram.rect(cells.cells(0..2, 1..3), Look::outlined(Stroke::new(6.0, palette::VERMILION)));
/// ```
#[derive(Clone, Debug)]
pub struct CellGrid {
    texts: Array2<String>,
    fills: Array2<Option<Color>>,
    cell: (f32, f32),
    text_size: f32,
    lines: Option<Stroke>,
    brackets: bool,
}

impl CellGrid {
    /// Values `[rows, columns]`, each written as `{}` writes it.
    #[expect(clippy::indexing_slicing, reason = "rows and columns are those of the array")]
    pub fn new<T: Display>(values: ArrayView2<'_, T>) -> CellGrid {
        CellGrid::from_fn(values.nrows(), values.ncols(), |row, column| values[[row, column]].to_string())
    }

    /// `rows` times `columns` cells with the text that `text` gives for a row and a column.
    pub fn from_fn(rows: usize, columns: usize, mut text: impl FnMut(usize, usize) -> String) -> CellGrid {
        let texts = Array2::from_shape_fn((rows, columns), |(row, column)| text(row, column));
        let fills = Array2::from_elem((rows, columns), None);
        let lines = Some(Stroke::new(2.0, GRAY));
        CellGrid { texts, fills, cell: (72.0, 64.0), text_size: 28.0, lines, brackets: false }
    }

    /// Size of a cell in pixels; by default 72 by 64.
    #[must_use]
    pub fn cell(self, width: f32, height: f32) -> CellGrid {
        CellGrid { cell: (width, height), ..self }
    }

    /// Font size in pixels; by default 28.
    #[must_use]
    pub fn text_size(self, text_size: f32) -> CellGrid {
        CellGrid { text_size, ..self }
    }

    /// The lines between cells; by default 2 pixels of gray.
    #[must_use]
    pub fn stroke(self, stroke: Stroke) -> CellGrid {
        CellGrid { lines: Some(stroke), ..self }
    }

    /// A matrix: brackets at its sides, and no lines between the cells.
    #[must_use]
    pub fn brackets(self) -> CellGrid {
        CellGrid { lines: None, brackets: true, ..self }
    }

    /// Writes the numbers with this many decimals; other texts stay.
    #[must_use]
    pub fn decimals(mut self, decimals: usize) -> CellGrid {
        for text in &mut self.texts {
            if let Ok(number) = text.parse::<f64>() {
                *text = format!("{number:.decimals$}");
            }
        }
        self
    }

    /// Colours the cells in these rows and columns.
    ///
    /// # Panics
    /// When the grid has fewer rows or columns.
    #[must_use]
    #[track_caller]
    pub fn fill(mut self, rows: Range<usize>, columns: Range<usize>, color: Color) -> CellGrid {
        self.assert_within(&rows, &columns);
        let inside = |(row, column): (usize, usize)| rows.contains(&row) && columns.contains(&column);
        self.fills.indexed_iter_mut().filter(|(at, _)| inside(*at)).for_each(|(_, fill)| *fill = Some(color));
        self
    }

    /// Colours each cell with a number by it: the start of the range is the map's low end. Text on dark cells is white.
    #[must_use]
    pub fn color_map(mut self, map: ColorMap, range: RangeInclusive<f64>) -> CellGrid {
        let scale = ColorScale { map, axis: Axis::linear(*range.start(), *range.end()) };
        for (text, fill) in self.texts.iter().zip(&mut self.fills) {
            if let Ok(number) = text.parse() {
                *fill = Some(scale.color(number));
            }
        }
        self
    }

    /// Cells without text: only their colours are seen.
    #[must_use]
    pub fn no_text(mut self) -> CellGrid {
        self.texts.fill(String::new());
        self
    }

    #[track_caller]
    fn assert_within(&self, rows: &Range<usize>, columns: &Range<usize>) {
        let (height, width) = self.texts.dim();
        assert!(
            rows.end <= height && columns.end <= width,
            "CellGrid: expected rows and columns of a grid [{height}, {width}], found rows {rows:?}, columns {columns:?}"
        );
    }
}

/// Where the cells of a grid lie that was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    /// All cells together.
    pub area: Area,
    /// Rows, columns.
    shape: (usize, usize),
}

impl Cells {
    /// The area of one cell.
    ///
    /// # Panics
    /// When the grid has no such row or column.
    #[track_caller]
    pub fn cell(&self, row: usize, column: usize) -> Area {
        self.cells(row..row + 1, column..column + 1)
    }

    /// The area of the cells in these rows and columns: a window.
    ///
    /// # Panics
    /// When the grid has fewer rows or columns.
    #[track_caller]
    pub fn cells(&self, rows: Range<usize>, columns: Range<usize>) -> Area {
        let (height, width) = self.shape;
        assert!(
            rows.start <= rows.end && rows.end <= height && columns.start <= columns.end && columns.end <= width,
            "Cells: expected rows and columns of a grid [{height}, {width}], found rows {rows:?}, columns {columns:?}"
        );
        let (across, down) = (self.area.width / width.max(1) as f32, self.area.height / height.max(1) as f32);
        let (left, top) = (self.area.left + columns.start as f32 * across, self.area.top + rows.start as f32 * down);
        Area::new(left, top, columns.len() as f32 * across, rows.len() as f32 * down)
    }
}

impl Diagram {
    /// Draws a grid with its upper left corner at a point. Text that is wider than its cell goes beyond it. A minus
    /// before a number is drawn as long as a plus.
    ///
    /// # Panics
    /// When the font lacks a character of a text.
    #[expect(clippy::indexing_slicing, reason = "texts and fills are of one shape")]
    #[track_caller]
    pub fn grid(&mut self, (left, top): Point, grid: &CellGrid) -> Cells {
        let (rows, columns) = grid.texts.dim();
        let (width, height) = grid.cell;
        let area = Area::new(left, top, columns as f32 * width, rows as f32 * height);
        let cells = Cells { area, shape: (rows, columns) };
        for ((row, column), fill) in grid.fills.indexed_iter() {
            // Neighbours without lines must not let a seam of paper through.
            let surface = fill.or(grid.lines.map(|_| WHITE)).map_or(Look::empty(), Look::filled);
            self.rect(cells.cell(row, column).rounded(), surface);
        }
        if let Some(stroke) = grid.lines {
            let uprights = (0..=columns).map(|column| left + column as f32 * width);
            uprights.for_each(|x| {
                self.line((x, area.top - stroke.width / 2.0), (x, area.bottom() + stroke.width / 2.0), stroke)
            });
            let levels = (0..=rows).map(|row| top + row as f32 * height);
            levels.for_each(|y| {
                self.line((area.left - stroke.width / 2.0, y), (area.right() + stroke.width / 2.0, y), stroke)
            });
        }
        for ((row, column), text) in grid.texts.indexed_iter().filter(|(_, text)| !text.is_empty()) {
            let color = if grid.fills[[row, column]].is_some_and(is_dark) { WHITE } else { INK };
            let text = if text.parse::<f64>().is_ok() { text.replace('-', "−") } else { text.clone() };
            self.text(cells.cell(row, column).center(), &text, TextLook::sized(grid.text_size).color(color));
        }
        if grid.brackets {
            self.brackets(area, Stroke::default());
        }
        cells
    }
}
