//! Closed shapes.

use tiny_skia::{LineJoin, Path, PathBuilder, Rect};

use super::{Area, Diagram, Look, Point};
use crate::plot::color_map::Color;

/// How far the handles of a quarter of a circle lie from its ends, over the radius.
const QUARTER: f32 = 0.552_284_8;

impl Diagram {
    /// Draws a rectangle.
    ///
    /// ```
    /// use shared::plot::{Area, Diagram, Look, Stroke, palette};
    ///
    /// let mut diagram = Diagram::new(200, 100);
    /// diagram.rect(Area::new(20.0, 20.0, 160.0, 60.0), Look::default().fill(palette::LIGHT_GREEN).rounded(10.0));
    /// ```
    pub fn rect(&mut self, area: Area, look: Look) {
        let path = if look.rounded > 0.0 { rounded_rect(area, look.rounded) } else { polygon(&area.corners()) };
        self.shape(path, look, LineJoin::Miter);
    }

    /// Draws a circle.
    pub fn circle(&mut self, (x, y): Point, radius: f32, look: Look) {
        let area = Area::around((x, y), 2.0 * radius, 2.0 * radius);
        let bounds = Rect::from_ltrb(area.left, area.top, area.right(), area.bottom());
        self.shape(bounds.and_then(PathBuilder::from_oval), look, LineJoin::Miter);
    }

    /// Draws a shape through these corners, back to the first; fewer than two are nothing.
    pub fn polygon(&mut self, corners: &[Point], look: Look) {
        self.shape(polygon(corners), look, LineJoin::Round);
    }

    pub(super) fn fill_polygon(&mut self, corners: &[Point], color: Color) {
        if let Some(path) = polygon(corners) {
            self.canvas.paint(&path, None, color);
        }
    }

    fn shape(&mut self, path: Option<Path>, look: Look, join: LineJoin) {
        let Some(path) = path else { return };
        if let Some(color) = look.fill {
            self.canvas.paint(&path, None, color);
        }
        if let Some(stroke) = look.stroke {
            self.canvas.paint(&path, Some(&stroke.to_skia(join)), stroke.color);
        }
    }
}

fn polygon(corners: &[Point]) -> Option<Path> {
    let (&(x, y), rest) = corners.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(x, y);
    rest.iter().for_each(|&(x, y)| path.line_to(x, y));
    path.close();
    path.finish()
}

fn rounded_rect(area: Area, radius: f32) -> Option<Path> {
    let radius = radius.min(area.width / 2.0).min(area.height / 2.0);
    let (left, top, right, bottom) = (area.left, area.top, area.right(), area.bottom());
    let handle = radius * (1.0 - QUARTER);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - handle, top, right, top + handle, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + handle, bottom, left, bottom - handle, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
    path.finish()
}
