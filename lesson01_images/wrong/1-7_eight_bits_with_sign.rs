//! An i8 ends at 127: more than that cannot be added.

pub fn brightened(image: ArrayView3<'_, u8>, by: i16) -> Array3<u8> {
    image.mapv(|value| value.saturating_add_signed(by as i8))
}
