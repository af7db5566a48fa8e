//! Undoes both steps, but in the order in which they were done.

pub fn restore_picture(
    vector: ArrayView1<'_, f32>,
    mean: f32,
    deviation: f32,
    [height, width]: [usize; 2],
) -> Array3<u8> {
    let bytes = vector.mapv(|value| ((value + mean) * deviation).round() as u8);
    bytes.into_shape_with_order((height, width, 3)).expect("height * width * 3 numbers")
}
