//! Sees only the first network being better.

pub fn is_more_than_chance(a: &[f64], b: &[f64]) -> bool {
    let (difference, error) = difference_and_error(a, b);
    difference > 2.0 * error
}
