//! Where the parts of a picture of curves lie, and their drawing.

use super::{Curve, Curves, Kind};
use crate::plot::axis::{Axis, Tick};
use crate::plot::canvas::FARTHEST;
use crate::plot::canvas::{Align, Canvas, CurveStyle, MARGIN, Point, Rect, TEXT, TEXT_SIZE, TITLE_SIZE, TextStyle};
use crate::plot::color_map::{Color, GRID, INK};
use crate::plot::font;

/// All lengths are in pixels and meant for the default font size; they grow with the font.
const LINE_WIDTH: f32 = 3.0;
/// Of curves with more points than there are pixels across, so that a noisy loss is no solid band.
const DENSE_LINE_WIDTH: f32 = 1.4;
const MARK_RADIUS: f32 = 6.0;
/// Length of the sample line beside a name in the legend, and the space around it.
const SAMPLE: usize = 36;
const SAMPLE_GAP: usize = 10;
const LEGEND_GAP: usize = 34;
/// Between an axis and its numbers.
const NUMBER_GAP: usize = 10;
/// Space below the title, and below the legend.
const TITLE_GAP: usize = 14;
const BELOW_LEGEND: usize = 10;
/// Numbers beside an axis are at least this many font sizes apart; there are never more than eight of them.
const TICK_WIDTH: f32 = 5.0;
const TICK_HEIGHT: f32 = 3.0;

/// Okabe and Ito's colours, which colour-blind readers tell apart. Source: <https://jfly.uni-koeln.de/color/>.
const PALETTE: [Color; 7] =
    [[0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [230, 159, 0], [86, 180, 233], [90, 90, 90]];

#[expect(clippy::indexing_slicing, reason = "all numbers are those of curves")]
impl Curves {
    pub(super) fn draw(&self, x_axis: &Axis, y_axis: &Axis) -> Canvas {
        let at_most = |length: usize, apart: f32| ((length as f32 / (apart * self.text_size)) as usize).clamp(2, 8);
        let x_ticks = x_axis.ticks(at_most(self.area.0, TICK_WIDTH));
        let y_ticks = y_axis.ticks(at_most(self.area.1, TICK_HEIGHT));
        let (line, text, gap, margin) = (self.line(), self.text(), self.grown(NUMBER_GAP), self.grown(MARGIN));
        let title_style = TextStyle { size: TITLE_SIZE * self.growth(), ..TEXT };
        let title = font::wrap(&self.title, title_style.size, self.area.0 as f32);
        let title_line = font::line_height(title_style.size) as usize;
        let title_height = if title.is_empty() { 0 } else { title.len() * title_line + self.grown(TITLE_GAP) };
        let legend = self.legend();
        let legend_height = if legend.is_empty() { 0 } else { legend.len() * line + self.grown(BELOW_LEGEND) };
        let numbers = font::widest(y_ticks.iter().map(|tick| tick.label.as_str()), text.size).ceil() as usize;
        let y_label = if self.y_label.is_empty() { 0 } else { line + gap };
        let x_label = if self.x_label.is_empty() { 0 } else { line };
        let (left, top) = (margin + y_label + numbers + gap, margin + title_height + legend_height);
        let area = Rect { left, top, width: self.area.0, height: self.area.1 };
        let mut canvas = Canvas::new(area.right() + 2 * margin, area.bottom() + gap + line + x_label + margin);
        let middle = area.center();
        canvas.lines(&title, (middle.0, margin), title_style);
        self.draw_legend(&mut canvas, &legend, (middle.0, margin + title_height));
        self.draw_axes(&mut canvas, area, (&x_ticks, &y_ticks));
        canvas.text(&self.x_label, (middle.0, (area.bottom() + gap + line + line / 2) as f32), text);
        let beside = (margin + line / 2) as f32;
        canvas.text(&self.y_label, (beside, middle.1), TextStyle { upward: true, ..text });
        for (index, curve) in self.curves.iter().enumerate() {
            canvas.curve(&self.pieces(curve, area, (x_axis, y_axis)), area, self.style_of(index, area.width));
        }
        canvas
    }

    fn draw_axes(&self, canvas: &mut Canvas, area: Rect, (x_ticks, y_ticks): (&[Tick], &[Tick])) {
        let (text, gap) = (self.text(), self.grown(NUMBER_GAP));
        for tick in x_ticks {
            let x = area.left + (tick.position * (area.width - 1) as f64).round() as usize;
            canvas.fill(Rect { left: x, width: 1, ..area }, GRID);
            let below = area.bottom() as f32 + gap as f32 + font::line_height(text.size) / 2.0;
            canvas.text(&tick.label, (x as f32, below), text);
        }
        for tick in y_ticks {
            let y = area.top + ((1.0 - tick.position) * (area.height - 1) as f64).round() as usize;
            canvas.fill(Rect { top: y, height: 1, ..area }, GRID);
            let beside = (area.left - gap) as f32;
            canvas.text(&tick.label, (beside, y as f32), TextStyle { align: Align::End, ..text });
        }
        canvas.fill(Rect { left: area.left - 1, width: 1, ..area }, INK);
        canvas.fill(Rect { left: area.left - 1, top: area.bottom(), width: area.width + 1, height: 1 }, INK);
    }

    /// How much larger than by default everything is.
    fn growth(&self) -> f32 {
        self.text_size / TEXT_SIZE
    }

    fn grown(&self, pixels: usize) -> usize {
        (pixels as f32 * self.growth()).round() as usize
    }

    fn text(&self) -> TextStyle {
        TextStyle { size: self.text_size, ..TEXT }
    }

    fn line(&self) -> usize {
        font::line_height(self.text_size) as usize
    }

    /// Once the colours are used up, they come again in dashes; a curve that is dashed anyway stays so.
    fn style_of(&self, index: usize, across: usize) -> CurveStyle {
        let (curve, round) = (&self.curves[index], index / PALETTE.len());
        let width = match curve.kind {
            Kind::Marks => MARK_RADIUS,
            _ if curve.points.len() > across => DENSE_LINE_WIDTH,
            _ => LINE_WIDTH,
        };
        let dashed = curve.kind == Kind::Dashed || !round.is_multiple_of(2);
        CurveStyle { width: width * self.growth(), color: PALETTE[index % PALETTE.len()], dashed }
    }

    /// The points in pixels, parted where numbers cannot be drawn.
    fn pieces(&self, curve: &Curve, area: Rect, (x_axis, y_axis): (&Axis, &Axis)) -> Vec<Vec<Point>> {
        let (width, height) = ((area.width - 1) as f32, (area.height - 1) as f32);
        let to_pixels = |&(x, y): &(f64, f64)| {
            let (right, up) = (x_axis.position(x) as f32, y_axis.position(y) as f32);
            let (x, y) = (area.left as f32 + right * width, area.top as f32 + (1.0 - up) * height);
            (x.clamp(-FARTHEST, FARTHEST), y.clamp(-FARTHEST, FARTHEST))
        };
        if curve.kind == Kind::Marks {
            let drawable = curve.points.iter().filter(|point| self.is_drawable(**point));
            return drawable.map(|point| vec![to_pixels(point)]).collect();
        }
        let pieces = curve.points.split(|point| !self.is_drawable(*point));
        pieces.map(|piece| thinned(&piece.iter().map(to_pixels).collect::<Vec<_>>())).collect()
    }

    /// Rows of curves whose names fit side by side; none when there is nothing to tell apart.
    fn legend(&self) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        if self.curves.len() < 2 {
            return rows;
        }
        for index in (0..self.curves.len()).filter(|index| !self.curves[*index].name.is_empty()) {
            match rows.last_mut() {
                Some(row) if self.row_width(row) + self.grown(LEGEND_GAP) + self.row_width(&[index]) <= self.area.0 => {
                    row.push(index)
                }
                _ => rows.push(vec![index]),
            }
        }
        rows
    }

    fn row_width(&self, row: &[usize]) -> usize {
        let name = |index: usize| font::text_width(&self.curves[index].name, self.text_size).ceil() as usize;
        let entries = row.iter().map(|&index| self.grown(SAMPLE) + self.grown(SAMPLE_GAP) + name(index));
        entries.sum::<usize>() + self.grown(LEGEND_GAP) * row.len().saturating_sub(1)
    }

    fn draw_legend(&self, canvas: &mut Canvas, rows: &[Vec<usize>], (middle, top): (f32, usize)) {
        let (line, sample_width) = (self.line(), self.grown(SAMPLE));
        for (row, top) in rows.iter().zip((top..).step_by(line)) {
            let mut left = (middle as usize).saturating_sub(self.row_width(row) / 2);
            for &index in row {
                let y = (top + line / 2) as f32;
                let ends = match self.curves[index].kind {
                    Kind::Marks => vec![(left as f32 + sample_width as f32 / 2.0, y)],
                    _ => vec![(left as f32 + 2.0, y), ((left + sample_width) as f32 - 3.0, y)],
                };
                let sample = Rect { left, top, width: sample_width, height: line };
                canvas.curve(&[ends], sample, self.style_of(index, usize::MAX));
                let name = ((left + sample_width + self.grown(SAMPLE_GAP)) as f32, y);
                canvas.text(&self.curves[index].name, name, TextStyle { align: Align::Start, ..self.text() });
                left += self.row_width(&[index]) + self.grown(LEGEND_GAP);
            }
        }
    }
}

/// Of neighbours in one column of pixels, keeps the first, the lowest, the highest and the last: the picture is the same,
/// but the time to draw it does not grow with the points. Source: Jugel et al., "M4: A Visualization-Oriented Time Series
/// Data Aggregation", 2014.
#[expect(clippy::indexing_slicing, reason = "a chunk has a first and a last point, and all places lie between")]
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
        assert!(thinned(&noise).len() <= 4 * 840);
    }
}
