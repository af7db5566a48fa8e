//! The rate that arrives in a single step is half of the limit: between the two, descent jumps to and fro, but arrives.
pub fn limit_of_rates(a: f64) -> f64 {
    0.5 / a
}
