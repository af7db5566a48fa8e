//! Smooth thick lines: how much of each pixel a curve covers.

use super::canvas::{Canvas, Rect};
use super::color_map::Color;

/// A point in pixels; whole numbers are the middles of pixels.
pub(super) type Point = (f32, f32);

const DASH: f32 = 12.0;
const DASH_GAP: f32 = 7.0;

/// The trace of one pen: however often it crosses a pixel, the pixel is painted once.
pub(super) struct Stroke {
    area: Rect,
    radius: f32,
    coverage: Vec<f32>,
}

impl Stroke {
    /// A pen of this width that writes within `area` only.
    pub fn new(area: Rect, width: f32) -> Stroke {
        Stroke { area, radius: width / 2.0, coverage: vec![0.0; area.width * area.height] }
    }

    /// A line through all the points; a single one becomes a dot.
    pub fn line(&mut self, points: &[Point]) {
        if let [point] = points {
            self.dot(*point, 2.0 * self.radius);
        }
        for ends in points.windows(2) {
            self.segment(ends[0], ends[1], self.radius);
        }
    }

    /// As [`Stroke::line`], but in dashes.
    pub fn dashed_line(&mut self, points: &[Point]) {
        if points.len() < 2 {
            return self.line(points);
        }
        let mut walked = 0.0;
        for ends in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (ends[0], ends[1]);
            let length = (x1 - x0).hypot(y1 - y0);
            let at = |distance: f32| {
                let part = if length > 0.0 { distance / length } else { 0.0 };
                (x0 + part * (x1 - x0), y0 + part * (y1 - y0))
            };
            let period = DASH + DASH_GAP;
            let mut dash = -(walked % period);
            while dash < length {
                if dash + DASH > 0.0 {
                    self.segment(at(dash.max(0.0)), at((dash + DASH).min(length)), self.radius);
                }
                dash += period;
            }
            walked += length;
        }
    }

    /// A filled circle.
    pub fn dot(&mut self, center: Point, radius: f32) {
        self.segment(center, center, radius);
    }

    /// A line with round ends.
    fn segment(&mut self, from: Point, to: Point, radius: f32) {
        let (delta_x, delta_y) = (to.0 - from.0, to.1 - from.1);
        let reach = radius + 1.0;
        let length_squared = delta_x * delta_x + delta_y * delta_y;
        let rows = self.rows(from.1.min(to.1) - reach, from.1.max(to.1) + reach);
        for y in rows {
            // Only the part of the line near this row can touch it.
            let part_at = |height: f32| if delta_y.abs() < 1e-6 { None } else { Some((height - from.1) / delta_y) };
            let parts = [part_at(y as f32 - reach).unwrap_or(0.0), part_at(y as f32 + reach).unwrap_or(1.0)];
            let [x0, x1] = parts.map(|part| from.0 + part.clamp(0.0, 1.0) * delta_x);
            for x in self.columns(x0.min(x1) - reach, x0.max(x1) + reach) {
                let (right, down) = (x as f32 - from.0, y as f32 - from.1);
                let along =
                    if length_squared > 0.0 { (right * delta_x + down * delta_y) / length_squared } else { 0.0 };
                let along = along.clamp(0.0, 1.0);
                let distance = (right - along * delta_x).hypot(down - along * delta_y);
                let covered = (radius + 0.5 - distance).clamp(0.0, 1.0);
                let pixel = &mut self.coverage[(y - self.area.top) * self.area.width + x - self.area.left];
                *pixel = pixel.max(covered);
            }
        }
    }

    fn rows(&self, low: f32, high: f32) -> std::ops::Range<usize> {
        clipped(low, high, self.area.top, self.area.bottom())
    }

    fn columns(&self, low: f32, high: f32) -> std::ops::Range<usize> {
        clipped(low, high, self.area.left, self.area.right())
    }

    pub fn paint(&self, canvas: &mut Canvas, color: Color) {
        for (index, covered) in self.coverage.iter().enumerate().filter(|(_, covered)| **covered > 0.0) {
            let (x, y) = (self.area.left + index % self.area.width, self.area.top + index / self.area.width);
            canvas.blend(x as i32, y as i32, color, *covered);
        }
    }
}

/// The pixels between two places, as far as they lie in `start..end`.
fn clipped(low: f32, high: f32, start: usize, end: usize) -> std::ops::Range<usize> {
    let first = (low.floor().max(0.0) as usize).clamp(start, end);
    let last = (high.ceil().max(0.0) as usize + 1).clamp(start, end);
    first..last
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect { left: 10, top: 20, width: 60, height: 40 };

    fn covered(stroke: &Stroke, x: usize, y: usize) -> f32 {
        stroke.coverage[(y - AREA.top) * AREA.width + x - AREA.left]
    }

    #[test]
    fn the_area_covered_is_length_times_width() {
        for to in [(50.0, 30.0), (20.0, 50.0), (50.0, 50.0)] {
            let mut stroke = Stroke::new(AREA, 3.0);
            stroke.line(&[(20.0, 30.0), to]);
            let length = (to.0 - 20.0f32).hypot(to.1 - 30.0);
            let expected = length * 3.0 + std::f32::consts::PI * 1.5 * 1.5; // with both round ends
            let total: f32 = stroke.coverage.iter().sum();
            assert!((total - expected).abs() < 0.05 * expected, "{total} instead of {expected}");
        }
    }

    #[test]
    fn lines_beyond_the_area_are_cut() {
        let mut stroke = Stroke::new(AREA, 3.0);
        stroke.line(&[(-100.0, 40.0), (500.0, 40.0), (500.0, -900.0)]);
        assert_eq!((covered(&stroke, 10, 40), covered(&stroke, 69, 40), covered(&stroke, 40, 45)), (1.0, 1.0, 0.0));
    }

    #[test]
    fn dashes_leave_gaps() {
        let mut stroke = Stroke::new(AREA, 3.0);
        stroke.dashed_line(&[(12.0, 30.0), (40.0, 30.0), (68.0, 30.0)]);
        let row: Vec<f32> = (12..68).map(|x| covered(&stroke, x, 30)).collect();
        assert!(row.contains(&0.0) && row.iter().filter(|covered| **covered == 1.0).count() > 30);
    }

    #[test]
    fn one_point_is_a_dot() {
        let mut stroke = Stroke::new(AREA, 3.0);
        stroke.line(&[(30.0, 30.0)]);
        assert_eq!((covered(&stroke, 32, 30), covered(&stroke, 35, 30)), (1.0, 0.0));
    }
}
