//! Moves to one side only: the error shrinks with h, not with h².
pub fn difference_quotients(f: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let quotient = |j: usize| {
        let mut moved = x.to_vec();
        moved[j] += h;
        (f(&moved) - f(x)) / h
    };
    (0..x.len()).map(quotient).collect()
}
