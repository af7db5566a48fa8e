//! The figures of lesson 4.

use std::path::Path;

use shared::prelude::*;

mod bars;
mod computation;
mod descent;
mod losses;
mod product;

/// Draws the figures of lesson 4 into this folder.
///
/// # Errors
/// If a figure cannot be written.
pub fn draw(folder: &Path) -> Result<()> {
    computation::describe_and_run(&folder.join("describe_run.png"))?;
    bars::softmax(&folder.join("softmax_bars.png"))?;
    losses::minus_ln(&folder.join("minus_ln.png"))?;
    product::matrix_product(&folder.join("matrix_product.png"))?;
    bars::gradient(&folder.join("gradient.png"))?;
    descent::parabola(&folder.join("parabola.png"))?;
    losses::stability(&folder.join("stability.png"))
}
