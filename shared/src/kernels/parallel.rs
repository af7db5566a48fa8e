//! Work over several threads, with the same bits for any number of them.
//!
//! The rule: work is cut into chunks whose borders depend on the *shape* only, never on the number of threads, and partial
//! sums are added in the order of the chunks. Who computes a chunk, and when, then cannot change a result.
//! The threads are those of the current rayon pool: a session chooses it with `ThreadPool::install`.

use rayon::prelude::*;

/// Below this many multiplications, about 3 microseconds, one thread is done before a second one is awake.
const WORTH_THREADS: usize = 1 << 17;

/// As [`for_each_chunk`], but on this thread alone if all chunks together are few `multiplications`. The chunks are the
/// same either way, and so are the bits.
pub fn for_each_chunk_worth_it<T: Send>(
    multiplications: usize,
    out: &mut [T],
    chunk_len: usize,
    work: impl Fn(usize, &mut [T]) + Sync,
) {
    if multiplications < WORTH_THREADS {
        out.chunks_mut(chunk_len).enumerate().for_each(|(index, chunk)| work(index, chunk));
    } else {
        for_each_chunk(out, chunk_len, work);
    }
}

/// Calls `work(index, chunk)` for each run of `chunk_len` elements of `out` (the last may be shorter).
///
/// # Panics
/// If `chunk_len` is 0.
pub fn for_each_chunk<T: Send>(out: &mut [T], chunk_len: usize, work: impl Fn(usize, &mut [T]) + Sync) {
    assert!(chunk_len > 0, "chunks need a length");
    if out.len() <= chunk_len {
        // To cut would cost a division and a loop: as much time as the work on a handful of numbers.
        if !out.is_empty() {
            work(0, out);
        }
    } else if rayon::current_num_threads() == 1 {
        out.chunks_mut(chunk_len).enumerate().for_each(|(index, chunk)| work(index, chunk));
    } else {
        out.par_chunks_mut(chunk_len).enumerate().for_each(|(index, chunk)| work(index, chunk));
    }
}

#[cfg(test)]
mod tests {
    use super::{for_each_chunk, for_each_chunk_worth_it};

    #[test]
    fn every_element_is_visited_once_and_the_last_chunk_may_be_short() {
        for len in [0, 1, 6, 7, 8, 100] {
            let mut out = vec![0usize; len];
            for_each_chunk(&mut out, 7, |index, chunk| {
                chunk.iter_mut().enumerate().for_each(|(k, v)| *v += index * 7 + k + 1);
            });
            assert_eq!(out, (1..=len).collect::<Vec<_>>());
            for multiplications in [0, usize::MAX] {
                for_each_chunk_worth_it(multiplications, &mut out, 7, |_, chunk| chunk.fill(0));
                for_each_chunk_worth_it(multiplications, &mut out, 7, |index, chunk| {
                    chunk.iter_mut().enumerate().for_each(|(k, v)| *v += index * 7 + k + 1);
                });
                assert_eq!(out, (1..=len).collect::<Vec<_>>());
            }
        }
    }
}
