//! A picture of one colour gives 0 / 0, which is not a number.

pub fn zero_centered_by_hand(image: ArrayView3<'_, u8>) -> Array3<f32> {
    let values = image.mapv(f64::from);
    let (mean, deviation) = (values.mean().unwrap_or(0.0), values.std(0.0));
    values.mapv(|value| ((value - mean) / deviation) as f32)
}
