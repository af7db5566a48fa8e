//! Colours for diagrams. The strong ones are Okabe and Ito's, which colour-blind readers tell apart and which differ in
//! brightness, so that a picture in grey still shows them. Source: <https://jfly.uni-koeln.de/color/>.
//!
//! ```
//! use shared::plot::{Look, palette};
//!
//! let look = Look::default().fill(palette::LIGHT_BLUE);
//! ```

use super::super::color_map::{self, Color};

/// Text and lines: softer than pure black.
pub const INK: Color = color_map::INK;
/// Less important lines and text.
pub const GRAY: Color = [120, 120, 120];
/// Lines in the background.
pub const FAINT: Color = color_map::FAINT;
/// Paper.
pub const WHITE: Color = color_map::WHITE;
/// A strong blue.
pub const BLUE: Color = [0, 114, 178];
/// A strong orange-red.
pub const VERMILION: Color = [213, 94, 0];
/// A strong bluish green.
pub const GREEN: Color = [0, 158, 115];
/// A strong reddish purple.
pub const PURPLE: Color = [204, 121, 167];
/// A strong orange.
pub const ORANGE: Color = [230, 159, 0];
/// A strong sky blue.
pub const SKY: Color = [86, 180, 233];
/// Light blue, for surfaces behind text.
pub const LIGHT_BLUE: Color = [205, 228, 243];
/// Light red, for surfaces behind text.
pub const LIGHT_RED: Color = [248, 212, 196];
/// Light green, for surfaces behind text.
pub const LIGHT_GREEN: Color = [205, 236, 224];
/// Light orange, for surfaces behind text.
pub const LIGHT_ORANGE: Color = [252, 228, 178];
/// Light gray, for surfaces behind text.
pub const LIGHT_GRAY: Color = [232, 232, 232];
/// Light yellow, for surfaces behind text.
pub const LIGHT_YELLOW: Color = [255, 247, 204];
