//! Takes a x for the gradient of a x².
pub fn places_of_descent(a: f64, rate: f64, start: f64, steps: usize) -> Vec<f64> {
    successors(Some(start), |x| Some(x - rate * a * x)).take(steps + 1).collect()
}
pub fn limit_of_rates(a: f64) -> f64 {
    2.0 / a
}
