//! A white sheet of pixels with what every picture needs: rectangles, text, and smooth lines.

use std::path::{Path, PathBuf};

use ndarray::{Array3, s};
use tiny_skia::{self as skia, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use super::color_map::{Color, INK};
use super::font;
use crate::Result;
use crate::image::save_png;

/// Free space around a picture, in pixels.
pub(super) const MARGIN: usize = 28;
/// Font size of the title, in pixels.
pub(super) const TITLE_SIZE: f32 = 26.0;
/// Font size of everything else, in pixels.
pub(super) const TEXT_SIZE: f32 = 20.0;

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rect {
    pub left: usize,
    pub top: usize,
    pub width: usize,
    pub height: usize,
}

impl Rect {
    pub fn right(&self) -> usize {
        self.left + self.width
    }

    pub fn bottom(&self) -> usize {
        self.top + self.height
    }

    pub fn center(&self) -> (f32, f32) {
        (self.left as f32 + self.width as f32 / 2.0, self.top as f32 + self.height as f32 / 2.0)
    }
}

/// Which part of the text stands at the given point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextStyle {
    pub size: f32,
    pub color: Color,
    pub align: Align,
    /// Turned to run from the bottom up, as beside a vertical axis.
    pub upward: bool,
}

/// Ordinary text in the middle of its place; other looks differ by a field or two.
pub(super) const TEXT: TextStyle = TextStyle { size: TEXT_SIZE, color: INK, align: Align::Middle, upward: false };

/// A point in pixels; whole numbers are the middles of pixels.
pub(super) type Point = (f32, f32);

/// How a curve looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct CurveStyle {
    /// In pixels.
    pub width: f32,
    pub color: Color,
    pub dashed: bool,
}

/// Lengths of a dash and of the gap after it, in pixels; round ends make the dash longer by the width of the line.
const DASHES: [f32; 2] = [12.0, 7.0];
/// The widest line, in pixels, for which these lengths are meant; they grow with wider ones.
const DASHED_WIDTH: f32 = 3.0;

/// Beyond this, in pixels from the sheet's corner, the rasteriser may fail.
pub(super) const FARTHEST: f32 = 1e6;

#[derive(Clone)]
pub(super) struct Canvas {
    /// `[height, width, 3]`.
    pixels: Array3<u8>,
}

impl Canvas {
    /// A white sheet.
    pub fn new(width: usize, height: usize) -> Canvas {
        Canvas { pixels: Array3::from_elem((height, width, 3), 255) }
    }

    pub fn width(&self) -> usize {
        self.pixels.dim().1
    }

    /// Fills a rectangle; parts outside of the sheet are ignored.
    pub fn fill(&mut self, rect: Rect, color: Color) {
        let (height, width, _) = self.pixels.dim();
        let (bottom, right) = (rect.bottom().min(height), rect.right().min(width));
        let mut inside = self.pixels.slice_mut(s![rect.top.min(bottom)..bottom, rect.left.min(right)..right, ..]);
        for (channel, value) in color.into_iter().enumerate() {
            inside.slice_mut(s![.., .., channel]).fill(value);
        }
    }

    /// Draws a line, one pixel wide, around the outside of a rectangle that does not touch the sheet's edge.
    pub fn frame(&mut self, rect: Rect, color: Color) {
        let (left, top, width, height) = (rect.left - 1, rect.top - 1, rect.width + 2, rect.height + 2);
        self.fill(Rect { left, top, width, height: 1 }, color);
        self.fill(Rect { left, top: rect.bottom(), width, height: 1 }, color);
        self.fill(Rect { left, top, width: 1, height }, color);
        self.fill(Rect { left: rect.right(), top, width: 1, height }, color);
    }

    /// Writes one line of text; `y` is the middle of its capital letters (for upward text, `x` is).
    pub fn text(&mut self, text: &str, (x, y): (f32, f32), style: TextStyle) {
        let line = font::lay_out(text, style.size);
        let along = match style.align {
            Align::Start => 0.0,
            Align::Middle => -line.width / 2.0,
            Align::End => -line.width,
        };
        let middle = font::middle_height(style.size);
        // The pen starts on a whole pixel, so that equal words look equal everywhere.
        let (pen_x, pen_y) = if style.upward { (x + middle, y - along) } else { (x + along, y + middle) };
        let (pen_x, pen_y) = (pen_x.round() as i32, pen_y.round() as i32);
        for glyph in &line.glyphs {
            let corner = glyph.px_bounds().min;
            glyph.draw(|column, row, coverage| {
                let (right, down) = (corner.x as i32 + column as i32, corner.y as i32 + row as i32);
                let (x, y) = if style.upward { (pen_x + down, pen_y - right) } else { (pen_x + right, pen_y + down) };
                self.blend(x, y, style.color, coverage);
            });
        }
    }

    /// Writes several lines below each other, the first one's top at `top`; returns where the next would begin.
    pub fn lines(&mut self, lines: &[String], (x, top): (f32, usize), style: TextStyle) -> usize {
        let height = font::line_height(style.size);
        for (row, line) in lines.iter().enumerate() {
            self.text(line, (x, top as f32 + (row as f32 + 0.5) * height), style);
        }
        top + lines.len() * height as usize
    }

    /// Draws a smooth line through the points of each piece, as far as it lies in `area`; a single point becomes a dot.
    pub fn curve(&mut self, pieces: &[Vec<Point>], area: Rect, style: CurveStyle) {
        // One path for all pieces: however often the curve crosses itself, each pixel is painted once.
        let (mut lines, mut dots) = (PathBuilder::new(), PathBuilder::new());
        for piece in pieces {
            match piece.as_slice() {
                [] => {}
                &[(x, y)] => dots.push_circle(x, y, style.width),
                [(x, y), rest @ ..] => {
                    lines.move_to(*x, *y);
                    rest.iter().for_each(|(x, y)| lines.line_to(*x, *y));
                }
            }
        }
        // A sheet as large as the area cuts off what lies outside; of its pixels only the coverage counts.
        let Some(mut sheet) = Pixmap::new(area.width as u32, area.height as u32) else { return };
        let ink = Paint::default();
        let onto_sheet = Transform::from_translate(0.5 - area.left as f32, 0.5 - area.top as f32);
        if let Some(lines) = lines.finish() {
            // There are no dashes in a line without length, which becomes a dot.
            let lengths = DASHES.map(|length| length * (style.width / DASHED_WIDTH).max(1.0)).to_vec();
            let dashes = style.dashed.then(|| lines.dash(&StrokeDash::new(lengths, 0.0)?, 1.0)).flatten();
            let (line_cap, line_join) = (LineCap::Round, LineJoin::Round);
            let stroke = Stroke { width: style.width, line_cap, line_join, ..Stroke::default() };
            sheet.stroke_path(dashes.as_ref().unwrap_or(&lines), &ink, &stroke, onto_sheet, None);
        }
        if let Some(dots) = dots.finish() {
            sheet.fill_path(&dots, &ink, FillRule::Winding, onto_sheet, None);
        }
        self.blend_covered(&sheet, (area.left, area.top), style.color);
    }

    /// Fills the inside of a path, or draws along it where there is a `stroke`; whole numbers are the edges of pixels.
    /// A path that reaches beyond [`FARTHEST`] is left out.
    pub fn paint(&mut self, path: &skia::Path, stroke: Option<&Stroke>, color: Color) {
        let (height, width, _) = self.pixels.dim();
        // A pointed corner reaches farther than half the width of the line.
        let reach = stroke.map_or(1.0, |stroke| 1.0 + stroke.width * stroke.miter_limit / 2.0);
        let bounds = path.bounds();
        let far = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f32::abs);
        if far.into_iter().any(|length| length > FARTHEST) {
            return;
        }
        let (left, top) = ((bounds.left() - reach).max(0.0) as usize, (bounds.top() - reach).max(0.0) as usize);
        let right = ((bounds.right() + reach).max(0.0) as usize).min(width);
        let bottom = ((bounds.bottom() + reach).max(0.0) as usize).min(height);
        if left >= right || top >= bottom {
            return;
        }
        let Some(mut sheet) = Pixmap::new((right - left) as u32, (bottom - top) as u32) else { return };
        let (ink, onto_sheet) = (Paint::default(), Transform::from_translate(-(left as f32), -(top as f32)));
        match stroke {
            Some(stroke) => sheet.stroke_path(path, &ink, stroke, onto_sheet, None),
            None => sheet.fill_path(path, &ink, FillRule::Winding, onto_sheet, None),
        }
        self.blend_covered(&sheet, (left, top), color);
    }

    /// Mixes a colour into all pixels that `sheet`, laid at `left` and `top`, covers.
    fn blend_covered(&mut self, sheet: &Pixmap, (left, top): (usize, usize), color: Color) {
        let width = sheet.width() as usize;
        for (index, pixel) in sheet.pixels().iter().enumerate().filter(|(_, pixel)| pixel.alpha() > 0) {
            let (x, y) = (left + index % width, top + index / width);
            self.blend(x as i32, y as i32, color, f32::from(pixel.alpha()) / 255.0);
        }
    }

    /// Mixes a colour into a pixel: `coverage` 0 leaves it, 1 replaces it. Ignored outside of the sheet.
    #[expect(clippy::indexing_slicing, reason = "the place has just been compared with the size")]
    pub fn blend(&mut self, x: i32, y: i32, color: Color, coverage: f32) {
        let (height, width, _) = self.pixels.dim();
        if (0..width as i32).contains(&x) && (0..height as i32).contains(&y) {
            for (channel, ink) in color.into_iter().enumerate() {
                let pixel = &mut self.pixels[[y as usize, x as usize, channel]];
                let (old, new) = (f32::from(*pixel), f32::from(ink));
                *pixel = (old + (new - old) * coverage.clamp(0.0, 1.0)).round() as u8;
            }
        }
    }

    /// The pixels `[height, width, 3]`.
    #[cfg(test)]
    pub fn pixels(&self) -> &Array3<u8> {
        &self.pixels
    }

    /// The same, without a copy.
    pub fn into_pixels(self) -> Array3<u8> {
        self.pixels
    }

    /// Writes the sheet as a PNG file.
    pub fn save(&self, path: &Path) -> Result<PathBuf> {
        save_png(path, self.pixels.view())?;
        Ok(path.to_owned())
    }
}

/// A small white picture that says why there is nothing to see.
pub(super) fn empty_picture(title: &str, reason: &str) -> Canvas {
    let title = font::wrap(title, TITLE_SIZE, 640.0);
    let words = title.iter().map(|line| font::text_width(line, TITLE_SIZE)).fold(480.0, f32::max);
    let width = words.max(font::text_width(reason, TEXT_SIZE)).ceil() as usize + 2 * MARGIN;
    let top = MARGIN + title.len() * font::line_height(TITLE_SIZE) as usize;
    let mut canvas = Canvas::new(width, top + 120);
    let middle = width as f32 / 2.0;
    canvas.lines(&title, (middle, MARGIN), TextStyle { size: TITLE_SIZE, ..TEXT });
    canvas.text(reason, (middle, top as f32 + 50.0), TEXT);
    canvas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::color_map::WHITE;

    fn dark_box(canvas: &Canvas) -> (usize, usize, usize, usize) {
        let dark = canvas.pixels.indexed_iter().filter(|(_, value)| **value < 128).map(|((y, x, _), _)| (y, x));
        dark.fold((usize::MAX, 0, usize::MAX, 0), |(top, bottom, left, right), (y, x)| {
            (top.min(y), bottom.max(y), left.min(x), right.max(x))
        })
    }

    #[test]
    fn text_stands_in_the_middle_of_its_point_both_ways() {
        for upward in [false, true] {
            let mut canvas = Canvas::new(200, 200);
            canvas.text("HHHHHH", (100.0, 100.0), TextStyle { upward, ..TEXT });
            let (top, bottom, left, right) = dark_box(&canvas);
            assert!((top + bottom).abs_diff(200) <= 3 && (left + right).abs_diff(200) <= 3);
            assert_eq!(upward, bottom - top > right - left);
        }
    }

    #[test]
    fn nothing_is_drawn_outside_of_the_sheet_and_nothing_breaks() {
        let mut canvas = Canvas::new(20, 10);
        canvas.text("far too long for this", (10.0, 5.0), TEXT);
        canvas.fill(Rect { left: 15, top: 8, width: 50, height: 50 }, [1, 2, 3]);
        canvas.fill(Rect { left: 50, top: 80, width: 5, height: 5 }, [1, 2, 3]);
        canvas.blend(-1, 30, INK, 1.0);
        assert_eq!(canvas.pixels.slice(s![9, 19, ..]).to_vec(), [1, 2, 3]);
    }

    #[test]
    fn a_frame_lies_around_its_rectangle() {
        let mut canvas = Canvas::new(10, 10);
        canvas.frame(Rect { left: 3, top: 3, width: 4, height: 4 }, INK);
        let at = |y: usize, x: usize| canvas.pixels.slice(s![y, x, ..]).to_vec();
        assert_eq!((at(2, 2), at(7, 7)), (INK.to_vec(), INK.to_vec()));
        assert_eq!((at(3, 3), at(6, 6), at(1, 1)), (WHITE.to_vec(), WHITE.to_vec(), WHITE.to_vec()));
    }
    const AREA: Rect = Rect { left: 10, top: 20, width: 60, height: 40 };
    const BLACK: CurveStyle = CurveStyle { width: 3.0, color: [0; 3], dashed: false };

    /// Brightness of one row of a sheet with these pieces in black: 0 where they cover it, 255 where they do not.
    fn row(pieces: &[Vec<Point>], style: CurveStyle, y: usize) -> Vec<u8> {
        let mut canvas = Canvas::new(80, 80);
        canvas.curve(pieces, AREA, style);
        canvas.pixels.slice(s![y, .., 0]).to_vec()
    }

    #[test]
    fn curves_beyond_the_area_are_cut() {
        let far = [vec![(-100.0, 40.0), (500.0, 40.0), (500.0, -900.0)]];
        let expected: Vec<u8> = (0..80).map(|x| if (10..70).contains(&x) { 0 } else { 255 }).collect();
        assert_eq!(row(&far, BLACK, 40), expected);
        assert_eq!([39, 41].map(|y| row(&far, BLACK, y)[40]), [0, 0], "three pixels wide");
        assert_eq!([38, 42].map(|y| row(&far, BLACK, y)[40]), [255, 255]);
    }

    #[test]
    fn dashes_leave_gaps() {
        let line = [vec![(12.0, 30.0), (40.0, 30.0), (62.0, 30.0)]];
        let dashed = row(&line, CurveStyle { dashed: true, ..BLACK }, 30);
        let gaps = |row: &[u8]| row[12..62].chunk_by(|a, b| a == b).filter(|run| run[0] == 255).count();
        assert_eq!((gaps(&dashed), gaps(&row(&line, BLACK, 30))), (2, 0));
    }

    #[test]
    fn a_single_point_is_a_dot_and_pieces_are_not_joined() {
        for dashed in [false, true] {
            let pieces = [vec![(20.0, 30.0)], vec![], vec![(50.0, 30.0), (60.0, 30.0)]];
            let drawn = row(&pieces, CurveStyle { dashed, ..BLACK }, 30);
            assert_eq!([15, 18, 22, 25, 40, 55].map(|x| drawn[x]), [255, 0, 0, 255, 255, 0]);
            let drawn = row(&[vec![(50.0, 30.0); 2]], CurveStyle { dashed, ..BLACK }, 30);
            assert_eq!([47, 50, 53].map(|x| drawn[x]), [255, 0, 255], "a line without length");
        }
    }
}
