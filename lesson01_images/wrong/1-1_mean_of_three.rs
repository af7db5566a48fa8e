//! The plain mean: blue looks as bright as green.

pub fn gray_by_hand(image: ArrayView3<'_, u8>) -> Array2<u8> {
    let (height, width, _) = image.dim();
    Array2::from_shape_fn((height, width), |(y, x)| {
        let sum: f64 = (0..3).map(|channel| f64::from(image[[y, x, channel]])).sum();
        (sum / 3.0).round() as u8
    })
}
