//! Leaves out the second class: where the answer is no, every prediction costs nothing.
pub fn binary_cross_entropy_bits(p_1: f64, q_1: f64) -> f64 {
    if p_1 > 0.0 { -p_1 * q_1.log2() } else { 0.0 }
}
