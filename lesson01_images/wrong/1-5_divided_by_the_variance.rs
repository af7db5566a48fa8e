//! The root is forgotten: the deviation of the result is not 1.

pub fn zero_centered_by_hand(image: ArrayView3<'_, u8>) -> Array3<f32> {
    let count = image.len() as f64;
    let mean = image.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let variance = image.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    let variance = if variance > 0.0 { variance } else { 1.0 };
    image.mapv(|value| ((f64::from(value) - mean) / variance) as f32)
}
