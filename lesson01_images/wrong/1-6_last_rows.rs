//! Slices the axis of the rows: the last three rows, with all columns.

pub fn last_three_columns(image: ArrayView3<'_, u8>) -> Array3<u8> {
    let first = image.dim().0.saturating_sub(3);
    image.slice(s![first.., .., ..]).to_owned()
}
