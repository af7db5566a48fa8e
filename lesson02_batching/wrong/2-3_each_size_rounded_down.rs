//! Rounds each size down for itself: where they do not come out even, indices are lost.

pub fn split_in_three(count: usize, random: &mut StdRng) -> [Vec<usize>; 3] {
    let mut indices: Vec<usize> = (0..count).collect();
    indices.shuffle(random);
    let mut indices = indices.into_iter();
    [6, 2, 2].map(|part| indices.by_ref().take(count * part / 10).collect())
}
