//! Straight, broken and smooth lines, and their arrow heads.

use tiny_skia::{LineJoin, PathBuilder};

use super::look::Heads;
use super::{Diagram, Point, Stroke};

/// Half the width of an arrow head over its length.
const HEAD_HALF_WIDTH: f32 = 0.4;
/// Straight pieces between two points of a smooth line.
const PIECES: usize = 16;

impl Diagram {
    /// Draws a straight line, with arrow heads where the stroke has them.
    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.polyline(&[from, to], stroke);
    }

    /// Draws a straight line with a head, whose tip lies exactly at `to`.
    ///
    /// ```
    /// use shared::plot::{Diagram, Stroke};
    ///
    /// let mut diagram = Diagram::new(200, 100);
    /// diagram.arrow((20.0, 50.0), (180.0, 50.0), Stroke::default());
    /// ```
    pub fn arrow(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.polyline(&[from, to], with_head(stroke));
    }

    /// Draws straight lines from point to point; fewer than two points are nothing.
    pub fn polyline(&mut self, points: &[Point], stroke: Stroke) {
        let mut shaft = points.to_vec();
        if stroke.heads != Heads::None {
            self.end_in_head(&mut shaft, stroke);
        }
        if stroke.heads == Heads::Both {
            shaft.reverse();
            self.end_in_head(&mut shaft, stroke);
            shaft.reverse();
        }
        let mut path = PathBuilder::new();
        for (index, &(x, y)) in shaft.iter().enumerate() {
            if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        if let Some(path) = path.finish() {
            self.canvas.paint(&path, Some(&stroke.to_skia(LineJoin::Round)), stroke.color);
        }
    }

    /// Draws a smooth line through all points. Source: Catmull and Rom, "A class of local interpolating splines", 1974.
    ///
    /// ```
    /// use shared::plot::{Diagram, Stroke, palette};
    ///
    /// let mut diagram = Diagram::new(200, 100);
    /// let back = [(180.0, 80.0), (100.0, 20.0), (20.0, 80.0)];
    /// diagram.curve(&back, Stroke::new(4.0, palette::BLUE).arrow());
    /// ```
    pub fn curve(&mut self, points: &[Point], stroke: Stroke) {
        self.polyline(&smooth(points), stroke);
    }

    /// Paints a head at the end of a line, and shortens the line so that it ends within the head.
    fn end_in_head(&mut self, shaft: &mut Vec<Point>, stroke: Stroke) {
        let Some(&tip) = shaft.last() else { return };
        let whole: f32 = shaft.array_windows().map(|&[from, to]| distance(from, to)).sum();
        let length = (8.0 + 3.5 * stroke.width).min(whole);
        if length == 0.0 || !length.is_finite() {
            return;
        }
        let foot = cut_end(shaft, length);
        let (right, down) = ((tip.0 - foot.0) / length, (tip.1 - foot.1) / length);
        let half = length * HEAD_HALF_WIDTH;
        let corners = [(foot.0 - down * half, foot.1 + right * half), (foot.0 + down * half, foot.1 - right * half)];
        self.fill_polygon(&[tip, corners[0], corners[1]], stroke.color);
        // Without a seam between line and head.
        shaft.push((foot.0 + right * length * 0.2, foot.1 + down * length * 0.2));
    }
}

/// The stroke of an arrow: one head, unless it has two already.
pub(super) fn with_head(stroke: Stroke) -> Stroke {
    if stroke.heads == Heads::None { stroke.arrow() } else { stroke }
}

pub(super) fn distance(from: Point, to: Point) -> f32 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

/// Takes `length` away from the end of a line that is at least as long; returns the new end.
fn cut_end(line: &mut Vec<Point>, length: f32) -> Point {
    let mut left_over = length;
    while let Some(end) = line.pop() {
        let Some(&before) = line.last() else {
            line.push(end);
            return end;
        };
        let piece = distance(before, end);
        if piece >= left_over && piece > 0.0 {
            let part = left_over / piece;
            let foot = (end.0 + (before.0 - end.0) * part, end.1 + (before.1 - end.1) * part);
            line.push(foot);
            return foot;
        }
        left_over -= piece;
    }
    unreachable!("a line of some length has points")
}

/// Points on a smooth line through these points.
#[expect(
    clippy::indexing_slicing,
    reason = "places beyond an end are moved to it, and there is a point if there is any place"
)]
fn smooth(points: &[Point]) -> Vec<Point> {
    let at = |index: isize| points[index.clamp(0, points.len() as isize - 1) as usize];
    let mut line: Vec<Point> = points.first().copied().into_iter().collect();
    for index in 0..points.len().saturating_sub(1) as isize {
        let around = [at(index - 1), at(index), at(index + 1), at(index + 2)];
        line.extend((1..=PIECES).map(|piece| {
            let part = piece as f32 / PIECES as f32;
            (spline(around.map(|point| point.0), part), spline(around.map(|point| point.1), part))
        }));
    }
    line
}

/// Between the second and the third of four numbers, with slopes that are half the distance of the neighbours.
fn spline([a, b, c, d]: [f32; 4], part: f32) -> f32 {
    let (slope_b, slope_c) = ((c - a) / 2.0, (d - b) / 2.0);
    let (square, cube) = (part * part, part * part * part);
    b * (2.0 * cube - 3.0 * square + 1.0)
        + slope_b * (cube - 2.0 * square + part)
        + c * (3.0 * square - 2.0 * cube)
        + slope_c * (cube - square)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smooth_line_passes_through_its_points_and_is_straight_between_equal_steps() {
        let points = [(0.0, 0.0), (10.0, 5.0), (20.0, 10.0), (30.0, 0.0)];
        let line = smooth(&points);
        for (index, point) in points.iter().enumerate() {
            assert!(distance(line[index * PIECES], *point) < 1e-4);
        }
        let middle = line[PIECES + PIECES / 2];
        assert!(middle.0 == 15.0 && middle.1 > 7.5, "rounds the summit: {middle:?}");
        assert!(smooth(&[]).is_empty());
        assert_eq!(smooth(&[(1.0, 2.0)]), [(1.0, 2.0)]);
    }

    #[test]
    fn the_end_of_a_line_is_cut_across_its_points() {
        let mut line = vec![(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (10.0, 4.0)];
        assert_eq!(cut_end(&mut line, 7.0), (7.0, 0.0));
        assert_eq!(line, [(0.0, 0.0), (7.0, 0.0)]);
        assert_eq!(cut_end(&mut line, 7.0), (0.0, 0.0));
    }
}
