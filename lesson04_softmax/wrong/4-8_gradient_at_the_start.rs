//! Computes the gradient once, where the descent starts, and goes on with it.
pub fn places_of_descent(a: f64, rate: f64, start: f64, steps: usize) -> Vec<f64> {
    successors(Some(start), |x| Some(x - rate * 2.0 * a * start)).take(steps + 1).collect()
}
