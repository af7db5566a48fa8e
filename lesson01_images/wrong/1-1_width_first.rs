//! A size is often said as width x height; a shape has the number of rows first.

pub fn what_is_inside(path: &Path) -> Result<(usize, Vec<usize>, u8, u8)> {
    let gray = imread_grayscale(path)?;
    let lowest = gray.fold(255, |lowest, &value| value.min(lowest));
    let highest = gray.fold(0, |highest, &value| value.max(highest));
    Ok((gray.ndim(), vec![gray.ncols(), gray.nrows()], lowest, highest))
}
