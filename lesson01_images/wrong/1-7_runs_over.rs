//! Adds in u8: 250 + 20 is 14.

pub fn brightened(image: ArrayView3<'_, u8>, by: i16) -> Array3<u8> {
    image.mapv(|value| value.wrapping_add(by as u8))
}
