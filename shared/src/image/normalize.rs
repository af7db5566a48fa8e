//! [`zero_center`]: numbers around 0, from which networks learn best.

use ndarray::{Array, ArrayView, Dimension};

/// Shifts and scales the values to mean 0 and standard deviation 1: `(x - mean(x)) / std(x)`, over all elements. If all
/// values are equal, there is no spread to scale, and all become 0.
///
/// The deviation is that of the values themselves, divided by their number, as `np.std`. Mean and deviation are summed in
/// f64: a picture has so many pixels that an f32 would lose digits.
///
/// ```
/// use ndarray::array;
/// use shared::image::zero_center;
///
/// assert_eq!(zero_center(array![1.0, 3.0].view()), array![-1.0, 1.0]);
/// assert_eq!(zero_center(array![7.0, 7.0].view()), array![0.0, 0.0]);
/// ```
pub fn zero_center<D: Dimension>(values: ArrayView<'_, f32, D>) -> Array<f32, D> {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let variance = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    let scale = if variance > 0.0 { 1.0 / variance.sqrt() } else { 0.0 };
    values.mapv(|value| ((f64::from(value) - mean) * scale) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array3};

    #[test]
    fn the_mean_becomes_0_and_the_deviation_1() {
        let values = Array3::from_shape_fn((300, 400, 3), |(y, x, c)| ((y * x + c) % 256) as f32);
        let centered = zero_center(values.view()).mapv(f64::from);
        assert!(centered.mean().unwrap().abs() < 1e-6);
        assert!((centered.std(0.0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_stays_nothing_and_one_value_becomes_0() {
        assert_eq!(zero_center(Array1::zeros(0).view()).len(), 0);
        assert_eq!(zero_center(Array1::from_elem(1, 200.0).view())[0], 0.0);
    }
}
