//! Caps the exponents: all is finite, but numbers above the cap count as equal.
pub fn stable_softmax(x: &[f64]) -> Vec<f64> {
    let exponentials: Vec<f64> = x.iter().map(|x| x.clamp(-700.0, 700.0).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    exponentials.into_iter().map(|ex| ex / sum).collect()
}
