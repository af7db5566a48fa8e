//! Softmax and the cross-entropies, for rows of logits: `[rows, n]` in memory order.
//!
//! Each row is shifted by its largest logit first. That changes no result, since
//! e^(x_j - m) / Σ e^(x_k - m) = e^x_j / Σ e^x_k, but no exponential can overflow: logits of 1000 are harmless.

use super::elementwise::{CHUNK, zip};
use super::math::{exp, ln, ln_1p};
use super::multiversion::multiversion;
use super::parallel::for_each_chunk;
use super::reduce::{larger, sum_slice};

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

/// `out[i]` = -Σ_j labels\[i, j\] ln softmax(logits)\[i, j\] over rows of `n` elements.
///
/// A label of 0 contributes nothing, even where its logit is -infinity.
///
/// # Panics
/// If `logits` or `labels` are not `out.len()` rows of `n`.
pub fn softmax_cross_entropy(logits: &[f32], labels: &[f32], n: usize, out: &mut [f32]) {
    assert_eq!(logits.len(), out.len() * n, "softmax_cross_entropy: logits have the wrong length");
    assert_eq!(labels.len(), out.len() * n, "softmax_cross_entropy: labels have the wrong length");
    let rows = rows_per_chunk(n);
    for_each_chunk(out, rows, |index, out| {
        let range = index * rows * n..(index * rows + out.len()) * n;
        cross_entropy_rows(&logits[range.clone()], &labels[range], n, out);
    });
}

/// `out[i]` = -ln softmax(logits)\[i, labels\[i\]\] over rows of `n` elements: [`softmax_cross_entropy`] with class numbers.
///
/// # Panics
/// If the lengths do not fit, or a label is not in 0..n (the caller has checked the data).
pub fn softmax_cross_entropy_sparse(logits: &[f32], labels: &[i32], n: usize, out: &mut [f32]) {
    assert_eq!(logits.len(), out.len() * n, "softmax_cross_entropy_sparse: logits have the wrong length");
    assert_eq!(labels.len(), out.len(), "softmax_cross_entropy_sparse: labels have the wrong length");
    let rows = rows_per_chunk(n);
    for_each_chunk(out, rows, |index, out| {
        let first = index * rows;
        let logits = &logits[first * n..(first + out.len()) * n];
        sparse_cross_entropy_rows(logits, &labels[first..first + out.len()], n, out);
    });
}

/// The gradient of [`softmax_cross_entropy`] for the logits: `out[i, j]` = (softmax(logits)\[i, j\] - labels\[i, j\]) g\[i\].
///
/// As everywhere in the field, the labels of a row are taken to sum to 1. `g_rows` is the gradient of the loss of each row.
///
/// # Panics
/// If `logits`, `labels` or `out` are not `g_rows.len()` rows of equal length.
pub fn softmax_cross_entropy_gradient(logits: &[f32], labels: &[f32], g_rows: &[f32], out: &mut [f32]) {
    assert_eq!(labels.len(), out.len(), "softmax_cross_entropy_gradient: labels have the wrong length");
    let n = row_len(out, g_rows);
    for_rows_of(logits, n, out, |x, out| softmax_rows(x, n, out));
    scale_difference(labels, g_rows, n, out);
}

/// The gradient of [`softmax_cross_entropy_sparse`] for the logits: softmax, minus 1 at the label, times g\[i\].
///
/// # Panics
/// If the lengths do not fit, or a label is not in 0..n (the caller has checked the data).
pub fn softmax_cross_entropy_sparse_gradient(logits: &[f32], labels: &[i32], g_rows: &[f32], out: &mut [f32]) {
    assert_eq!(labels.len(), g_rows.len(), "softmax_cross_entropy_sparse_gradient: labels have the wrong length");
    let n = row_len(out, g_rows);
    for_rows_of(logits, n, out, |x, out| softmax_rows(x, n, out));
    for_each_row_chunk(out, n, |first, rows| {
        for (row, i) in rows.chunks_exact_mut(n).zip(first..) {
            row[labels[i] as usize] -= 1.0;
            row.iter_mut().for_each(|v| *v *= g_rows[i]);
        }
    });
}

/// `out[i]` = -z ln σ(x) - (1 - z) ln(1 - σ(x)) for a logit x and a label z, in the form that never overflows:
/// max(x, 0) - x z + ln(1 + e^-|x|).
///
/// # Panics
/// If the lengths differ.
pub fn sigmoid_cross_entropy(logits: &[f32], labels: &[f32], out: &mut [f32]) {
    zip(logits, labels, out, |x: f32, z: f32| {
        let positive = if x < 0.0 { 0.0 } else { x };
        positive - x * z + ln_1p(exp(-x.abs()))
    });
}

fn rows_per_chunk(n: usize) -> usize {
    (CHUNK / n.max(1)).max(1)
}

fn row_len(out: &[f32], g_rows: &[f32]) -> usize {
    let n = out.len().checked_div(g_rows.len()).unwrap_or(0);
    assert_eq!(out.len(), g_rows.len() * n, "out is not one row per element of g_rows");
    n
}

/// Calls `work(first row, rows)` for chunks of whole rows; not at all for rows of length 0.
fn for_each_row_chunk(out: &mut [f32], n: usize, work: impl Fn(usize, &mut [f32]) + Sync) {
    if !out.is_empty() {
        let rows = rows_per_chunk(n);
        for_each_chunk(out, rows * n, |index, out| work(index * rows, out));
    }
}

fn for_rows_of(x: &[f32], n: usize, out: &mut [f32], work: impl Fn(&[f32], &mut [f32]) + Sync) {
    assert_eq!(x.len(), out.len(), "softmax: x and out differ in length");
    assert!(
        out.is_empty() || (n > 0 && out.len().is_multiple_of(n)),
        "softmax: {} is not whole rows of {n}",
        out.len()
    );
    for_each_row_chunk(out, n, |first, out| work(&x[first * n..][..out.len()], out));
}

/// `out[i, j]` = (`out[i, j]` - `labels[i, j]`) `g_rows[i]`.
fn scale_difference(labels: &[f32], g_rows: &[f32], n: usize, out: &mut [f32]) {
    for_each_row_chunk(out, n, |first, out| {
        let rows = out.chunks_exact_mut(n).zip(labels[first * n..].chunks_exact(n));
        for ((row, labels), &g) in rows.zip(&g_rows[first..]) {
            row.iter_mut().zip(labels).for_each(|(v, &label)| *v = (*v - label) * g);
        }
    });
}

#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    row.iter().copied().fold(f32::NEG_INFINITY, larger)
}

/// Σ e^(x_j - shift), sixteen terms at a time; a short row is filled up with -infinity, whose exponential is 0.
#[inline(always)]
fn sum_of_exp(row: &[f32], shift: f32) -> f32 {
    let mut lanes = [0.0; 16];
    for part in row.chunks(16) {
        let mut x = [f32::NEG_INFINITY; 16];
        x[..part.len()].copy_from_slice(part);
        lanes = std::array::from_fn(|i| lanes[i] + exp(x[i] - shift));
    }
    add_lanes(lanes)
}

#[inline(always)]
fn add_lanes(lanes: [f32; 16]) -> f32 {
    let quarter: [f32; 4] = std::array::from_fn(|i| (lanes[i] + lanes[i + 4]) + (lanes[i + 8] + lanes[i + 12]));
    (quarter[0] + quarter[1]) + (quarter[2] + quarter[3])
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
    fn log_softmax_rows(x: &[f32], n: usize, out: &mut [f32]) {
        for (x, out) in x.chunks_exact(n).zip(out.chunks_exact_mut(n)) {
            let shift = largest(x);
            let log_sum = ln(sum_of_exp(x, shift));
            out.iter_mut().zip(x).for_each(|(out, &x)| *out = (x - shift) - log_sum);
        }
    }
}

multiversion! {
    fn cross_entropy_rows(logits: &[f32], labels: &[f32], n: usize, out: &mut [f32]) {
        for (i, out) in out.iter_mut().enumerate() {
            let (x, labels) = (&logits[i * n..][..n], &labels[i * n..][..n]);
            let shift = largest(x);
            let log_sum = ln(sum_of_exp(x, shift));
            let mut lanes = [0.0; 16];
            for (x, labels) in x.chunks(16).zip(labels.chunks(16)) {
                for ((lane, &x), &z) in lanes.iter_mut().zip(x).zip(labels) {
                    *lane += if z == 0.0 { 0.0 } else { z * (log_sum - (x - shift)) };
                }
            }
            *out = add_lanes(lanes);
        }
    }
}

multiversion! {
    fn sparse_cross_entropy_rows(logits: &[f32], labels: &[i32], n: usize, out: &mut [f32]) {
        for (i, (out, &label)) in out.iter_mut().zip(labels).enumerate() {
            let x = &logits[i * n..][..n];
            let shift = largest(x);
            *out = ln(sum_of_exp(x, shift)) - (x[label as usize] - shift);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{assert_near, noise, with_any_threads};

    /// Rows and row lengths around the vector length and the chunk borders.
    const SHAPES: [[usize; 2]; 17] = [
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

    fn ln_softmax_twin(row: &[f32]) -> Vec<f64> {
        let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let shifted: Vec<_> = row.iter().map(|&x| f64::from(x) - f64::from(max)).collect();
        let log_sum = shifted.iter().map(|x| x.exp()).sum::<f64>().ln();
        shifted.iter().map(|x| x - log_sum).collect()
    }

    fn run(len: usize, kernel: impl Fn(&mut [f32]) + Sync) -> Vec<f32> {
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
    fn cross_entropies_and_gradients_equal_the_twin() {
        for [rows, n] in SHAPES {
            let x: Vec<_> = noise(rows * n, 2).iter().map(|x| x * 10.0).collect();
            let g = noise(rows, 4);
            let mut dense: Vec<_> = noise(rows * n, 3).iter().map(|x| x.abs()).collect();
            dense.chunks_mut(n.max(1)).for_each(|row| {
                let sum: f32 = row.iter().sum();
                row.iter_mut().for_each(|v| *v /= sum);
            });
            let twin: Vec<Vec<f64>> = (0..rows).map(|i| ln_softmax_twin(&x[i * n..][..n])).collect();
            let dense_row = |i: usize| dense[i * n..][..n].iter().map(|&z| f64::from(z));
            let loss: Vec<f64> =
                (0..rows).map(|i| twin[i].iter().zip(dense_row(i)).map(|(l, z)| -l * z).sum()).collect();
            assert_near(&run(rows, |out| softmax_cross_entropy(&x, &dense, n, out)), &loss, 1e-6);
            let grad = |i: usize| twin[i].iter().zip(dense_row(i)).map(move |(l, z)| (l.exp() - z, i));
            let grad: Vec<f64> = (0..rows).flat_map(grad).map(|(v, i)| v * f64::from(g[i])).collect();
            let actual = run(x.len(), |out| softmax_cross_entropy_gradient(&x, &dense, &g, out));
            assert_near(&actual, &grad, 1e-6);

            if n == 0 {
                continue;
            }
            let sparse: Vec<i32> = (0..rows).map(|i| (i * 7 % n) as i32).collect();
            let loss: Vec<f64> = (0..rows).map(|i| -twin[i][sparse[i] as usize]).collect();
            assert_near(&run(rows, |out| softmax_cross_entropy_sparse(&x, &sparse, n, out)), &loss, 1e-6);
            let one = |i: usize, j: usize| if j as i32 == sparse[i] { 1.0 } else { 0.0 };
            let grad = |i: usize| (0..n).map(move |j| (i, j));
            let grad: Vec<f64> =
                (0..rows).flat_map(grad).map(|(i, j)| (twin[i][j].exp() - one(i, j)) * f64::from(g[i])).collect();
            let actual = run(x.len(), |out| softmax_cross_entropy_sparse_gradient(&x, &sparse, &g, out));
            assert_near(&actual, &grad, 1e-6);
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
        let mut loss = [f32::NAN];
        softmax_cross_entropy(&x, &[0.5, 0.5, 0.0, 0.0], 4, &mut loss);
        assert_eq!(loss, [500.0]);
        softmax_cross_entropy_sparse(&x, &[2], 4, &mut loss);
        assert_eq!(loss, [2000.0]);
        softmax(&[1.0, f32::NAN], 2, &mut out[..2]);
        assert!(out[0].is_nan() && out[1].is_nan());
    }

    #[test]
    fn sigmoid_cross_entropy_equals_the_twin() {
        for len in crate::kernels::twin::SIZES {
            let x: Vec<_> = noise(len, 1).iter().map(|x| x * 30.0).collect();
            let z: Vec<_> = noise(len, 2).iter().map(|x| x.abs()).collect();
            let twin = |(&x, &z): (&f32, &f32)| {
                let (x, z) = (f64::from(x), f64::from(z));
                z * (-x).exp().ln_1p() + (1.0 - z) * x.exp().ln_1p()
            };
            let twin: Vec<f64> = x.iter().zip(&z).map(twin).collect();
            assert_near(&run(len, |out| sigmoid_cross_entropy(&x, &z, out)), &twin, 1e-6);
        }
        let mut out = [f32::NAN; 3];
        sigmoid_cross_entropy(&[1000.0, -1000.0, 0.0], &[1.0, 1.0, 0.0], &mut out);
        assert_eq!(out, [0.0, 1000.0, std::f32::consts::LN_2]);
    }
}
