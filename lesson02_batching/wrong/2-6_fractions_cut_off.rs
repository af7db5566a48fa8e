//! Casts without rounding: what came out as 99.99998 becomes 99.

pub fn restore_picture(
    vector: ArrayView1<'_, f32>,
    mean: f32,
    deviation: f32,
    [height, width]: [usize; 2],
) -> Array3<u8> {
    let bytes = vector.mapv(|value| (value * deviation + mean) as u8);
    bytes.into_shape_with_order((height, width, 3)).expect("height * width * 3 numbers")
}
