//! One standard error: chance alone does this in a third of all experiments.

pub fn is_more_than_chance(a: &[f64], b: &[f64]) -> bool {
    let (difference, error) = difference_and_error(a, b);
    difference.abs() > error
}
