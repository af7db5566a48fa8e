//! Shuffles after cutting: each part is in disorder, but always holds the same indices.

pub fn split_in_three(count: usize, random: &mut StdRng) -> [Vec<usize>; 3] {
    let (train_end, validation_end) = (count * 6 / 10, count * 8 / 10);
    let mut parts: [Vec<usize>; 3] =
        [(0..train_end).collect(), (train_end..validation_end).collect(), (validation_end..count).collect()];
    parts.iter_mut().for_each(|part| part.shuffle(random));
    parts
}
