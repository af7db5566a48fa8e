//! The other direction: the left column becomes the first row, from below.

pub fn quarter_turn(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.permuted_axes([1, 0, 2]).slice(s![.., ..;-1, ..]).to_owned()
}
