//! The figures of lesson 1.

use std::path::Path;

use shared::prelude::*;

/// Draws the figures of lesson 1 into this folder.
///
/// # Errors
/// If a figure cannot be written.
pub fn draw(_folder: &Path) -> Result<()> {
    Ok(())
}
