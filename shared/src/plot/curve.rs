//! Numbers over time: losses, accuracies.

use std::path::{Path, PathBuf};

use super::axis::{Axis, Tick};
use super::canvas::{Align, Canvas, CurveStyle, MARGIN, Point, Rect, empty_picture};
use super::canvas::{TEXT, TEXT_SIZE, TITLE_SIZE, TextStyle};
use super::color_map::{Color, GRID, INK};
use super::font;
use crate::Result;

const AREA_WIDTH: usize = 840;
const AREA_HEIGHT: usize = 500;
const LINE_WIDTH: f32 = 3.0;
/// Of curves with more points than there are pixels across, so that a noisy loss is no solid band.
const DENSE_LINE_WIDTH: f32 = 1.4;
/// Length of the sample line beside a name in the legend, and the space around it, in pixels.
const SAMPLE: usize = 36;
const SAMPLE_GAP: usize = 10;
const LEGEND_GAP: usize = 34;
/// Between an axis and its numbers, in pixels.
const NUMBER_GAP: usize = 10;

/// Okabe and Ito's colours, which colour-blind readers tell apart. Source: <https://jfly.uni-koeln.de/color/>.
const PALETTE: [Color; 7] =
    [[0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [230, 159, 0], [86, 180, 233], [90, 90, 90]];

/// A picture of curves over a common x axis.
///
/// ```
/// use shared::plot::Curves;
///
/// let folder = tempfile::tempdir().unwrap();
/// Curves::new("Training")
///     .x_label("epoch")
///     .y_label("loss")
///     .log_y()
///     .curve("training", &[(1, 0.9), (2, 0.3), (3, 0.1)])
///     .values("validation", &[1.0, 0.8, 0.4, 0.3]) // x = 0, 1, 2, 3
///     .save(folder.path().join("loss.png"))?;
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Curves {
    title: String,
    x_label: String,
    y_label: String,
    log_y: bool,
    curves: Vec<Curve>,
}

#[derive(Clone, Debug)]
struct Curve {
    name: String,
    points: Vec<(f64, f64)>,
}

impl Curves {
    /// No curves yet.
    pub fn new(title: impl Into<String>) -> Curves {
        let (x_label, y_label) = (String::new(), String::new());
        Curves { title: title.into(), x_label, y_label, log_y: false, curves: Vec::new() }
    }

    /// Text below the x axis.
    #[must_use]
    pub fn x_label(mut self, label: impl Into<String>) -> Curves {
        self.x_label = label.into();
        self
    }

    /// Text beside the y axis.
    #[must_use]
    pub fn y_label(mut self, label: impl Into<String>) -> Curves {
        self.y_label = label.into();
        self
    }

    /// Makes equal factors equal steps on the y axis; numbers of 0 and below are then left out.
    #[must_use]
    pub fn log_y(mut self) -> Curves {
        self.log_y = true;
        self
    }

    /// Adds a curve through points `(x, y)`. NaN and infinite numbers leave a gap.
    #[must_use]
    pub fn curve<X, Y>(mut self, name: impl Into<String>, points: &[(X, Y)]) -> Curves
    where
        X: Copy + Into<f64>,
        Y: Copy + Into<f64>,
    {
        let points = points.iter().map(|&(x, y)| (x.into(), y.into())).collect();
        self.curves.push(Curve { name: name.into(), points });
        self
    }

    /// Adds a curve through numbers at x = 0, 1, 2 and so on. NaN and infinite numbers leave a gap.
    #[must_use]
    pub fn values<Y: Copy + Into<f64>>(self, name: impl Into<String>, values: &[Y]) -> Curves {
        let points: Vec<(f64, Y)> = values.iter().enumerate().map(|(index, &y)| (index as f64, y)).collect();
        self.curve(name, &points)
    }

    /// Writes the picture as a PNG file and returns its path.
    ///
    /// # Errors
    /// When the file cannot be written, or its name does not end in `.png`.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        let canvas = match self.axes() {
            Some((x_axis, y_axis)) => self.draw(&x_axis, &y_axis),
            None if self.log_y => empty_picture(&self.title, "nothing to plot: no numbers above 0"),
            None => empty_picture(&self.title, "nothing to plot: no numbers"),
        };
        canvas.save(path.as_ref())
    }

    fn is_drawable(&self, (x, y): (f64, f64)) -> bool {
        // Beyond this, the width of a range could overflow.
        let usable = |value: f64| value.abs() < 1e300;
        usable(x) && usable(y) && (!self.log_y || y > 0.0)
    }

    /// The x and y axis around all points; none without points.
    fn axes(&self) -> Option<(Axis, Axis)> {
        let all = self.curves.iter().flat_map(|curve| curve.points.iter().copied());
        let drawable = all.filter(|point| self.is_drawable(*point));
        let whole = drawable.clone().all(|(x, _)| x.fract() == 0.0);
        let range = drawable.fold(None, |range, (x, y)| {
            let (x_min, x_max, y_min, y_max) = range.unwrap_or((x, x, y, y));
            Some((x.min(x_min), x.max(x_max), y.min(y_min), y.max(y_max)))
        });
        let (x_min, x_max, y_min, y_max) = range?;
        let y_axis = if self.log_y { Axis::logarithmic(y_min, y_max) } else { Axis::linear(y_min, y_max) };
        let x_axis = Axis::linear(x_min, x_max).padded(0.02);
        Some((if whole { x_axis.of_whole_numbers() } else { x_axis }, y_axis.padded(0.05)))
    }

    fn draw(&self, x_axis: &Axis, y_axis: &Axis) -> Canvas {
        let (x_ticks, y_ticks) = (x_axis.ticks(8), y_axis.ticks(8));
        let line = font::line_height(TEXT_SIZE) as usize;
        let title = font::wrap(&self.title, TITLE_SIZE, AREA_WIDTH as f32);
        let title_height = if title.is_empty() { 0 } else { title.len() * font::line_height(TITLE_SIZE) as usize + 14 };
        let legend = self.legend();
        let legend_height = if legend.is_empty() { 0 } else { legend.len() * line + 10 };
        let numbers = font::widest(y_ticks.iter().map(|tick| tick.label.as_str()), TEXT_SIZE).ceil() as usize;
        let y_label = if self.y_label.is_empty() { 0 } else { line + NUMBER_GAP };
        let x_label = if self.x_label.is_empty() { 0 } else { line };
        let left = MARGIN + y_label + numbers + NUMBER_GAP;
        let top = MARGIN + title_height + legend_height;
        let area = Rect { left, top, width: AREA_WIDTH, height: AREA_HEIGHT };
        let mut canvas = Canvas::new(area.right() + 2 * MARGIN, area.bottom() + NUMBER_GAP + line + x_label + MARGIN);
        let middle = area.center();
        canvas.lines(&title, (middle.0, MARGIN), TextStyle { size: TITLE_SIZE, ..TEXT });
        self.draw_legend(&mut canvas, &legend, (middle.0, MARGIN + title_height));
        draw_axes(&mut canvas, area, &x_ticks, &y_ticks);
        canvas.text(&self.x_label, (middle.0, (area.bottom() + NUMBER_GAP + line + line / 2) as f32), TEXT);
        let beside = (MARGIN + line / 2) as f32;
        canvas.text(&self.y_label, (beside, middle.1), TextStyle { upward: true, ..TEXT });
        for (index, curve) in self.curves.iter().enumerate() {
            let width = if curve.points.len() > AREA_WIDTH { DENSE_LINE_WIDTH } else { LINE_WIDTH };
            canvas.curve(&self.pieces(curve, area, (x_axis, y_axis)), area, style_of(index, width));
        }
        canvas
    }

    /// The points in pixels, parted where numbers cannot be drawn.
    fn pieces(&self, curve: &Curve, area: Rect, (x_axis, y_axis): (&Axis, &Axis)) -> Vec<Vec<Point>> {
        let (width, height) = ((area.width - 1) as f32, (area.height - 1) as f32);
        let to_pixels = |&(x, y): &(f64, f64)| {
            let (right, up) = (x_axis.position(x) as f32, y_axis.position(y) as f32);
            (area.left as f32 + right * width, area.top as f32 + (1.0 - up) * height)
        };
        let pieces = curve.points.split(|point| !self.is_drawable(*point));
        pieces.map(|piece| thinned(&piece.iter().map(to_pixels).collect::<Vec<_>>())).collect()
    }

    /// Rows of curves whose names fit side by side; none when there is nothing to tell apart.
    fn legend(&self) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        if self.curves.len() < 2 {
            return rows;
        }
        for index in 0..self.curves.len() {
            match rows.last_mut() {
                Some(row) if self.row_width(row) + LEGEND_GAP + self.row_width(&[index]) <= AREA_WIDTH => {
                    row.push(index)
                }
                _ => rows.push(vec![index]),
            }
        }
        rows
    }

    fn row_width(&self, row: &[usize]) -> usize {
        let names = row.iter().map(|&index| font::text_width(&self.curves[index].name, TEXT_SIZE).ceil() as usize);
        names.map(|name| SAMPLE + SAMPLE_GAP + name).sum::<usize>() + LEGEND_GAP * row.len().saturating_sub(1)
    }

    fn draw_legend(&self, canvas: &mut Canvas, rows: &[Vec<usize>], (middle, top): (f32, usize)) {
        let line = font::line_height(TEXT_SIZE) as usize;
        for (row, top) in rows.iter().zip((top..).step_by(line)) {
            let mut left = (middle as usize).saturating_sub(self.row_width(row) / 2);
            for &index in row {
                let y = (top + line / 2) as f32;
                let ends = vec![(left as f32 + 2.0, y), ((left + SAMPLE) as f32 - 3.0, y)];
                let sample = Rect { left, top, width: SAMPLE, height: line };
                canvas.curve(&[ends], sample, style_of(index, LINE_WIDTH));
                let name = ((left + SAMPLE + SAMPLE_GAP) as f32, y);
                canvas.text(&self.curves[index].name, name, TextStyle { align: Align::Start, ..TEXT });
                left += self.row_width(&[index]) + LEGEND_GAP;
            }
        }
    }
}

/// Once the colours are used up, they come again in dashes.
fn style_of(index: usize, width: f32) -> CurveStyle {
    let (round, place) = (index / PALETTE.len(), index % PALETTE.len());
    CurveStyle { width, color: PALETTE[place], dashed: !round.is_multiple_of(2) }
}

/// Of neighbours in one column of pixels, keeps the first, the lowest, the highest and the last: the picture is the same,
/// but the time to draw it does not grow with the points. Source: Jugel et al., "M4: A Visualization-Oriented Time Series
/// Data Aggregation", 2014.
fn thinned(points: &[Point]) -> Vec<Point> {
    let columns = points.chunk_by(|a, b| a.0.floor() == b.0.floor());
    let few = columns.flat_map(|column| {
        let last = column.len() - 1;
        let by_height = |a: &usize, b: &usize| column[*a].1.total_cmp(&column[*b].1);
        let lowest = (0..=last).min_by(by_height).unwrap_or(0);
        let highest = (0..=last).max_by(by_height).unwrap_or(0);
        let mut kept = vec![0, lowest, highest, last];
        kept.sort_unstable();
        kept.dedup();
        kept.into_iter().map(|index| column[index])
    });
    few.collect()
}

fn draw_axes(canvas: &mut Canvas, area: Rect, x_ticks: &[Tick], y_ticks: &[Tick]) {
    for tick in x_ticks {
        let x = area.left + (tick.position * (area.width - 1) as f64).round() as usize;
        canvas.fill(Rect { left: x, width: 1, ..area }, GRID);
        let below = area.bottom() as f32 + NUMBER_GAP as f32 + font::line_height(TEXT_SIZE) / 2.0;
        canvas.text(&tick.label, (x as f32, below), TEXT);
    }
    for tick in y_ticks {
        let y = area.top + ((1.0 - tick.position) * (area.height - 1) as f64).round() as usize;
        canvas.fill(Rect { top: y, height: 1, ..area }, GRID);
        let beside = (area.left - NUMBER_GAP) as f32;
        canvas.text(&tick.label, (beside, y as f32), TextStyle { align: Align::End, ..TEXT });
    }
    canvas.fill(Rect { left: area.left - 1, width: 1, ..area }, INK);
    canvas.fill(Rect { left: area.left - 1, top: area.bottom(), width: area.width + 1, height: 1 }, INK);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_first_extremes_and_last_of_each_column_in_order() {
        let column = [(3.0, 5.0), (3.1, 9.0), (3.2, 6.0), (3.3, 2.0), (3.4, 4.0), (3.9, 7.0)];
        assert_eq!(thinned(&column), [column[0], column[1], column[3], column[5]]);
        let sparse = [(1.0, 0.0), (2.0, 0.0), (2.5, 0.0), (1.0, 8.0)];
        assert_eq!(thinned(&sparse), sparse);
        assert!(thinned(&[]).is_empty());
    }

    #[test]
    fn a_million_points_become_four_per_column() {
        let noise: Vec<Point> =
            (0..1_000_000).map(|i| (i as f32 / 1e6 * 840.0, (i % 1000 * 7919 % 500) as f32)).collect();
        assert!(thinned(&noise).len() <= 4 * AREA_WIDTH);
    }
}
