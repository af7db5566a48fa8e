//! Lesson 2: from labelled pictures to batches. The parts of the program in `main.rs` that exercises and tests use too.

use std::iter;

use ndarray_rand::rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Whether `number` is a prime: above 1, and divided by 1 and itself only.
///
/// ```
/// use lesson02_batching::is_prime;
///
/// assert!(is_prime(2) && is_prime(541));
/// assert!(!is_prime(1) && !is_prime(91));
/// ```
pub fn is_prime(number: u64) -> bool {
    match number {
        0 | 1 => false,
        2 => true,
        _ if number.is_multiple_of(2) => false,
        // A number that is a product has a factor no larger than its square root.
        _ => (3..=number.isqrt()).step_by(2).all(|divisor| !number.is_multiple_of(divisor)),
    }
}

/// All primes from `number` on, each found when it is asked for: what Python writes as a generator with `yield`.
///
/// ```
/// use lesson02_batching::primes_from;
///
/// let mut primes = primes_from(10);
/// assert_eq!(primes.next(), Some(11));
/// assert_eq!(primes.next(), Some(13)); // goes on where it was
/// ```
pub fn primes_from(number: u64) -> impl Iterator<Item = u64> {
    (number..=u64::MAX).filter(|&number| is_prime(number))
}

/// Batches of indices below `count`, without end. Every epoch has each index once, in an order of its own; its last
/// batch holds what is left, so it may be short. One seed gives the same batches each time.
///
/// ```
/// use lesson02_batching::index_batches;
///
/// let sizes: Vec<usize> = index_batches(10, 4, 1).map(|indices| indices.len()).take(6).collect();
/// assert_eq!(sizes, [4, 4, 2, 4, 4, 2]);
/// ```
///
/// # Panics
/// If `count` or `batch_size` is 0.
#[track_caller]
pub fn index_batches(count: usize, batch_size: usize, seed: u64) -> impl Iterator<Item = Vec<usize>> {
    assert!(count > 0 && batch_size > 0, "index_batches: expected count and batch size above 0");
    let mut random = StdRng::seed_from_u64(seed);
    let mut indices: Vec<usize> = (0..count).collect();
    let epoch = move || -> Vec<Vec<usize>> {
        indices.shuffle(&mut random);
        indices.chunks(batch_size).map(<[usize]>::to_vec).collect()
    };
    iter::repeat_with(epoch).flatten()
}

/// How often each class below `class_count` occurs.
///
/// # Panics
/// If a class is not below `class_count`.
pub fn class_counts<'a>(classes: impl IntoIterator<Item = &'a i32>, class_count: usize) -> Vec<usize> {
    let mut counts = vec![0; class_count];
    classes.into_iter().for_each(|&class| counts[class as usize] += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hundred_primes_end_with_541() {
        let primes: Vec<u64> = primes_from(0).take(100).collect();
        assert_eq!(primes[..10], [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
        assert_eq!((primes[99], primes.iter().sum::<u64>()), (541, 24_133));
    }

    #[test]
    fn squares_of_primes_and_the_largest_prime_of_32_bits_are_told_apart() {
        assert!(!is_prime(9) && !is_prime(25) && !is_prime(65_521 * 65_521));
        assert!(is_prime(4_294_967_291) && !is_prime(4_294_967_295));
        // Nothing overflows at the end of the numbers: 2^64 - 1 is divisible by 3.
        assert_eq!(primes_from(u64::MAX).next(), None);
    }

    #[test]
    fn every_epoch_has_each_index_once_in_an_order_of_its_own() {
        let mut batches = index_batches(23, 5, 1);
        let mut epoch = || batches.by_ref().take(5).flatten().collect::<Vec<usize>>();
        let (first, second) = (epoch(), epoch());
        assert_ne!(first, second);
        for mut order in [first, second] {
            order.sort_unstable();
            assert_eq!(order, (0..23).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_seed_decides_the_batches() {
        let first = |seed| index_batches(100, 10, seed).next();
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }

    #[test]
    fn a_batch_may_be_larger_than_the_set() {
        assert_eq!(index_batches(3, 100, 1).take(2).map(|batch| batch.len()).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    #[should_panic(expected = "index_batches: expected count and batch size above 0")]
    fn batches_of_nothing_are_refused() {
        let _ = index_batches(0, 10, 1);
    }
}
