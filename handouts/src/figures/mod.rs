//! The figures of the handouts, one file for each lesson.

use std::path::Path;

use shared::prelude::*;

pub mod lesson01;
pub mod lesson02;
pub mod lesson03;
pub mod lesson04;
pub mod lesson05;

/// Draws all figures into this folder, a folder for each lesson.
///
/// # Errors
/// If a figure cannot be written.
pub fn draw_all(folder: &Path) -> Result<()> {
    lesson01::draw(&folder.join("lesson01"))?;
    lesson02::draw(&folder.join("lesson02"))?;
    lesson03::draw(&folder.join("lesson03"))?;
    lesson04::draw(&folder.join("lesson04"))?;
    lesson05::draw(&folder.join("lesson05"))
}
