//! What the tests of the kernels share: sizes worth trying, repeatable noise, and teams of several sizes.

use std::sync::Arc;

use super::elementwise::CHUNK;
use super::simd::{FORCED, Level};
use super::team::Team;

/// The lengths where vectors of 4, 8 and 16 floats, four of them side by side, remainders and chunks begin and end.
pub(super) const SIZES: [usize; 18] =
    [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5];

/// Of these sizes, those that a test tries: all of them, but under Miri, which interprets, a few. The kernels work with vectors
/// of 4 floats there; the few lie inside and around one vector, several, and tiles of them.
pub(super) fn sizes(all: impl IntoIterator<Item = usize>) -> impl Iterator<Item = usize> {
    const UNDER_MIRI: [usize; 8] = [0, 1, 2, 4, 7, 9, 15, 17];
    all.into_iter().filter(|size| !cfg!(miri) || UNDER_MIRI.contains(size))
}

/// Whether a test tries a case of so many multiplications: always, but under Miri only if they are few.
pub(super) fn is_affordable(multiplications: usize) -> bool {
    !cfg!(miri) || multiplications <= 1 << 18
}

/// Numbers in -1..1 that look random and are the same in each run.
pub(super) fn noise(len: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..len).map(|_| next()).collect()
}

/// The bit patterns: unlike `==`, they tell 0 from -0, and a NaN equals itself.
pub(super) fn bits(x: &[f32]) -> Vec<u32> {
    x.iter().map(|x| x.to_bits()).collect()
}

/// Runs `work` with this level and this many threads.
pub(super) fn at_level<R>(level: Level, threads: usize, work: impl FnOnce() -> R) -> R {
    struct Restore(Option<Level>);
    impl Drop for Restore {
        fn drop(&mut self) {
            FORCED.set(self.0);
        }
    }
    let _restore = Restore(FORCED.replace(Some(level)));
    on_threads(threads, work) // the helpers take the level over
}

/// Runs `work` with a team of this many threads.
pub(super) fn on_threads<R>(threads: usize, work: impl FnOnce() -> R) -> R {
    Arc::new(Team::new(threads)).install(work)
}

/// Runs `kernel` at every level with 1, 2 and 4 threads, checks that the number of threads changes no bit, and returns the
/// result of the level in use.
pub(super) fn with_any_threads(kernel: impl Fn() -> Vec<f32> + Sync) -> Vec<f32> {
    for level in Level::all_here() {
        let one = bits(&at_level(level, 1, &kernel));
        for threads in [2, 4] {
            assert_eq!(
                one,
                bits(&at_level(level, threads, &kernel)),
                "{level:?}: {threads} threads changed the result"
            );
        }
    }
    at_level(Level::best(), 1, &kernel)
}

/// Asserts that two slices agree within `tolerance`, relative to values above 1.
#[track_caller]
pub(super) fn assert_near(actual: &[f32], expected: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len());
    for (i, (&a, &e)) in actual.iter().zip(expected).enumerate() {
        let error = (f64::from(a) - e).abs() / e.abs().max(1.0);
        assert!(error <= tolerance, "element {i}: {a}, expected {e}");
    }
}
