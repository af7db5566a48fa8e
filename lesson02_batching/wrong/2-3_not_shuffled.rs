//! Cuts without shuffling: pictures come class by class, so the last class would be in the test part only.

pub fn split_in_three(count: usize, _: &mut StdRng) -> [Vec<usize>; 3] {
    let (train_end, validation_end) = (count * 6 / 10, count * 8 / 10);
    [(0..train_end).collect(), (train_end..validation_end).collect(), (validation_end..count).collect()]
}
