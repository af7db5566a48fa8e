//! A sum of millions has no digits left in an f32: each further value is rounded.

pub fn zero_centered_by_hand(image: ArrayView3<'_, u8>) -> Array3<f32> {
    let count = image.len() as f32;
    let mean = image.iter().map(|&value| f32::from(value)).sum::<f32>() / count;
    let variance = image.iter().map(|&value| (f32::from(value) - mean).powi(2)).sum::<f32>() / count;
    let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
    image.mapv(|value| (f32::from(value) - mean) / deviation)
}
