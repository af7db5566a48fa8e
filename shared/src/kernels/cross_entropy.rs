//! Cross-entropies of logits and labels, and their gradients: softmax with dense labels or class numbers, and sigmoid.
//!
//! All take logits, not probabilities: ln(softmax) is a difference that cannot overflow, see [`softmax`](super::softmax).

use super::elementwise::CHUNK;
use super::math::{exp, ln_1p};
use super::multiversion::multiversion;
use super::parallel::for_each_chunk;
use super::reduce::sum_slice;
use super::scratch::Scratch;
use super::softmax::{for_each_row_chunk, rows_per_chunk, shift_and_log_sums, softmax};

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
    softmax(logits, n, out);
    scale_difference(labels, g_rows, n, out);
}

/// The gradient of [`softmax_cross_entropy_sparse`] for the logits: softmax, minus 1 at the label, times g\[i\].
///
/// # Panics
/// If the lengths do not fit, or a label is not in 0..n (the caller has checked the data).
pub fn softmax_cross_entropy_sparse_gradient(logits: &[f32], labels: &[i32], g_rows: &[f32], out: &mut [f32]) {
    assert_eq!(labels.len(), g_rows.len(), "softmax_cross_entropy_sparse_gradient: labels have the wrong length");
    let n = row_len(out, g_rows);
    softmax(logits, n, out);
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
    assert_eq!(logits.len(), out.len(), "sigmoid_cross_entropy: logits have the wrong length");
    assert_eq!(labels.len(), out.len(), "sigmoid_cross_entropy: labels have the wrong length");
    for_each_chunk(out, CHUNK, |index, out| {
        let start = index * CHUNK;
        sigmoid_chunk(&logits[start..][..out.len()], &labels[start..][..out.len()], out);
    });
}

multiversion! {
    fn sigmoid_chunk(logits: &[f32], labels: &[f32], out: &mut [f32]) {
        for ((out, &x), &z) in out.iter_mut().zip(logits).zip(labels) {
            let positive = if x < 0.0 { 0.0 } else { x };
            *out = positive - x * z + ln_1p(exp(-x.abs()));
        }
    }
}

fn row_len(out: &[f32], g_rows: &[f32]) -> usize {
    let n = out.len().checked_div(g_rows.len()).unwrap_or(0);
    assert_eq!(out.len(), g_rows.len() * n, "out is not one row per element of g_rows");
    n
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

fn cross_entropy_rows(logits: &[f32], labels: &[f32], n: usize, out: &mut [f32]) {
    if n == 0 {
        return out.fill(0.0);
    }
    let mut shifted = Scratch::take(logits.len());
    shift_and_log_sums(logits, n, &mut shifted, out);
    weigh_rows(labels, n, &mut shifted, out);
}

multiversion! {
    /// `out[i]` from `out[i]` = ln Σ_k e^`shifted[i, k]` to Σ_j labels[i, j] (out[i] - `shifted[i, j]`), `shifted` to its terms.
    fn weigh_rows(labels: &[f32], n: usize, shifted: &mut [f32], out: &mut [f32]) {
        for ((x, labels), out) in shifted.chunks_exact_mut(n).zip(labels.chunks_exact(n)).zip(out) {
            let log_sum = *out;
            x.iter_mut().zip(labels).for_each(|(x, &z)| *x = if z == 0.0 { 0.0 } else { z * (log_sum - *x) });
            *out = sum_slice(x);
        }
    }
}

fn sparse_cross_entropy_rows(logits: &[f32], labels: &[i32], n: usize, out: &mut [f32]) {
    let mut shifted = Scratch::take(logits.len());
    shift_and_log_sums(logits, n, &mut shifted, out);
    for ((x, &label), out) in shifted.chunks_exact(n).zip(labels).zip(out) {
        *out -= x[label as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::softmax::tests::{SHAPES, ln_softmax_twin, run};
    use crate::kernels::twin::{SIZES, assert_near, noise};

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
        let mut loss = [f32::NAN];
        softmax_cross_entropy(&x, &[0.5, 0.5, 0.0, 0.0], 4, &mut loss);
        assert_eq!(loss, [500.0]);
        softmax_cross_entropy_sparse(&x, &[2], 4, &mut loss);
        assert_eq!(loss, [2000.0]);
    }

    #[test]
    fn sigmoid_cross_entropy_equals_the_twin() {
        for len in SIZES {
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
