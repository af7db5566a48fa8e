//! The formula as it stands: a right and sure answer gives 0 * log2 0, which is NaN.
pub fn binary_cross_entropy_bits(p_1: f64, q_1: f64) -> f64 {
    -p_1 * q_1.log2() - (1.0 - p_1) * (1.0 - q_1).log2()
}
