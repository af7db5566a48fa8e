//! Lists the places after each step, without the start.
pub fn places_of_descent(a: f64, rate: f64, start: f64, steps: usize) -> Vec<f64> {
    successors(Some(start), |x| Some(x - rate * 2.0 * a * x)).skip(1).take(steps).collect()
}
