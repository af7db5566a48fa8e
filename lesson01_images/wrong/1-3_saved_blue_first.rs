//! The files have the names of OpenCV's order.

pub fn save_channels(image: ArrayView3<'_, u8>, folder: &Path) -> Result<()> {
    for (picture, name) in channels_apart(image).iter().zip(["blue.png", "green.png", "red.png"]) {
        imwrite(folder.join(name), picture.view())?;
    }
    Ok(())
}
