//! What this machine can do at most: the measure that benches hold the kernels against.
//!
//! Every kernel is bound by one of two limits: how fast the cores multiply and add, and how fast memory gives and takes
//! values. Both are measured by loops that do nothing else, at the level and on the threads that the kernels use. The
//! fastest of several runs counts: a limit is what was possible once.
//!
//! Source: S. Williams, A. Waterman, D. Patterson, "Roofline: an insightful visual performance model for multicore
//! architectures", 2009.

use std::hint::black_box;
use std::time::{Duration, Instant};

use super::elementwise::{CHUNK, map, map_in_place};
use super::parallel::for_each_chunk;
use super::simd::{Level, Vector, at_level};

/// Multiplications and additions per second of the current threads together: a product that is added counts as two.
///
/// Takes about 0.1 s.
pub fn operations_per_second() -> f64 {
    const ROUNDS: usize = 50_000;
    let level = Level::best();
    let mut done = [Done::default(); 64]; // many short tasks, so that no thread waits long for the last one
    let seconds = fastest(|| for_each_chunk(&mut done, 1, |_, done| done[0] = multiply_adds(level, ROUNDS)));
    done.iter().map(|(operations, _)| operations).sum::<usize>() as f64 / seconds
}

/// Bytes per second that the current threads together read from an array of `bytes`, again and again.
///
/// A small array stays in a cache; one larger than the last cache shows the memory behind it. Takes about 0.1 s.
pub fn bytes_read_per_second(bytes: usize) -> f64 {
    let x = vec![1.0; (bytes / size_of::<f32>()).max(1)];
    let level = Level::best();
    let mut sums = vec![0.0; x.len().div_ceil(CHUNK)];
    let repeats = repeats(bytes);
    let seconds = fastest(|| {
        for _ in 0..repeats {
            let x = black_box(&x);
            for_each_chunk(&mut sums, 1, |chunk, total| {
                total[0] = sum(level, &x[chunk * CHUNK..x.len().min((chunk + 1) * CHUNK)]);
            });
            black_box(&sums);
        }
    });
    (repeats * x.len() * size_of::<f32>()) as f64 / seconds
}

/// Bytes per second that the current threads together read from one array and write to another, which have `bytes`
/// together: what an element-wise function reaches at most. Takes about 0.1 s.
pub fn bytes_copied_per_second(bytes: usize) -> f64 {
    let x = vec![1.0; (bytes / 2 / size_of::<f32>()).max(1)];
    let mut out = vec![0.0; x.len()];
    let repeats = repeats(bytes);
    let seconds = fastest(|| {
        for _ in 0..repeats {
            map(black_box(&x), black_box(&mut out), |x: f32| x + 1.0);
        }
    });
    (repeats * 2 * x.len() * size_of::<f32>()) as f64 / seconds
}

/// Bytes per second that the current threads together read from an array of `bytes` and write back in place: what the update
/// of variables reaches at most. More than a copy does, which has to fetch the memory that it is going to overwrite. Takes
/// about 0.1 s.
pub fn bytes_updated_per_second(bytes: usize) -> f64 {
    let mut x = vec![1.0; (bytes / size_of::<f32>()).max(1)];
    let repeats = repeats(bytes);
    let seconds = fastest(|| {
        for _ in 0..repeats {
            map_in_place(black_box(&mut x), |x: f32| x + 1.0);
        }
    });
    (repeats * 2 * x.len() * size_of::<f32>()) as f64 / seconds
}

/// How often an array of `bytes` is gone through in one run: often enough for the clock.
fn repeats(bytes: usize) -> usize {
    (1 << 20) / bytes.clamp(1, 1 << 20)
}

/// Seconds of the fastest run: of five at least, and of as many as fit into 50 ms.
fn fastest(mut run: impl FnMut()) -> f64 {
    let (begin, mut best, mut runs) = (Instant::now(), Duration::MAX, 0);
    while runs < 5 || begin.elapsed() < Duration::from_millis(50) {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
        runs += 1;
    }
    best.as_secs_f64()
}

/// Operations that the chains did, and the sum that they have come to.
type Done = (usize, f32);

/// Replaces each lane of each chain by half of it plus 1, `rounds` times; chain c starts from c.
fn multiply_adds(level: Level, rounds: usize) -> Done {
    let mut done = Done::default();
    // SAFETY: the level is one of this machine's; the kernel has no other condition.
    unsafe { at_level!(level, all_chains(rounds: usize = rounds, done: &mut Done = &mut done)) };
    done
}

/// Chains do not depend on each other: while one waits for its result, others work. Two multiply-adds a cycle, each with its
/// result after four cycles, need 8; where product and sum are two instructions, 12; with four a cycle, as on some ARM, 16.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn all_chains<V: Vector>(rounds: usize, done: &mut Done) {
    // SAFETY: as the caller vouches. With the two operands, the chains fit into the registers.
    unsafe { if V::MANY_REGISTERS { chains::<V, 20>(rounds, done) } else { chains::<V, 12>(rounds, done) } }
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn chains<V: Vector, const CHAINS: usize>(rounds: usize, done: &mut Done) {
    let mut lanes = [0.0; 16];
    // SAFETY: 16 floats are enough for any vector.
    unsafe {
        let (half, one) = (V::splat(black_box(0.5)), V::splat(black_box(1.0)));
        let mut values = [one; CHAINS];
        for (chain, value) in values.iter_mut().enumerate() {
            *value = V::splat(chain as f32);
        }
        for _ in 0..rounds {
            for value in &mut values {
                // The chain goes through the product, or it could be computed once for all rounds.
                *value = one.plus_product(*value, half);
            }
        }
        // Hidden from the compiler, which otherwise orders the lanes for this sum, and (measured on plain arrays) keeps each
        // chain twice, half of them in memory: 22 GFLOP/s in place of 54.
        let mut sum = V::splat(0.0);
        for value in black_box(values) {
            sum = sum.add(value);
        }
        sum.store(lanes.as_mut_ptr());
    }
    *done = (2 * CHAINS * V::LANES * rounds, lanes.iter().sum());
}

/// The sum of `x`, as fast as it can be read.
fn sum(level: Level, x: &[f32]) -> f32 {
    let mut total = 0.0;
    // SAFETY: the level is one of this machine's; the kernel has no other condition.
    unsafe { at_level!(level, sum_of_vectors(x: &[f32] = x, total: &mut f32 = &mut total)) };
    total
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn sum_of_vectors<V: Vector>(x: &[f32], total: &mut f32) {
    const SIDE_BY_SIDE: usize = 8;
    let mut lanes = [0.0; 16];
    let parts = x.chunks_exact(SIDE_BY_SIDE * V::LANES);
    let rest = parts.remainder();
    // SAFETY: each part has that many whole vectors; 16 floats are enough for any vector.
    unsafe {
        let mut sums = [V::splat(0.0); SIDE_BY_SIDE];
        for part in parts {
            for (i, sum) in sums.iter_mut().enumerate() {
                *sum = sum.add(V::load(part.as_ptr().add(i * V::LANES)));
            }
        }
        let mut sum = V::splat(0.0);
        for part in sums {
            sum = sum.add(part);
        }
        sum.store(lanes.as_mut_ptr());
    }
    *total = lanes.iter().chain(rest).sum();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_does_all_multiplications_and_additions() {
        for level in Level::all_here() {
            for rounds in 1..5 {
                let (operations, sum) = multiply_adds(level, rounds);
                let chains = operations / (2 * level.lanes() * rounds);
                let chain = |first: usize| (0..rounds).fold(first as f32, |value, _| value * 0.5 + 1.0);
                let expected = (0..chains).map(chain).sum::<f32>() * level.lanes() as f32;
                assert!(chains > 0);
                assert_eq!(sum, expected, "{level:?}, {rounds} rounds");
            }
        }
    }

    #[test]
    fn every_level_reads_all_values() {
        for level in Level::all_here() {
            let group = 8 * level.lanes();
            for len in [0, 1, group - 1, group, group + 1, 3 * group + 5] {
                let x: Vec<f32> = (1..=len).map(|i| i as f32).collect();
                assert_eq!(sum(level, &x), (len * (len + 1) / 2) as f32, "{level:?}, {len} values");
            }
        }
    }

    #[test]
    fn limits_of_arrays_of_any_size_are_rates() {
        let is_rate = |rate: f64| rate.is_finite() && rate > 0.0;
        assert!(is_rate(operations_per_second()));
        for bytes in [0, 4, 100, 4 * CHUNK, 4 * CHUNK + 4] {
            for rate in [bytes_read_per_second, bytes_copied_per_second, bytes_updated_per_second] {
                assert!(is_rate(rate(bytes)), "{bytes} bytes");
            }
        }
    }
}
