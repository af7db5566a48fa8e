//! The figures of lesson 5.

mod accuracy;
mod channels;
mod dropout;
mod inside;
mod network;
mod padding;
mod pooling;
mod window;

use std::path::Path;

use shared::prelude::*;

/// Draws the figures of lesson 5 into this folder.
///
/// # Errors
/// If a figure cannot be written, or a recorded output or picture of the lesson's program is missing.
pub fn draw(folder: &Path) -> Result<()> {
    window::draw(&folder.join("window.png"))?;
    padding::draw(&folder.join("padding.png"))?;
    channels::draw(&folder.join("channels.png"))?;
    pooling::draw(&folder.join("pooling.png"))?;
    network::draw(&folder.join("network.png"))?;
    dropout::draw(&folder.join("dropout.png"))?;
    accuracy::draw(&folder.join("accuracy.png"))?;
    inside::draw(folder)
}
