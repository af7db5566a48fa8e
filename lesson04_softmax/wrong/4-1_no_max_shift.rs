//! The formula as it stands: right for small numbers, but e^1000 is infinite, and inf / inf is NaN.
pub fn stable_softmax(x: &[f64]) -> Vec<f64> {
    let exponentials: Vec<f64> = x.iter().map(|x| x.exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    exponentials.into_iter().map(|ex| ex / sum).collect()
}
