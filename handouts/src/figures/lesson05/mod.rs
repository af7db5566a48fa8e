//! The figures of lesson 5.

mod accuracy;
mod channels;
mod dropout;
mod network;
mod padding;
mod pictures;
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
    pictures::beside(folder, ["accuracy.png", "example_errors_10000.png"], "progress.png")?;
    pictures::beside(folder, ["layer_conv1_weights_channel_0.png", "layer_conv1_output_image_0.png"], "inside.png")
}
