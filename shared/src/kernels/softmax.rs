//! Softmax and its logarithm, for rows of logits: `[rows, n]` in memory order.
//!
//! Each row is shifted by its largest logit first. That changes no result, since
//! e^(x_j - m) / Σ e^(x_k - m) = e^x_j / Σ e^x_k, but no exponential can overflow: logits of 1000 are harmless.

use super::elementwise::CHUNK;
use super::math::{exp, ln};
use super::multiversion::multiversion;
use super::parallel::for_each_chunk;
use super::reduce::{larger, sum_slice};
use super::scratch::Scratch;

/// `out[i, j]` = e^x\[i, j\] / Σ_k e^x\[i, k\] over rows of `n` elements.
///
/// ```
/// let mut out = [0.0; 2];
/// shared::kernels::softmax::softmax(&[1000.0, 1000.0], 2, &mut out);
/// assert_eq!(out, [0.5, 0.5]);
/// ```
///
/// # Panics
/// If `x` and `out` are not the same number of whole rows.
pub fn softmax(x: &[f32], n: usize, out: &mut [f32]) {
    for_rows_of(x, n, out, |x, out| softmax_rows(x, n, out));
}

/// `out[i, j]` = x\[i, j\] - ln Σ_k e^x\[i, k\] over rows of `n` elements: ln(softmax), but finite where softmax is 0.
///
/// # Panics
/// If `x` and `out` are not the same number of whole rows.
pub fn log_softmax(x: &[f32], n: usize, out: &mut [f32]) {
    for_rows_of(x, n, out, |x, out| log_softmax_rows(x, n, out));
}

pub(super) fn rows_per_chunk(n: usize) -> usize {
    (CHUNK / n.max(1)).max(1)
}

/// Calls `work(first row, rows)` for chunks of whole rows; not at all for rows of length 0.
pub(super) fn for_each_row_chunk(out: &mut [f32], n: usize, work: impl Fn(usize, &mut [f32]) + Sync) {
    if !out.is_empty() {
        let rows = rows_per_chunk(n);
        for_each_chunk(out, rows * n, |index, out| work(index * rows, out));
    }
}

pub(super) fn for_rows_of(x: &[f32], n: usize, out: &mut [f32], work: impl Fn(&[f32], &mut [f32]) + Sync) {
    assert_eq!(x.len(), out.len(), "softmax: x and out differ in length");
    assert!(
        out.is_empty() || (n > 0 && out.len().is_multiple_of(n)),
        "softmax: {} is not whole rows of {n}",
        out.len()
    );
    for_each_row_chunk(out, n, |first, out| work(&x[first * n..][..out.len()], out));
}

#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    row.iter().copied().fold(f32::NEG_INFINITY, larger)
}

/// For rows of `n` logits, `n` above 0: each less its row's largest, and ln Σ_j e^`shifted[i, j]`.
///
/// All rows go through `exp` in one loop, and all sums through `ln`. Row by row, short rows, filled up to whole vectors, took four times
/// as long: 10,000 of ten logits 770 us.
pub(super) fn shift_and_log_sums(x: &[f32], n: usize, shifted: &mut [f32], log_sums: &mut [f32]) {
    shift_rows(x, n, shifted);
    let mut exps = Scratch::take(shifted.len());
    log_sums_of(shifted, n, &mut exps, log_sums);
}

fn softmax_rows(x: &[f32], n: usize, out: &mut [f32]) {
    shift_rows(x, n, out);
    normalize_rows(n, out);
}

multiversion! {
    /// `out[i, j]` = x[i, j] - max_k x[i, k].
    fn shift_rows(x: &[f32], n: usize, out: &mut [f32]) {
        for (x, out) in x.chunks_exact(n).zip(out.chunks_exact_mut(n)) {
            let shift = largest(x);
            out.iter_mut().zip(x).for_each(|(out, &x)| *out = x - shift);
        }
    }
}

multiversion! {
    /// From shifted logits to probabilities. All rows go through `exp` in one loop, which suits short rows.
    fn normalize_rows(n: usize, out: &mut [f32]) {
        out.iter_mut().for_each(|out| *out = exp(*out));
        for row in out.chunks_exact_mut(n) {
            let sum = sum_slice(row);
            row.iter_mut().for_each(|v| *v /= sum);
        }
    }
}

multiversion! {
    fn log_sums_of(shifted: &[f32], n: usize, exps: &mut [f32], log_sums: &mut [f32]) {
        exps.iter_mut().zip(shifted).for_each(|(exp_of, &x)| *exp_of = exp(x));
        exps.chunks_exact(n).zip(log_sums.iter_mut()).for_each(|(row, sum)| *sum = sum_slice(row));
        log_sums.iter_mut().for_each(|sum| *sum = ln(*sum));
    }
}

fn log_softmax_rows(x: &[f32], n: usize, out: &mut [f32]) {
    let mut log_sums = Scratch::take(out.len() / n);
    shift_and_log_sums(x, n, out, &mut log_sums);
    for (row, log_sum) in out.chunks_exact_mut(n).zip(log_sums.iter()) {
        row.iter_mut().for_each(|v| *v -= log_sum);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::kernels::twin::{assert_near, noise, with_any_threads};

    /// Rows and row lengths around the vector length and the chunk borders.
    pub(in crate::kernels) const SHAPES: [[usize; 2]; 17] = [
        [0, 10],
        [3, 0],
        [1, 1],
        [5, 1],
        [1, 7],
        [7, 8],
        [8, 9],
        [9, 16],
        [2, 17],
        [64, 10],
        [1637, 10],
        [1638, 10],
        [1639, 10],
        [CHUNK + 1, 1],
        [2, CHUNK - 1],
        [2, CHUNK],
        [2, CHUNK + 1],
    ];

    pub(in crate::kernels) fn ln_softmax_twin(row: &[f32]) -> Vec<f64> {
        let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let shifted: Vec<_> = row.iter().map(|&x| f64::from(x) - f64::from(max)).collect();
        let log_sum = shifted.iter().map(|x| x.exp()).sum::<f64>().ln();
        shifted.iter().map(|x| x - log_sum).collect()
    }

    pub(in crate::kernels) fn run(len: usize, kernel: impl Fn(&mut [f32]) + Sync) -> Vec<f32> {
        with_any_threads(|| {
            let mut out = vec![f32::NAN; len];
            kernel(&mut out);
            out
        })
    }

    #[test]
    fn softmax_and_its_logarithm_equal_the_twin() {
        for [rows, n] in SHAPES {
            let x: Vec<_> = noise(rows * n, 1).iter().map(|x| x * 10.0).collect();
            let twin: Vec<_> = x.chunks(n.max(1)).flat_map(ln_softmax_twin).collect();
            assert_near(&run(x.len(), |out| log_softmax(&x, n, out)), &twin, 1e-6);
            let twin: Vec<_> = twin.iter().map(|x| x.exp()).collect();
            assert_near(&run(x.len(), |out| softmax(&x, n, out)), &twin, 1e-6);
        }
    }

    #[test]
    fn logits_of_a_thousand_and_of_minus_infinity_are_harmless() {
        let x = [1000.0, 0.0, -1000.0, f32::NEG_INFINITY];
        let mut out = [f32::NAN; 4];
        softmax(&x, 4, &mut out);
        assert_eq!(out, [1.0, 0.0, 0.0, 0.0]);
        log_softmax(&x, 4, &mut out);
        assert_eq!(out, [0.0, -1000.0, -2000.0, f32::NEG_INFINITY]);
        softmax(&[1.0, f32::NAN], 2, &mut out[..2]);
        assert!(out[0].is_nan() && out[1].is_nan());
    }
}
