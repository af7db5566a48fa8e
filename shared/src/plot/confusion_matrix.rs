//! Which classes are taken for which, as a picture and as text.

use std::path::{Path, PathBuf};

use comfy_table::{Cell, CellAlignment, Table, presets};
use ndarray::{Array2, ArrayView2};

use super::axis::Axis;
use super::canvas::{Align, Canvas, MARGIN, Rect, TEXT, TEXT_SIZE, TITLE_SIZE, TextStyle};
use super::color_bar::ColorBar;
use super::color_map::{Color, ColorMap, ColorScale, FAINT, INK, WHITE, is_dark};
use super::font;
use crate::Result;

const SMALLEST_CELL: usize = 60;
const GAP: usize = 10;

/// How often each true class (row) was predicted as each class (column); see [`crate::metrics::confusion_matrix`].
///
/// ```
/// use ndarray::array;
/// use shared::plot::ConfusionMatrix;
///
/// let folder = tempfile::tempdir().unwrap();
/// let matrix = ConfusionMatrix::new(array![[980, 2], [11, 1000]].view()).title("Cats and dogs");
/// matrix.save(folder.path().join("confusion.png"))?;
/// println!("{}", matrix.to_table());
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ConfusionMatrix {
    counts: Array2<usize>,
    names: Vec<String>,
    title: String,
}

impl ConfusionMatrix {
    /// Counts `[true class, predicted class]`; the classes are called 0, 1, 2 and so on.
    ///
    /// # Panics
    /// When the counts are not square, or there are none.
    #[track_caller]
    pub fn new(counts: ArrayView2<'_, usize>) -> ConfusionMatrix {
        assert!(
            counts.is_square() && !counts.is_empty(),
            "ConfusionMatrix: expected counts [classes, classes], found {:?}",
            counts.shape()
        );
        let names = (0..counts.nrows()).map(|class| class.to_string()).collect();
        ConfusionMatrix { counts: counts.to_owned(), names, title: "Confusion matrix".to_owned() }
    }

    /// What the classes are called.
    ///
    /// # Panics
    /// When there is not one name for each class.
    #[must_use]
    #[track_caller]
    pub fn class_names(mut self, names: &[impl AsRef<str>]) -> ConfusionMatrix {
        let (expected, found) = (self.names.len(), names.len());
        assert!(found == expected, "ConfusionMatrix: expected {expected} class names, found {found}");
        self.names = names.iter().map(|name| name.as_ref().to_owned()).collect();
        self
    }

    /// Text above the matrix.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> ConfusionMatrix {
        self.title = title.into();
        self
    }

    /// The counts as aligned text: a row for each true class, a column for each predicted class.
    pub fn to_table(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(std::iter::once("True \\ Pred").chain(self.names.iter().map(String::as_str)));
        for (name, counts) in self.names.iter().zip(self.counts.rows()) {
            let cells = counts.iter().map(Cell::new);
            table.add_row(std::iter::once(Cell::new(name)).chain(cells));
        }
        for column in table.column_iter_mut() {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table.trim_fmt()
    }

    /// Draws the counts as coloured cells; the scale is logarithmic, so that single errors can be seen beside
    /// thousands of right answers. Writes a PNG file and returns its path.
    ///
    /// # Errors
    /// When the file cannot be written, or its name does not end in `.png`.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        self.draw().save(path.as_ref())
    }

    fn draw(&self) -> Canvas {
        let highest = self.counts.iter().copied().max().unwrap_or(0) as f64;
        let scale = ColorScale { map: ColorMap::Blues, axis: Axis::counts(highest) };
        let labels = ColumnLabels::new(&self.names, self.cell());
        let line = font::line_height(TEXT_SIZE) as usize;
        let side = self.cell() * self.names.len();
        let bar = ColorBar { scale: &scale, label: "images (logarithmic scale)", height: side.max(300) };
        let row_names = font::widest(self.names.iter().map(String::as_str), TEXT_SIZE).ceil() as usize;
        let left = MARGIN + line + GAP + row_names + GAP;
        let width = left + side + 3 * GAP + bar.width() + MARGIN;
        let title = font::wrap(&self.title, TITLE_SIZE, (width - 2 * MARGIN) as f32);
        let top = MARGIN + title.len() * font::line_height(TITLE_SIZE) as usize + 14;
        let grid = Rect { left, top, width: side, height: side };
        let below = grid.bottom() + GAP + labels.height + GAP;
        let mut canvas = Canvas::new(width, (below + line).max(top + bar.height) + MARGIN);
        let middle = grid.center();
        canvas.lines(&title, (width as f32 / 2.0, MARGIN), TextStyle { size: TITLE_SIZE, ..TEXT });
        canvas.text("True", ((MARGIN + line / 2) as f32, middle.1), TextStyle { upward: true, ..TEXT });
        canvas.text("Predicted", (middle.0, (below + line / 2) as f32), TEXT);
        self.draw_cells(&mut canvas, grid, &scale);
        labels.draw(&mut canvas, grid, self.cell());
        bar.draw(&mut canvas, grid.right() + 3 * GAP, top);
        canvas
    }

    /// Side of a cell in pixels: wide enough for the longest count.
    fn cell(&self) -> usize {
        let counts = self.counts.iter().map(usize::to_string).collect::<Vec<_>>();
        let widest = font::widest(counts.iter().map(String::as_str), TEXT_SIZE).ceil() as usize;
        (widest + 2 * GAP).max(SMALLEST_CELL)
    }

    fn draw_cells(&self, canvas: &mut Canvas, grid: Rect, scale: &ColorScale) {
        let side = self.cell();
        for ((row, column), &count) in self.counts.indexed_iter() {
            let (left, top) = (grid.left + column * side, grid.top + row * side);
            let cell = Rect { left, top, width: side, height: side };
            let color = scale.color(count as f64);
            canvas.fill(cell, color);
            canvas.text(&count.to_string(), cell.center(), TextStyle { color: number_color(count, color), ..TEXT });
        }
        canvas.frame(grid, FAINT);
        for (name, row) in self.names.iter().zip(0..) {
            let y = (grid.top + row * side) as f32 + side as f32 / 2.0;
            canvas.text(name, ((grid.left - GAP) as f32, y), TextStyle { align: Align::End, ..TEXT });
        }
    }
}

/// White on dark cells; a 0 is written faintly, so that the errors stand out.
fn number_color(count: usize, cell: Color) -> Color {
    match count {
        0 => FAINT,
        _ if is_dark(cell) => WHITE,
        _ => INK,
    }
}

/// Class names below the columns: in lines as wide as a cell or, when a word is too long for that, upward.
struct ColumnLabels {
    lines: Vec<Vec<String>>,
    upward: bool,
    height: usize,
}

impl ColumnLabels {
    fn new(names: &[String], cell: usize) -> ColumnLabels {
        let lines: Vec<_> = names.iter().map(|name| font::wrap(name, TEXT_SIZE, (cell - GAP / 2) as f32)).collect();
        let upward = font::widest(lines.iter().flatten().map(String::as_str), TEXT_SIZE) > cell as f32;
        if upward {
            let height = font::widest(names.iter().map(String::as_str), TEXT_SIZE).ceil() as usize;
            return ColumnLabels { lines: names.iter().map(|name| vec![name.clone()]).collect(), upward, height };
        }
        let rows = lines.iter().map(Vec::len).max().unwrap_or(0);
        ColumnLabels { lines, upward, height: rows * font::line_height(TEXT_SIZE) as usize }
    }

    fn draw(&self, canvas: &mut Canvas, grid: Rect, cell: usize) {
        for (lines, column) in self.lines.iter().zip(0..) {
            let x = (grid.left + column * cell) as f32 + cell as f32 / 2.0;
            let top = grid.bottom() + GAP;
            if self.upward {
                let style = TextStyle { align: Align::End, upward: true, ..TEXT };
                lines.iter().for_each(|line| canvas.text(line, (x, top as f32), style));
            } else {
                canvas.lines(lines, (x, top), TEXT);
            }
        }
    }
}
