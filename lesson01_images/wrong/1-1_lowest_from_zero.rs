//! Begins the search for the lowest value at 0, so that nothing is lower.

pub fn what_is_inside(path: &Path) -> Result<(usize, Vec<usize>, u8, u8)> {
    let gray = imread_grayscale(path)?;
    let lowest = gray.fold(0, |lowest, &value| value.min(lowest));
    let highest = gray.fold(0, |highest, &value| value.max(highest));
    Ok((gray.ndim(), gray.shape().to_vec(), lowest, highest))
}
