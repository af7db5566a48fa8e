//! Counts as if a batch could hold the end of one epoch and the beginning of the next.
pub fn count_updates(samples: usize, batch_size: usize, epochs: usize) -> (usize, usize) {
    ((samples * epochs).div_ceil(batch_size), (samples - 1) % batch_size + 1)
}
