//! The remainder as size of the last batch: 0, where the last batch is full.
pub fn count_updates(samples: usize, batch_size: usize, epochs: usize) -> (usize, usize) {
    (samples.div_ceil(batch_size) * epochs, samples % batch_size)
}
