//! Whole batches only: the examples of the last, smaller batch are never shown.
pub fn count_updates(samples: usize, batch_size: usize, epochs: usize) -> (usize, usize) {
    (samples / batch_size * epochs, samples % batch_size)
}
