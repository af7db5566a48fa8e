//! Loses nothing, but rounds sizes in place of borders, so that the test set gets what two sets lost.
pub fn set_sizes(samples: usize, proportions: [usize; 3]) -> [usize; 3] {
    let total: usize = proportions.iter().sum();
    let [train, validation] = [proportions[0], proportions[1]].map(|part| samples * part / total);
    [train, validation, samples - train - validation]
}
