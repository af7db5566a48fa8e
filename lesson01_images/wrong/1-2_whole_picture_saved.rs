//! The crop is made, and the picture that was read is written.

pub fn save_crop(from: &Path, to: &Path, size: [usize; 2]) -> Result<()> {
    let image = imread(from)?;
    center_crop(image.view(), size);
    imwrite(to, image.view())
}
