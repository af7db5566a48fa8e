//! Asks where each old pixel goes: when the picture grows, the new pixels between stay black.

pub fn resized_by_hand(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, channels) = image.dim();
    let mut resized = Array3::zeros((size[0], size[1], channels));
    for ((y, x, c), &value) in image.indexed_iter() {
        resized[[y * size[0] / height, x * size[1] / width, c]] = value;
    }
    resized
}
