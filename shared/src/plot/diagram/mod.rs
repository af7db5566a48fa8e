//! Drawings of ideas: boxes, circles, arrows, grids of numbers, text.

mod area;
mod grid;
mod line;
mod look;
mod node;
pub mod palette;
mod parts;
mod shape;
#[cfg(test)]
mod tests;
mod text;

pub use area::{Area, Point};
pub use grid::{CellGrid, Cells};
pub use look::{Look, Stroke, TextLook};
pub use node::Node;

use std::path::{Path, PathBuf};

use super::canvas::Canvas;
use crate::Result;

/// A white sheet on which boxes, circles, lines, arrows, texts, grids of numbers and pictures are put at places of
/// one's own. What is drawn later covers what was drawn before.
///
/// Places are [`Point`]s in pixels. Parts outside of the sheet are not drawn, and neither is a shape with a coordinate
/// that is NaN or a million pixels away.
///
/// ```
/// use shared::plot::{Diagram, Look, Stroke, TextLook, palette};
///
/// let mut diagram = Diagram::new(1000, 300);
/// let x = diagram.circle_node((120.0, 150.0), 50.0, "x", Look::default());
/// let layer = diagram.node((560.0, 150.0), "matmul\n[N, 784] × [784, 10]", Look::default().fill(palette::LIGHT_BLUE));
/// let (from, to) = diagram.connect(&x, &layer, Stroke::default());
/// diagram.label(from, to, "W^{(1)}", TextLook::sized(28.0));
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("graph.png");
/// diagram.save(path)?;
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone)]
pub struct Diagram {
    canvas: Canvas,
}

impl Diagram {
    /// A white sheet of `width` times `height` pixels.
    ///
    /// # Panics
    /// When width or height is 0: there are no pictures without pixels.
    #[track_caller]
    pub fn new(width: usize, height: usize) -> Diagram {
        assert!(width > 0 && height > 0, "Diagram: expected a sheet with pixels, found width {width}, height {height}");
        Diagram { canvas: Canvas::new(width, height) }
    }

    /// Writes the picture as a PNG file and returns its path.
    ///
    /// # Errors
    /// When the file cannot be written, or its name does not end in `.png`.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        self.canvas.save(path.as_ref())
    }
}
