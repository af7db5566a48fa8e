//! Writes each channel as a gray picture.

pub fn save_channels(image: ArrayView3<'_, u8>, folder: &Path) -> Result<()> {
    for (channel, name) in ["red.png", "green.png", "blue.png"].into_iter().enumerate() {
        imwrite(folder.join(name), image.slice(s![.., .., channel]))?;
    }
    Ok(())
}
