//! Things put together from lines and shapes: pictures, planes, blocks, bars, brackets.

use ndarray::{ArrayView2, ArrayView3};
use tiny_skia::{LineJoin, PathBuilder};

use super::line::distance;
use super::{Area, Diagram, Look, Point, Stroke, TextLook};
use crate::plot::color_map::{Color, ColorMap, NOT_A_NUMBER, WHITE, is_dark};

/// How much darker the upper and the other side of a block are than its front: 0 is not at all, 1 is black.
const SHADES: (f32, f32) = (0.08, 0.2);
/// Length of the corners of brackets, in pixels.
const CORNER: f32 = 12.0;
/// Width of the line around the parts of a bar, in pixels.
const BAR_LINE: f32 = 3.0;

impl Diagram {
    /// Puts an image `[height, width]` with its upper left corner at a point: 0 has the colour of the map's low end, 1
    /// of its high end; each value becomes `scale` times `scale` pixels. Returns the area that it takes.
    ///
    /// ```
    /// use ndarray::array;
    /// use shared::plot::{ColorMap, Diagram};
    ///
    /// let mut diagram = Diagram::new(100, 100);
    /// let area = diagram.image((10.0, 10.0), array![[0.0, 0.5], [1.0, 0.0]].view(), 20, ColorMap::Binary);
    /// assert_eq!((area.right(), area.bottom()), (50.0, 50.0));
    /// ```
    #[expect(clippy::indexing_slicing, reason = "rows and columns are those of the array")]
    pub fn image(&mut self, top_left: Point, values: ArrayView2<'_, f32>, scale: usize, map: ColorMap) -> Area {
        let color = |value: f32| if value.is_nan() { NOT_A_NUMBER } else { map.color(f64::from(value)) };
        self.pixels(top_left, values.dim(), scale, |row, column| color(values[[row, column]]))
    }

    /// Puts a colour image `[height, width, 3]` with its upper left corner at a point; each pixel becomes `scale` times
    /// `scale` pixels. Returns the area that it takes.
    ///
    /// # Panics
    /// When the last axis is not 3.
    #[expect(clippy::indexing_slicing, reason = "rows, columns and channels are those of the array")]
    #[track_caller]
    pub fn image_rgb(&mut self, top_left: Point, bytes: ArrayView3<'_, u8>, scale: usize) -> Area {
        let (height, width, channels) = bytes.dim();
        assert!(channels == 3, "Diagram: expected an image [height, width, 3], found {:?}", bytes.shape());
        let color = |row, column| std::array::from_fn(|channel| bytes[[row, column, channel]]);
        self.pixels(top_left, (height, width), scale, color)
    }

    fn pixels(
        &mut self,
        (left, top): Point,
        (height, width): (usize, usize),
        scale: usize,
        color: impl Fn(usize, usize) -> Color,
    ) -> Area {
        let (left, top) = (left.round(), top.round());
        for (y, x) in (0..height * scale).flat_map(|y| (0..width * scale).map(move |x| (y, x))) {
            self.canvas.blend(left as i32 + x as i32, top as i32 + y as i32, color(y / scale, x / scale), 1.0);
        }
        Area::new(left, top, (width * scale) as f32, (height * scale) as f32)
    }

    /// Draws `count` planes behind each other, such as the channels of an image: the nearest at `front`, each farther
    /// one moved by `step` (right, down). Returns the area of all.
    ///
    /// ```
    /// use shared::plot::{Area, Diagram, Look, palette};
    ///
    /// let mut diagram = Diagram::new(300, 300);
    /// let front = Area::new(20.0, 120.0, 150.0, 150.0);
    /// let all = diagram.stack(front, 3, (40.0, -40.0), Look::default().fill(palette::LIGHT_BLUE));
    /// assert_eq!(all, Area::new(20.0, 40.0, 230.0, 230.0));
    /// ```
    pub fn stack(&mut self, front: Area, count: usize, (right, down): Point, look: Look) -> Area {
        let places = (0..count).rev().map(|index| front.moved(right * index as f32, down * index as f32));
        places.fold(front, |all, place| {
            self.rect(place, look);
            all.joined(place)
        })
    }

    /// Draws a block: its front, and the upper (or lower) and the right (or left) side between the front and the same
    /// area moved by `depth` (right, down). Returns the area of all.
    pub fn cuboid(&mut self, front: Area, depth: Point, look: Look) -> Area {
        let [top_left, top_right, bottom_right, bottom_left] = front.corners();
        let back = |corner: Point| (corner.0 + depth.0, corner.1 + depth.1);
        let (first, second) = if depth.1 < 0.0 { (top_left, top_right) } else { (bottom_left, bottom_right) };
        self.polygon(&[first, second, back(second), back(first)], shaded(look, SHADES.0));
        let (first, second) = if depth.0 < 0.0 { (top_left, bottom_left) } else { (top_right, bottom_right) };
        self.polygon(&[first, second, back(second), back(first)], shaded(look, SHADES.1));
        self.polygon(&front.corners(), look);
        front.joined(front.moved(depth.0, depth.1))
    }

    /// Draws a bar cut into parts from left to right, each with its share of the width, its text and its colour;
    /// returns their areas.
    ///
    /// ```
    /// use shared::plot::{Area, Diagram, TextLook, palette};
    ///
    /// let mut diagram = Diagram::new(800, 100);
    /// let parts = [(5.0, "Training", palette::LIGHT_BLUE), (1.0, "Validation", palette::LIGHT_ORANGE)];
    /// let areas = diagram.bar(Area::new(20.0, 20.0, 760.0, 60.0), &parts, TextLook::default());
    /// assert!(areas[0].width > 4.9 * areas[1].width);
    /// ```
    ///
    /// # Panics
    /// When there are no shares above 0, or one is negative or not a number, or when the font lacks a character.
    #[track_caller]
    pub fn bar(&mut self, area: Area, parts: &[(f32, &str, Color)], look: TextLook) -> Vec<Area> {
        let total: f32 = parts.iter().map(|part| part.0).sum();
        assert!(
            total > 0.0 && total.is_finite() && parts.iter().all(|part| part.0 >= 0.0),
            "Diagram: expected shares of a bar that are not negative and not all 0, found {:?}",
            parts.iter().map(|part| part.0).collect::<Vec<_>>()
        );
        let (mut before, mut areas) = (0.0, Vec::with_capacity(parts.len()));
        for &(share, text, color) in parts {
            let (left, width) = (area.left + area.width * before / total, area.width * share / total);
            let place = Area::new(left, area.top, width, area.height).rounded();
            let color_of_text = if is_dark(color) { WHITE } else { look.color };
            let border = Stroke::new(BAR_LINE, look.color);
            self.box_node(place, text, Look::filled(color).stroke(border).text(look.color(color_of_text)));
            before += share;
            areas.push(place);
        }
        areas
    }

    /// Draws square brackets at the left and right side of an area, as around a matrix.
    pub fn brackets(&mut self, area: Area, stroke: Stroke) {
        let (top, bottom) = (area.top - stroke.width / 2.0, area.bottom() + stroke.width / 2.0);
        for (x, inward) in [(area.left, CORNER), (area.right(), -CORNER)] {
            // The corners are pointed, unlike those of a polyline.
            let mut path = PathBuilder::new();
            path.move_to(x + inward, top);
            path.line_to(x, top);
            path.line_to(x, bottom);
            path.line_to(x + inward, bottom);
            if let Some(path) = path.finish() {
                self.canvas.paint(&path, Some(&stroke.to_skia(LineJoin::Miter)), stroke.color);
            }
        }
    }

    /// Draws a curly brace from one point to another. Its tip lies `depth` pixels beside the middle: below for a brace
    /// from left to right, to the left for one from top to bottom; on the other side when `depth` is negative. Returns
    /// the tip.
    pub fn brace(&mut self, from: Point, to: Point, depth: f32, stroke: Stroke) -> Point {
        let length = distance(from, to).max(f32::MIN_POSITIVE);
        let along = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let at = |part: f32, aside: f32| {
            (from.0 + along.0 * part - along.1 * aside, from.1 + along.1 * part + along.0 * aside)
        };
        let (half, bend) = (depth / 2.0, (depth.abs() / 2.0).min(length / 4.0));
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        for ((x1, y1), (x, y), straight) in [
            (at(0.0, half), at(bend, half), at(length / 2.0 - bend, half)),
            (at(length / 2.0, half), at(length / 2.0, depth), at(length / 2.0, depth)),
            (at(length / 2.0, half), at(length / 2.0 + bend, half), at(length - bend, half)),
            (at(length, half), to, to),
        ] {
            path.quad_to(x1, y1, x, y);
            path.line_to(straight.0, straight.1);
        }
        if let Some(path) = path.finish() {
            self.canvas.paint(&path, Some(&stroke.to_skia(LineJoin::Round)), stroke.color);
        }
        at(length / 2.0, depth)
    }
}

fn shaded(look: Look, part: f32) -> Look {
    let darker = |color: Color| color.map(|value| (f32::from(value) * (1.0 - part)).round() as u8);
    Look { fill: look.fill.map(darker), ..look }
}
