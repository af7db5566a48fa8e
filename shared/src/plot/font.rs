//! The font that every picture uses, so that pictures look the same on every machine.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, OutlineCurve, OutlinedGlyph, PxScale, ScaleFont, point};
use tiny_skia::PathBuilder;

/// DejaVu Sans, cut down to Latin, Greek, mathematics and arrows; see `assets/fonts/README.md`.
#[expect(clippy::expect_used, reason = "the font is a part of the program, and a test reads it")]
static FONT: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    FontRef::try_from_slice(include_bytes!("../../assets/fonts/DejaVuSans-subset.ttf"))
        .expect("the font is part of the program")
});

/// Height of a capital letter over the font size.
const CAPITAL_HEIGHT: f32 = 0.729;
/// Distance of two lines of text over the font size.
const LINE_HEIGHT: f32 = 1.35;

/// A laid-out line: glyph outlines, with the pen's start at (0, 0) on the base line.
pub(super) struct Line {
    pub glyphs: Vec<OutlinedGlyph>,
    pub width: f32,
}

/// Lays one line of text out; `size` is the font size in pixels.
#[expect(clippy::expect_used, reason = "our font has an em")]
pub(super) fn lay_out(text: &str, size: f32) -> Line {
    // The font size is the side of the em square, but ab_glyph scales by ascent plus descent.
    let units_per_em = FONT.units_per_em().expect("a TrueType font has an em");
    let scale = PxScale::from(size * FONT.height_unscaled() / units_per_em);
    let font = FONT.as_scaled(scale);
    let (mut pen, mut previous, mut glyphs) = (0.0, None, Vec::new());
    for character in text.chars() {
        let id = font.glyph_id(character);
        pen += previous.map_or(0.0, |previous| font.kern(previous, id));
        glyphs.extend(font.outline_glyph(id.with_scale_and_position(scale, point(pen, 0.0))));
        pen += font.h_advance(id);
        previous = Some(id);
    }
    Line { glyphs, width: pen }
}

/// Adds the outlines of one line of text to a path, with the pen's start at `(x, y)` on the base line.
#[expect(clippy::expect_used, reason = "our font has an em")]
pub(super) fn push_outlines(path: &mut PathBuilder, text: &str, size: f32, (x, y): (f32, f32)) {
    let units = size / FONT.units_per_em().expect("a TrueType font has an em");
    let (mut pen, mut previous) = (x, None);
    for character in text.chars() {
        let id = FONT.glyph_id(character);
        pen += previous.map_or(0.0, |previous| FONT.kern_unscaled(previous, id)) * units;
        // The font's y axis points up.
        let place = |at: ab_glyph::Point| (pen + at.x * units, y - at.y * units);
        let mut end = None;
        for curve in FONT.outline(id).into_iter().flat_map(|outline| outline.curves) {
            end = Some(push_curve(path, curve, end, place));
        }
        pen += FONT.h_advance_unscaled(id) * units;
        previous = Some(id);
    }
}

/// Adds a piece of an outline, which begins a new contour where it does not start at `end`; returns where it ends.
fn push_curve(
    path: &mut PathBuilder,
    curve: OutlineCurve,
    end: Option<ab_glyph::Point>,
    place: impl Fn(ab_glyph::Point) -> (f32, f32),
) -> ab_glyph::Point {
    let (OutlineCurve::Line(start, ..) | OutlineCurve::Quad(start, ..) | OutlineCurve::Cubic(start, ..)) = curve;
    if end != Some(start) {
        let (x, y) = place(start);
        path.move_to(x, y);
    }
    match curve {
        OutlineCurve::Line(_, to) => {
            let (x, y) = place(to);
            path.line_to(x, y);
            to
        }
        OutlineCurve::Quad(_, middle, to) => {
            let ((x1, y1), (x, y)) = (place(middle), place(to));
            path.quad_to(x1, y1, x, y);
            to
        }
        OutlineCurve::Cubic(_, first, second, to) => {
            let ((x1, y1), (x2, y2), (x, y)) = (place(first), place(second), place(to));
            path.cubic_to(x1, y1, x2, y2, x, y);
            to
        }
    }
}

/// The first character that the font cannot draw.
pub(super) fn missing_glyph(text: &str) -> Option<char> {
    text.chars().find(|character| FONT.glyph_id(*character).0 == 0)
}

/// Width of one line of text, in pixels.
pub(super) fn text_width(text: &str, size: f32) -> f32 {
    lay_out(text, size).width
}

/// Width of the widest line, in pixels; 0 when there is none.
pub(super) fn widest<'a>(lines: impl IntoIterator<Item = &'a str>, size: f32) -> f32 {
    lines.into_iter().map(|line| text_width(line, size)).fold(0.0, f32::max)
}

/// Distance from one line of text to the next, in pixels.
pub(super) fn line_height(size: f32) -> f32 {
    (size * LINE_HEIGHT).round()
}

/// Distance from the base line up to the middle of a capital letter, in pixels.
pub(super) fn middle_height(size: f32) -> f32 {
    size * CAPITAL_HEIGHT / 2.0
}

/// Breaks text at spaces so that lines keep within `width` pixels; a longer word stays whole.
pub(super) fn wrap(text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || text_width(&longer, size) <= width {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_the_signs_of_formulas_have_glyphs() {
        let letters = ('!'..='~').collect::<String>();
        let signs = "αβγδεηθκλμπρσφχωΓΔΘΛΣΦΩ×÷±−·≤≥≠≈∞∑∏∫√∂∇∈∝→←↑↓↔⇒₀₁₂₉⁰¹²³⁹⁻…–—‘’“”°½%éüñç✓✗";
        for character in letters.chars().chain(signs.chars()) {
            assert_ne!(FONT.glyph_id(character).0, 0, "the font has no glyph for {character:?}");
        }
    }

    #[test]
    fn kerning_survived_the_cut() {
        let apart = text_width("A", 100.0) + text_width("V", 100.0);
        assert!(text_width("AV", 100.0) < apart - 2.0);
    }

    #[test]
    fn the_font_size_is_the_em() {
        // DejaVu Sans: the digits are 1303 / 2048 em wide.
        assert!((text_width("0", 2048.0) - 1303.0).abs() < 0.5);
    }

    #[test]
    fn long_text_breaks_at_spaces_and_long_words_stay_whole() {
        let width = text_width("True: Ankle boot,", 20.0);
        assert_eq!(wrap("True: Ankle boot, Pred: Sneaker", 20.0, width), ["True: Ankle boot,", "Pred: Sneaker"]);
        assert_eq!(wrap("a\nunbreakable b", 20.0, 5.0), ["a", "unbreakable", "b"]);
        assert!(wrap("", 20.0, 100.0).is_empty());
    }
}
