//! The figures of lesson 3.

use std::path::Path;

use shared::prelude::*;

/// Draws the figures of lesson 3 into this folder.
///
/// # Errors
/// If a figure cannot be written.
pub fn draw(_folder: &Path) -> Result<()> {
    Ok(())
}
