//! Green, blue, red: each channel moved on by one.

pub fn blue_green_red(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.select(Axis(2), &[1, 2, 0])
}
