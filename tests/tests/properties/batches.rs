//! Batches of a data set.

use ndarray::{Array1, Array2};
use proptest::prelude::*;
use shared::data::{Batch, DataSet};

use super::config;

/// Each image is its own number.
fn numbered(count: usize) -> DataSet {
    let images = Array2::from_shape_fn((count, 2), |(n, _)| n as f32);
    DataSet::new(images, Array1::from_iter((0..count).map(|n| (n % 3) as i32)), 3).expect("classes below 3")
}

/// The numbers of the images, after a look at whether their labels are still theirs.
fn numbers_of(batch: &Batch) -> Vec<usize> {
    let numbers: Vec<usize> = batch.images.rows().into_iter().map(|row| row[1] as usize).collect();
    for (k, number) in numbers.iter().enumerate() {
        assert_eq!(batch.classes[k], (number % 3) as i32);
        assert_eq!(batch.labels[[k, number % 3]], 1.0);
    }
    numbers
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn each_sample_comes_once_in_each_epoch(
        count in 0..150usize,
        batch_size in 1..160usize,
        epochs in 1..4usize,
        seed in any::<u64>(),
        in_order in any::<bool>(),
    ) {
        let data = numbered(count);
        let batches = data.batches(batch_size);
        let batches = if in_order { batches.in_order() } else { batches.seed(seed) }.epochs(epochs);
        let per_epoch = batches.per_epoch();
        prop_assert_eq!(per_epoch, count.div_ceil(batch_size));
        let again: Vec<Batch> = batches.clone().collect();
        let batches: Vec<Batch> = batches.collect();
        prop_assert_eq!(&again, &batches);
        prop_assert_eq!(batches.len(), if count == 0 { 0 } else { epochs * per_epoch });
        for epoch in batches.chunks(per_epoch.max(1)) {
            let (last, others) = epoch.split_last().expect("chunks are not empty");
            prop_assert!(others.iter().all(|batch| batch.len() == batch_size) && !last.is_empty());
            let mut numbers: Vec<usize> = epoch.iter().flat_map(numbers_of).collect();
            let is_sorted = numbers.is_sorted();
            prop_assert!(is_sorted || !in_order);
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (0..count).collect::<Vec<_>>());
        }
    }
}
