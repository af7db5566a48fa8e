//! The formula as it stands: right as long as no probability is 0, but 0 · ln 0 is NaN.
pub fn cross_entropy_by_hand(y: &[f64], y_true: &[f64]) -> f64 {
    -zip(y, y_true).map(|(y, y_true)| y_true * y.ln()).sum::<f64>()
}
