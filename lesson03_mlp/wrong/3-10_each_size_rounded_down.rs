//! Rounds each size down by itself: up to two examples are in no set.
pub fn set_sizes(samples: usize, proportions: [usize; 3]) -> [usize; 3] {
    let total: usize = proportions.iter().sum();
    proportions.map(|part| samples * part / total)
}
