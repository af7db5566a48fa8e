//! -3 to -1, as a list is counted from behind: the end of a range is not part of it.

pub fn last_three_columns(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![.., -3..-1, ..]).to_owned()
}
