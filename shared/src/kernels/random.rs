//! Dropout masks from a counter: element i depends on the seed and on i only, so chunks and threads cannot change it.

use super::elementwise::CHUNK;
use super::multiversion::multiversion;
use super::parallel::for_each_chunk;

/// Fills `out` with 1 / `keep_prob` where an element is kept, with probability `keep_prob`, and 0 where it is dropped.
///
/// The factor keeps the expected value of `x * mask` at x. A `keep_prob` of 1 gives exactly 1 everywhere.
/// The caller checks 0 < `keep_prob` <= 1, and takes a new `seed` for every step and every layer.
///
/// ```
/// use shared::kernels::random::dropout_mask;
///
/// let mut mask = [0.0; 8];
/// dropout_mask(1, 0.5, &mut mask);
/// assert!(mask.iter().all(|&m| m == 0.0 || m == 2.0));
/// ```
pub fn dropout_mask(seed: u64, keep_prob: f32, out: &mut [f32]) {
    let start = mix(seed);
    for_each_chunk(out, CHUNK, |index, out| mask_chunk(start, (index * CHUNK) as u64, keep_prob, out));
}

multiversion! {
    fn mask_chunk(start: u64, first: u64, keep_prob: f32, out: &mut [f32]) {
        let kept = 1.0 / keep_prob;
        for (i, out) in out.iter_mut().enumerate() {
            let counter = first.wrapping_add(i as u64).wrapping_mul(GOLDEN);
            // 24 random bits: every value below 1 is exact in `f32`, and 1 is never reached.
            let uniform = (mix(start.wrapping_add(counter)) >> 40) as i32 as f32 * (1.0 / 16_777_216.0);
            *out = if uniform < keep_prob { kept } else { 0.0 };
        }
    }
}

/// 2^64 divided by the golden ratio, odd: its multiples spread evenly.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Turns neighbouring numbers into unrelated ones: every bit of the input changes half of the bits of the output.
///
/// Source: the finalizer of SplitMix64, G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
/// generators", 2014.
#[inline(always)]
fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{SIZES, with_any_threads};

    fn mask(seed: u64, keep_prob: f32, len: usize) -> Vec<f32> {
        with_any_threads(|| {
            let mut out = vec![f32::NAN; len];
            dropout_mask(seed, keep_prob, &mut out);
            out
        })
    }

    #[test]
    fn a_longer_mask_begins_with_the_shorter_one() {
        let longest = mask(3, 0.5, SIZES[SIZES.len() - 1]);
        for len in SIZES {
            assert_eq!(mask(3, 0.5, len), longest[..len]);
        }
        let twin = |i: u64| {
            let hash = mix(mix(3).wrapping_add(i.wrapping_mul(GOLDEN)));
            if ((hash >> 40) as f64) < 0.5 * f64::from(1 << 24) { 2.0 } else { 0.0 }
        };
        assert_eq!(longest, (0..longest.len() as u64).map(twin).collect::<Vec<f32>>());
    }

    #[test]
    fn the_share_of_kept_elements_is_keep_prob() {
        const LEN: usize = 400_000;
        for (seed, keep_prob) in [(0, 0.5), (1, 0.5), (u64::MAX, 0.9), (7, 0.1), (8, 0.75)] {
            let mask = mask(seed, keep_prob, LEN);
            assert!(mask.iter().all(|&m| m == 0.0 || m == 1.0 / keep_prob));
            let kept = mask.iter().filter(|&&m| m != 0.0).count() as f64;
            let (expected, p) = (LEN as f64 * f64::from(keep_prob), f64::from(keep_prob));
            let deviation = (LEN as f64 * p * (1.0 - p)).sqrt();
            assert!((kept - expected).abs() < 4.0 * deviation, "seed {seed}: {kept} kept, expected {expected}");
        }
    }

    #[test]
    fn neighbours_and_seeds_are_unrelated() {
        const LEN: usize = 100_000;
        let share = |a: &[f32], b: &[f32]| a.iter().zip(b).filter(|(a, b)| a == b).count() as f64 / a.len() as f64;
        let masks: Vec<_> = (0..4).map(|seed| mask(seed, 0.5, LEN)).collect();
        for (i, a) in masks.iter().enumerate() {
            for lag in [1, 2, 3, 16, 64, 1024] {
                assert!((share(&a[lag..], &a[..LEN - lag]) - 0.5).abs() < 0.008, "seed {i}, lag {lag}");
            }
            for b in &masks[..i] {
                assert!((share(a, b) - 0.5).abs() < 0.008);
            }
        }
        // A seed that differs by the counter's step must not give the same mask, shifted.
        let shifted = mask(GOLDEN, 0.5, LEN);
        assert!((share(&masks[0][1..], &shifted[..LEN - 1]) - 0.5).abs() < 0.008);
    }

    #[test]
    fn keeping_all_gives_exactly_one() {
        assert!(mask(5, 1.0, 3 * CHUNK).iter().all(|&m| m == 1.0));
    }
}
