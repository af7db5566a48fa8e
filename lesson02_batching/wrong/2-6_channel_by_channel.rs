//! Reads the vector as three channels one after the other: red, green and blue are mixed.

pub fn restore_picture(
    vector: ArrayView1<'_, f32>,
    mean: f32,
    deviation: f32,
    [height, width]: [usize; 2],
) -> Array3<u8> {
    let bytes = vector.mapv(|value| (value * deviation + mean).round() as u8);
    let channels = bytes.into_shape_with_order((3, height, width)).expect("height * width * 3 numbers");
    channels.permuted_axes([1, 2, 0])
}
