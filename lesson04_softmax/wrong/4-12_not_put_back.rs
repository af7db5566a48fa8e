//! Leaves each number where it was moved to, so that the next quotient is taken at another place.
pub fn difference_quotients(f: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let mut moved = x.to_vec();
    let mut quotient = |j: usize| {
        moved[j] = x[j] + h;
        let above = f(&moved);
        moved[j] = x[j] - h;
        (above - f(&moved)) / (2.0 * h)
    };
    (0..x.len()).map(&mut quotient).collect()
}
