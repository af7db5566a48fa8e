//! What the tests of the kernels share: sizes worth trying, repeatable noise, and pools of several sizes.

use super::elementwise::CHUNK;

/// The lengths where vectors, remainders and chunks begin and end.
pub(super) const SIZES: [usize; 9] = [0, 1, 7, 8, 9, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5];

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

/// Runs `kernel` with 1, 2 and 4 threads, checks that the bits agree, and returns the result.
pub(super) fn with_any_threads(kernel: impl Fn() -> Vec<f32> + Sync) -> Vec<f32> {
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(&kernel)
    };
    let one = run(1);
    for threads in [2, 4] {
        assert_eq!(bits(&one), bits(&run(threads)), "{threads} threads changed the result");
    }
    one
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
