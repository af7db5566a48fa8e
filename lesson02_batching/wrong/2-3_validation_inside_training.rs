//! Cuts 8:2 and takes the end of the training part for validation, without taking it out of there.

pub fn split_in_three(count: usize, random: &mut StdRng) -> [Vec<usize>; 3] {
    let mut indices: Vec<usize> = (0..count).collect();
    indices.shuffle(random);
    let (train_end, validation_end) = (count * 6 / 10, count * 8 / 10);
    [indices[..validation_end].to_vec(), indices[train_end..validation_end].to_vec(), indices[validation_end..].to_vec()]
}
