//! Work over several threads, with the same bits for any number of them.
//!
//! The rule: work is cut into chunks whose borders depend on the *shape* only, never on the number of threads, and partial
//! sums are added in the order of the chunks. Who computes a chunk, and when, then cannot change a result.
//!
//! The threads are those of the current [`Team`], which a session installs. A kernel that is called inside rayon's work, by
//! a loader of pictures say, shares its chunks with rayon's threads.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::team::Team;

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
    if out.len() > chunk_len {
        for_each(out.chunks_mut(chunk_len).enumerate(), |(index, chunk)| work(index, chunk));
    } else if !out.is_empty() {
        // To cut would cost a division and a loop: as much time as the work on a handful of numbers.
        work(0, out);
    }
}

/// Calls `work` for each piece, on any thread and in any order.
pub fn for_each<P: Send>(pieces: impl Iterator<Item = P> + Send, work: impl Fn(P) + Sync) {
    if !Team::is_installed() && rayon::current_thread_index().is_some() {
        return pieces.par_bridge().for_each(&work);
    }
    let pieces = Mutex::new(pieces);
    // The lock is held for the time of one `next`. A piece takes microseconds, so threads seldom meet here.
    let next = || pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
    let take_turns = || {
        while let Some(piece) = next() {
            work(piece);
        }
    };
    let shared = Team::current().is_some_and(|team| team.run(&take_turns));
    if !shared {
        take_turns();
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;

    use super::*;

    /// Runs `job` on the default team, on teams of 1 to 4 threads, and in rayon's work.
    fn everywhere(job: impl Fn() + Sync) {
        job();
        (1..=4).for_each(|threads| Arc::new(Team::new(threads)).install(&job));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        pool.install(&job);
        pool.install(|| rayon::join(&job, &job));
    }

    #[test]
    fn every_element_is_visited_once_and_the_last_chunk_may_be_short() {
        everywhere(|| {
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
        });
    }

    #[test]
    fn chunks_of_chunks_are_done_too() {
        everywhere(|| {
            let mut out = vec![0usize; 1000];
            for_each_chunk(&mut out, 100, |outer, part| {
                for_each_chunk(part, 10, |inner, chunk| chunk.fill(outer * 10 + inner));
            });
            assert!(out.iter().enumerate().all(|(k, &value)| value == k / 10));
        });
    }

    #[test]
    fn a_panic_inside_a_chunk_comes_out() {
        everywhere(|| {
            let mut out = vec![0; 100];
            let run = || for_each_chunk(&mut out, 1, |index, _| assert!(index != 77, "chunk 77"));
            assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        });
    }

    #[test]
    #[should_panic(expected = "chunks need a length")]
    fn chunks_have_a_length() {
        for_each_chunk(&mut [0], 0, |_, _| ());
    }
}
