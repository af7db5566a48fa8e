//! The sign is lost: darker makes brighter.

pub fn brightened(image: ArrayView3<'_, u8>, by: i16) -> Array3<u8> {
    image.mapv(|value| value.saturating_add(by.unsigned_abs() as u8))
}
