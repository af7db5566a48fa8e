//! Rounds to the nearest in place of down.

pub fn resized_by_hand(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, channels) = image.dim();
    let old = |new: usize, old_len: usize, new_len: usize| {
        ((new as f64 * old_len as f64 / new_len as f64).round() as usize).min(old_len - 1)
    };
    Array3::from_shape_fn((size[0], size[1], channels), |(y, x, c)| {
        image[[old(y, height, size[0]), old(x, width, size[1]), c]]
    })
}
