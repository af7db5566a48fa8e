//! Text of a diagram: several lines, raised and lowered pieces, turned.

use tiny_skia::{LineJoin, Path, PathBuilder, Transform};

use super::{Area, Diagram, Point, Stroke, TextLook};
use crate::plot::canvas::Align;
use crate::plot::font;

/// Font size of raised and lowered pieces, and how far they are moved, over the font size of the line.
const SCRIPT_SIZE: f32 = 0.68;
const LOWERED: f32 = 0.2;
const RAISED: f32 = 0.36;
/// Width of the line around letters that makes them bold, over the font size.
const BOLD: f32 = 0.05;
/// Free space between a line and its label, in pixels.
const LABEL_GAP: f32 = 6.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Line,
    Lowered,
    Raised,
}

impl Diagram {
    /// Writes text at a point: the middle of the text (or its start or end, see [`TextLook`]), and the middle of its lines.
    /// Returns the area that it takes.
    ///
    /// `\n` begins a new line, `_{...}` lowers and `^{...}` raises what is in the braces: `w_{ij}`, `e^{x}`. Text that
    /// is wider than its place is not cut or wrapped: see [`Diagram::text_size`].
    ///
    /// # Panics
    /// When the font lacks a character. It has Latin, Greek, mathematics and arrows.
    #[track_caller]
    pub fn text(&mut self, at: Point, text: &str, look: TextLook) -> Area {
        let (width, height) = Diagram::text_size(text, look.size);
        let turn = Transform::from_rotate_at(look.degrees, at.0, at.1);
        if let Some(outlines) = outlines(text, at, look).and_then(|path| path.transform(turn)) {
            self.canvas.paint(&outlines, None, look.color);
            if look.bold {
                let around = Stroke::new(look.size * BOLD, look.color).to_skia(LineJoin::Round);
                self.canvas.paint(&outlines, Some(&around), look.color);
            }
        }
        let left = at.0 - width * shift(look.align);
        let mut corners = Area::new(left, at.1 - height / 2.0, width, height).corners();
        corners.iter_mut().for_each(|corner| *corner = turned(*corner, at, look.degrees));
        around(&corners)
    }

    /// Width and height of a text, with all its lines, in pixels.
    ///
    /// ```
    /// use shared::plot::Diagram;
    ///
    /// let (width, height) = Diagram::text_size("loss", 32.0);
    /// assert_eq!(Diagram::text_size("loss\nloss", 32.0), (width, 2.0 * height));
    /// assert!(Diagram::text_size("x_{1}", 32.0).0 < Diagram::text_size("x1", 32.0).0);
    /// ```
    ///
    /// # Panics
    /// When the font lacks a character.
    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    pub fn text_size(text: &str, size: f32) -> (f32, f32) {
        let missing = font::missing_glyph(&text.replace('\n', ""));
        if let Some(character) = missing {
            panic!(
                "Diagram: the font has no {character:?}, found in {text:?} (a letter is lowered by _{{i}}, raised by ^{{T}})"
            );
        }
        let widths = text.split('\n').map(|line| place(line, size).1);
        let lines = text.split('\n').count();
        (widths.fold(0.0, f32::max), lines as f32 * font::line_height(size))
    }

    /// Writes text beside the middle of a line from `from` to `to`: above it, or to the right of an upright one.
    /// Returns the area that it takes.
    ///
    /// # Panics
    /// When the font lacks a character.
    #[track_caller]
    pub fn label(&mut self, from: Point, to: Point, text: &str, look: TextLook) -> Area {
        let (width, height) = Diagram::text_size(text, look.size);
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = x.hypot(y).max(f32::MIN_POSITIVE);
        let (mut right, mut down) = (y / length, -x / length);
        if down > 1e-3 || (down > -1e-3 && right < 0.0) {
            (right, down) = (-right, -down);
        }
        let away = (right * width / 2.0).abs() + (down * height / 2.0).abs() + LABEL_GAP;
        let middle = ((from.0 + to.0) / 2.0 + right * away, (from.1 + to.1) / 2.0 + down * away);
        self.text(middle, text, look)
    }
}

/// The letters of a text as one path.
fn outlines(text: &str, (x, y): Point, look: TextLook) -> Option<Path> {
    let mut path = PathBuilder::new();
    let lines: Vec<&str> = text.split('\n').collect();
    for (row, line) in lines.iter().enumerate() {
        let (pieces, width) = place(line, look.size);
        // The pen starts on a whole pixel, so that equal words look equal everywhere.
        let left = (x - width * shift(look.align)).round();
        let middle = y + (row as f32 - (lines.len() - 1) as f32 / 2.0) * font::line_height(look.size);
        let base = (middle + font::middle_height(look.size)).round();
        for piece in pieces {
            font::push_outlines(&mut path, &piece.text, piece.size, (left + piece.right, base + piece.down));
        }
    }
    path.finish()
}

/// A run of characters on one level, and where its pen starts from the line's.
#[derive(Debug)]
struct Piece {
    text: String,
    size: f32,
    right: f32,
    down: f32,
}

/// The pieces of one line, and its width. A raised piece right after a lowered one stands above it.
fn place(line: &str, size: f32) -> (Vec<Piece>, f32) {
    let (mut pieces, mut end, mut before) = (Vec::new(), 0f32, (Level::Line, 0.0));
    for (level, text) in levels(line) {
        let (size, down) = match level {
            Level::Line => (size, 0.0),
            Level::Lowered => (size * SCRIPT_SIZE, size * LOWERED),
            Level::Raised => (size * SCRIPT_SIZE, -size * RAISED),
        };
        let (level_before, start_before) = before;
        let stacked = level != Level::Line && level_before != Level::Line && level != level_before;
        let right = if stacked { start_before } else { end };
        end = end.max(right + font::text_width(&text, size));
        before = (level, right);
        pieces.push(Piece { text, size, right, down });
    }
    (pieces, end)
}

/// Parts a line at `_{...}` and `^{...}`; marks without both braces are ordinary characters.
fn levels(line: &str) -> Vec<(Level, String)> {
    let mut parts: Vec<(Level, String)> = Vec::new();
    let mut rest = line;
    loop {
        let mut characters = rest.chars();
        let Some(character) = characters.next() else { return parts };
        let behind = characters.as_str();
        let level = match character {
            '_' => Level::Lowered,
            '^' => Level::Raised,
            _ => Level::Line,
        };
        let inner = behind.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        if let (Level::Lowered | Level::Raised, Some((script, after))) = (level, inner) {
            parts.push((level, script.to_owned()));
            rest = after;
            continue;
        }
        match parts.last_mut() {
            Some((Level::Line, text)) => text.push(character),
            _ => parts.push((Level::Line, character.to_string())),
        }
        rest = behind;
    }
}

/// Which part of its width a text lies to the left of its point.
fn shift(align: Align) -> f32 {
    match align {
        Align::Start => 0.0,
        Align::Middle => 0.5,
        Align::End => 1.0,
    }
}

fn turned((x, y): Point, (middle_x, middle_y): Point, degrees: f32) -> Point {
    if degrees == 0.0 {
        return (x, y);
    }
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (right, down) = (x - middle_x, y - middle_y);
    (middle_x + right * cosine - down * sine, middle_y + right * sine + down * cosine)
}

fn around(corners: &[Point; 4]) -> Area {
    let [first, rest @ ..] = corners.map(|(x, y)| Area::new(x, y, 0.0, 0.0));
    rest.into_iter().fold(first, |area, corner| area.joined(corner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_with_braces_change_the_level_and_others_are_literal() {
        let parts = |line: &str| -> Vec<(Level, String)> { levels(line) };
        let part = |level, text: &str| (level, text.to_owned());
        assert_eq!(parts("layer_conv1 ^2 _{"), [part(Level::Line, "layer_conv1 ^2 _{")]);
        let expected =
            [part(Level::Line, "w"), part(Level::Lowered, "ij"), part(Level::Raised, "(1)"), part(Level::Line, "α")];
        assert_eq!(parts("w_{ij}^{(1)}α"), expected);
        assert!(parts("").is_empty());
    }

    #[test]
    fn a_raised_piece_stands_above_a_lowered_one() {
        let (pieces, width) = place("x_{1}^{22}y", 100.0);
        assert_eq!(pieces[1].right, pieces[2].right);
        assert!(pieces[1].down > 0.0 && pieces[2].down < 0.0);
        let widths = font::text_width("x", 100.0) + font::text_width("22", 68.0);
        assert!((pieces[3].right - widths).abs() < 1e-3 && width > widths, "after the wider one");
    }

    #[test]
    fn sizes_count_lines_and_the_widest_of_them() {
        let (width, height) = Diagram::text_size("a\nlonger\n", 20.0);
        assert_eq!((width, height), (font::text_width("longer", 20.0), 3.0 * 27.0));
        assert_eq!(Diagram::text_size("", 20.0), (0.0, 27.0));
    }

    #[test]
    #[should_panic(
        expected = "Diagram: the font has no 'ᵢ', found in \"xᵢ\" (a letter is lowered by _{i}, raised by ^{T})"
    )]
    fn a_character_without_a_glyph_is_named() {
        Diagram::new(10, 10).text((0.0, 0.0), "xᵢ", TextLook::default());
    }
}
