//! [`zero_center`]: numbers around 0, from which networks learn best.

use ndarray::{Array, ArrayView, Dimension};

use crate::kernels::center;

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

/// [`zero_center`] of bytes, into `out` of the same length. The sums are exact, so the variance may differ from
/// [`zero_center`]'s in the last digits of an f64, which an f32 hardly ever shows.
pub(crate) fn zero_center_bytes(bytes: &[u8], out: &mut [f32]) {
    let [sum, squares] = center::sums(bytes).map(u128::from);
    let count = bytes.len().max(1) as u128;
    // mean(x^2) - mean(x)^2, with one division: whole numbers lose nothing where two large means are nearly equal.
    let variance = (count * squares - sum * sum) as f64 / (count * count) as f64;
    let scale = if variance > 0.0 { 1.0 / variance.sqrt() } else { 0.0 };
    center::shift_and_scale(bytes, sum as f64 / count as f64, scale, out);
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

    #[test]
    fn bytes_give_the_numbers_of_the_plain_function() {
        for len in [0, 1, 2, 17, 180, 10_800] {
            let bytes: Array1<u8> = (0..len).map(|i| (i * i % 251) as u8).collect();
            let mut out = vec![7.0; len];
            zero_center_bytes(bytes.as_slice().unwrap(), &mut out);
            let plain = zero_center(bytes.mapv(f32::from).view());
            for (a, b) in out.iter().zip(&plain) {
                assert!((a - b).abs() <= f32::EPSILON * b.abs(), "{a}, expected {b}, of {len}");
            }
        }
        let mut out = [7.0; 5];
        zero_center_bytes(&[200; 5], &mut out);
        assert_eq!(out, [0.0; 5]);
    }
}
