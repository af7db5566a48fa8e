//! The figures of lesson 2.

mod epochs;
mod leak;
mod loss;
mod network;
mod one_hot;
mod pairs;
mod pictures;
mod recorded;
mod restored;
mod splits;
mod ways;

use std::path::Path;

use shared::prelude::*;

/// Draws the figures of lesson 2 into this folder.
///
/// # Errors
/// If a figure cannot be written, or the drawings of animals or the recorded results are not there.
pub fn draw(folder: &Path) -> Result<()> {
    pairs::draw(&folder.join("shuffle_pairs.png"))?;
    restored::draw(&folder.join("restored.png"))?;
    splits::draw(&folder.join("splits.png"))?;
    epochs::draw(&folder.join("batches.png"))?;
    one_hot::draw(&folder.join("one_hot.png"))?;
    network::draw(&folder.join("network.png"))?;
    loss::draw(&folder.join("loss.png"))?;
    ways::draw(&folder.join("three_ways.png"))?;
    leak::draw(&folder.join("leak.png"))
}
