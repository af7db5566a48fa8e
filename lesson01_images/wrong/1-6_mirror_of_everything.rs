//! Reverses the pixels and the channels with them: the colours change.

pub fn as_in_a_mirror(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![.., ..;-1, ..;-1]).to_owned()
}
