//! How lines, shapes and texts look.

use tiny_skia::{LineCap, LineJoin, StrokeDash};

use super::palette::{INK, WHITE};
use crate::plot::canvas::Align;
use crate::plot::color_map::Color;

/// Font size of diagrams, in pixels: readable where 1600 pixels are the width of a page's text.
const TEXT_SIZE: f32 = 32.0;
/// Lengths of a dash and of the gap after it, as multiples of the line's width.
const DASHES: [f32; 2] = [3.0, 2.25];

/// How a line looks. By default 4 pixels wide in the colour of text, without arrow heads.
///
/// ```
/// use shared::plot::{Stroke, palette};
///
/// let stroke = Stroke::new(6.0, palette::VERMILION).dashed().arrow();
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub(super) width: f32,
    pub(super) color: Color,
    pub(super) dashed: bool,
    pub(super) heads: Heads,
}

/// The ends of a line that are arrow heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    None,
    End,
    Both,
}

impl Default for Stroke {
    fn default() -> Stroke {
        Stroke::new(4.0, INK)
    }
}

impl Stroke {
    /// A line `width` pixels wide.
    pub const fn new(width: f32, color: Color) -> Stroke {
        Stroke { width, color, dashed: false, heads: Heads::None }
    }

    /// The same with another width, in pixels.
    #[must_use]
    pub const fn width(self, width: f32) -> Stroke {
        Stroke { width, ..self }
    }

    /// The same in another colour.
    #[must_use]
    pub const fn color(self, color: Color) -> Stroke {
        Stroke { color, ..self }
    }

    /// The same in dashes.
    #[must_use]
    pub const fn dashed(self) -> Stroke {
        Stroke { dashed: true, ..self }
    }

    /// With an arrow head at the end. The border of a shape has none.
    #[must_use]
    pub const fn arrow(self) -> Stroke {
        Stroke { heads: Heads::End, ..self }
    }

    /// With arrow heads at the start and at the end, as for a distance. The border of a shape has none.
    #[must_use]
    pub const fn both_arrows(self) -> Stroke {
        Stroke { heads: Heads::Both, ..self }
    }

    pub(super) fn to_skia(self, line_join: LineJoin) -> tiny_skia::Stroke {
        let dashes = DASHES.map(|length| length * self.width).to_vec();
        let dash = if self.dashed { StrokeDash::new(dashes, 0.0) } else { None };
        tiny_skia::Stroke { width: self.width, line_cap: LineCap::Butt, line_join, dash, ..Default::default() }
    }
}

/// How a shape and the text in it look. By default white inside, with a [`Stroke`] of the default look around, square
/// corners, and text of the default look.
///
/// ```
/// use shared::plot::{Look, Stroke, palette};
///
/// let layer = Look::filled(palette::LIGHT_GREEN).rounded(12.0).text_size(40.0);
/// let window = Look::outlined(Stroke::new(6.0, palette::VERMILION));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub(super) fill: Option<Color>,
    pub(super) stroke: Option<Stroke>,
    pub(super) rounded: f32,
    pub(super) text: TextLook,
}

impl Default for Look {
    fn default() -> Look {
        Look::filled(WHITE).stroke(Stroke::default())
    }
}

impl Look {
    /// A coloured surface without a border.
    pub fn filled(color: Color) -> Look {
        Look { fill: Some(color), ..Look::empty() }
    }

    /// A border; what was drawn before shows through.
    pub fn outlined(stroke: Stroke) -> Look {
        Look { stroke: Some(stroke), ..Look::empty() }
    }

    /// Neither a surface nor a border: only the text of a node is seen.
    pub fn empty() -> Look {
        Look { fill: None, stroke: None, rounded: 0.0, text: TextLook::default() }
    }

    /// The same with a surface of this colour.
    #[must_use]
    pub const fn fill(self, color: Color) -> Look {
        Look { fill: Some(color), ..self }
    }

    /// The same with a border, whose middle lies on the shape's edge.
    #[must_use]
    pub const fn stroke(self, stroke: Stroke) -> Look {
        Look { stroke: Some(stroke), ..self }
    }

    /// The same with corners of a rectangle rounded to this radius, in pixels.
    #[must_use]
    pub const fn rounded(self, radius: f32) -> Look {
        Look { rounded: radius, ..self }
    }

    /// The same with another look of the text.
    #[must_use]
    pub const fn text(self, text: TextLook) -> Look {
        Look { text, ..self }
    }

    /// The same with another font size, in pixels.
    #[must_use]
    pub const fn text_size(self, size: f32) -> Look {
        Look { text: self.text.size(size), ..self }
    }
}

/// How text looks. By default 32 pixels high, in the colour of text, with its middle at the given point.
///
/// ```
/// use shared::plot::{TextLook, palette};
///
/// let beside_an_axis = TextLook::sized(28.0).color(palette::GRAY).turned(-90.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextLook {
    pub(super) size: f32,
    pub(super) color: Color,
    pub(super) bold: bool,
    pub(super) align: Align,
    pub(super) degrees: f32,
}

impl Default for TextLook {
    fn default() -> TextLook {
        TextLook::sized(TEXT_SIZE)
    }
}

impl TextLook {
    /// Text of this font size, in pixels; a capital letter is about 0.73 of it high.
    pub const fn sized(size: f32) -> TextLook {
        TextLook { size, color: INK, bold: false, align: Align::Middle, degrees: 0.0 }
    }

    /// The same in another font size, in pixels.
    #[must_use]
    pub const fn size(self, size: f32) -> TextLook {
        TextLook { size, ..self }
    }

    /// The same in another colour.
    #[must_use]
    pub const fn color(self, color: Color) -> TextLook {
        TextLook { color, ..self }
    }

    /// The same with thicker letters.
    #[must_use]
    pub const fn bold(self) -> TextLook {
        TextLook { bold: true, ..self }
    }

    /// Text that begins at the point.
    #[must_use]
    pub const fn start(self) -> TextLook {
        TextLook { align: Align::Start, ..self }
    }

    /// Text that ends at the point.
    #[must_use]
    pub const fn end(self) -> TextLook {
        TextLook { align: Align::End, ..self }
    }

    /// Turned around the point, in degrees clockwise: -90 reads upwards.
    #[must_use]
    pub const fn turned(self, degrees: f32) -> TextLook {
        TextLook { degrees, ..self }
    }
}
