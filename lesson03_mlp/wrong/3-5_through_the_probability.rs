//! Computes the probability first. For c = -1000 it is rounded to 0, and what is lost does not come back.
pub fn binary_cross_entropy_of_logit(p_1: f64, c: f64) -> f64 {
    binary_cross_entropy_bits(p_1, 1.0 / (1.0 + (-c).exp()))
}
