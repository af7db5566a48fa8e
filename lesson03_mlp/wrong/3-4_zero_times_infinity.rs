//! The formula as it stands: 0 * log2 0 is NaN.
pub fn cross_entropy_bits(p: &Array2<f32>, q: &Array2<f32>) -> Array1<f32> {
    -(p * &q.mapv(f32::log2)).sum_axis(Axis(1))
}
