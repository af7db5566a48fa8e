//! Times one workload.
fn main() {}
