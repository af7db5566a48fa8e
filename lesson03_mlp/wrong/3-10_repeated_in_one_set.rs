//! Puts all sets behind each other and looks for numbers that come twice, also within one set.
pub fn in_several_sets(sets: [&[usize]; 3]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<usize> = sets.concat().into_iter().filter(|&number| !seen.insert(number)).collect();
    twice.into_iter().collect()
}
