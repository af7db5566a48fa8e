//! Reads the picture in colour: three axes, and values that the gray picture does not have.

pub fn what_is_inside(path: &Path) -> Result<(usize, Vec<usize>, u8, u8)> {
    let image = imread(path)?;
    let lowest = image.fold(255, |lowest, &value| value.min(lowest));
    let highest = image.fold(0, |highest, &value| value.max(highest));
    Ok((image.ndim(), image.shape().to_vec(), lowest, highest))
}
