//! Kernels that work in tiles of whole vectors, at sizes around the edges of the tiles and at every level, against plain
//! loops.
//!
//! The slices are vectors of exact length, so that valgrind and AddressSanitizer see a read or write past their end. A
//! second run writes into the middle of a larger buffer: where there are no such tools, its borders tell of writes.

mod convolutions;
mod pools;
mod products;
mod rows;

use std::ops::Range;

use super::simd::Level;
use super::twin::{at_level, bits, noise, sizes};

/// Positions, rows or entries: tiles have 3, 4, 6, 8, 12, 13 and 14 of them.
const ROWS: Range<usize> = 1..30;

/// Columns or channels: panels have one to four (or five) vectors of 4, 8 or 16 floats.
const COLUMNS: [usize; 31] = [
    1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 20, 21, 31, 32, 33, 47, 48, 49, 63, 64, 65, 79, 80, 81, 128,
    129,
];

/// What stands around a result; a kernel must leave it alone.
const BORDER: f32 = f32::from_bits(0x7fc0_b0de);

/// Floats before and behind a result: more than the widest vector.
const BORDER_LEN: usize = 64;

/// Runs `kernel` at every level for results of these lengths, and gives what it wrote to `check`.
#[track_caller]
fn each_level<const N: usize>(
    lens: [usize; N],
    kernel: impl Fn([&mut [f32]; N]) + Sync,
    check: impl Fn(Level, [&[f32]; N]),
) {
    for level in Level::all_here() {
        let mut exact = lens.map(|len| vec![f32::NAN; len]);
        let mut wide = lens.map(|len| vec![BORDER; len + 2 * BORDER_LEN]);
        at_level(level, 1, || {
            kernel(exact.each_mut().map(|out| &mut out[..]));
            kernel(wide.each_mut().map(|out| {
                let len = out.len();
                &mut out[BORDER_LEN..len - BORDER_LEN]
            }));
        });
        for (exact, wide) in exact.iter().zip(&wide) {
            let (before, rest) = wide.split_at(BORDER_LEN);
            let (within, behind) = rest.split_at(exact.len());
            assert_eq!(bits(within), bits(exact), "{level:?}: other bits at another place");
            for border in [before, behind] {
                assert!(
                    border.iter().all(|v| v.to_bits() == BORDER.to_bits()),
                    "{level:?}: a write outside the result"
                );
            }
        }
        check(level, exact.each_ref().map(|out| &out[..]));
    }
}

/// Asserts that sums of `terms` products of numbers in -1..1 are right, up to the order of their terms.
///
/// Each term is rounded once or twice, by at most 2^-24 of a partial sum; those of so few random terms stay below 16 or so.
/// One wrong product would be off by 0.25 on average.
#[track_caller]
fn assert_sums(found: &[f32], expected: &[f32], terms: usize, what: impl Fn() -> String) {
    assert_eq!(found.len(), expected.len());
    let tolerance = 2.0 * 16.0 * (f32::EPSILON / 2.0) * (1 + terms) as f32;
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() <= tolerance, "{}: {found} for {expected} at {i}", what());
    }
}
