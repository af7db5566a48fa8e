//! Products in which a batch of few rows meets many weights, as in a dense layer.
//!
//! `matrixmultiply` copies both factors into an order of its own for every product. That pays when each value is then used
//! many times; with 50 or 64 rows, most of the time goes into copying the weights, column by column across pages. Measured
//! on one core of a Zen 5 at 3.7 GHz (238 GFLOP/s at most), in milliseconds, `matrixmultiply` 0.3.11 against this file:
//!
//! | batch x inputs x outputs | forward | input gradient |
//! |---|---|---|
//! | 64 x 1764 x 128 | 0.26, 0.16 | 0.41, 0.18 |
//! | 50 x 3136 x 1024 | 18.7, 2.4 | 46, 2.1 |
//! | 50 x 10800 x 1024 | 86, 8 | 144, 8 |
//! | 100 x 784 x 10 | 0.039, 0.020 | 0.014, 0.044: sums of 10 terms are too short |
//!
//! The weight gradient has as many rows as there are inputs, and stays with `matrixmultiply` (190 GFLOP/s at the first size).
//! The inner loop is that of the convolution: a matrix is an image one cell wide.

use super::epilogue::Activation;
use super::parallel::for_each_chunk_worth_it;
use super::scratch::Scratch;
use super::simd::Level;
use super::tile::{Finish, Panels, Windows, convolve};

/// Inner values (forward) or weight rows (input gradient) in one task: fixed, so that sums do not depend on the threads.
const TASK: usize = 256;

/// Weights that are put in order at once, so that they are still in the second-level cache when they are used.
const CACHED: usize = 1 << 17;

/// `out = x w`, with `x` `[rows, inner]` and `w` `[inner, cols]` row by row.
///
/// The inner values are cut into parts, so that each task reads a piece of `w` once; the parts are added in order.
pub(super) fn product(level: Level, x: &[f32], w: &[f32], [rows, inner, cols]: [usize; 3], out: &mut [f32]) {
    assert_eq!((x.len(), w.len(), out.len()), (rows * inner, inner * cols, rows * cols));
    let tasks = inner.div_ceil(TASK).clamp(1, 8);
    let run = inner.div_ceil(tasks);
    let block = (CACHED / cols).max(1);
    let mut parts = Scratch::take(tasks * out.len());
    for_each_chunk_worth_it(rows * inner * cols, &mut parts, out.len(), |task, part| {
        part.fill(0.0);
        let end = ((task + 1) * run).min(inner);
        for first in (task * run..end).step_by(block) {
            let block = block.min(end - first);
            let panels = Panels::new(&w[first * cols..(first + block) * cols], cols, None, level);
            convolve(level, &x[first..], &rows_of(rows, block, inner), (&panels, Finish::Add), part);
        }
    });
    let width = out.len().div_ceil(8);
    for_each_chunk_worth_it(rows * inner * cols, out, width, |chunk, out| {
        let start = chunk * width;
        out.copy_from_slice(&parts[start..start + out.len()]);
        for part in parts.chunks_exact(rows * cols).skip(1) {
            out.iter_mut().zip(&part[start..]).for_each(|(out, value)| *out += value);
        }
    });
}

/// `out = g w^T`, with `g` `[rows, inner]` and `w` `[cols, inner]` row by row.
///
/// Computed as `(w g^T)^T`: then the small factor is the one that is put in order, and `w` is read once, as it lies.
pub(super) fn product_transposed(level: Level, g: &[f32], w: &[f32], [rows, inner, cols]: [usize; 3], out: &mut [f32]) {
    assert_eq!((g.len(), w.len(), out.len()), (rows * inner, inner * cols, rows * cols));
    let mut turned = Scratch::take(g.len());
    transpose(g, [rows, inner], 0, &mut turned);
    let panels = Panels::new(&turned, rows, None, level);
    let mut transposed = Scratch::take(out.len());
    for_each_chunk_worth_it(rows * inner * cols, &mut transposed, TASK * rows, |task, part| {
        let windows = rows_of(part.len() / rows, inner, inner);
        convolve(level, &w[task * TASK * inner..], &windows, (&panels, Finish::Store(Activation::None)), part);
    });
    let rows_per_task = rows.div_ceil(8);
    for_each_chunk_worth_it(rows * inner * cols, out, rows_per_task * cols, |task, out| {
        transpose(&transposed, [cols, rows], task * rows_per_task, out);
    });
}

/// Rows of a matrix, as the windows of an image that is one cell wide.
fn rows_of(rows: usize, run: usize, row: usize) -> Windows {
    Windows { height: rows, width: 1, step: 0, row_step: row, rows: 1, run, image_row: row }
}

/// Columns of `from` `[rows, cols]`, beginning with `first`, as the rows of `to`: as many as there is room for.
fn transpose(from: &[f32], [rows, cols]: [usize; 2], first: usize, to: &mut [f32]) {
    for (column, to) in to.chunks_exact_mut(rows).enumerate() {
        let from = from[first + column..].iter().step_by(cols);
        to.iter_mut().zip(from).for_each(|(to, &value)| *to = value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(len: usize, seed: usize) -> Vec<f32> {
        (0..len).map(|i| ((i * 37 + seed * 11) % 101) as f32 / 50.0 - 1.0).collect()
    }

    #[test]
    fn both_equal_three_loops_at_every_level() {
        for sizes @ [rows, inner, cols] in [[1, 1, 1], [3, 70, 5], [17, 257, 33], [64, 600, 16], [5, 2100, 300]] {
            let (x, w) = (values(rows * inner, 1), values(inner * cols, 2));
            let mut w_transposed = vec![0.0; w.len()];
            transpose(&w, [inner, cols], 0, &mut w_transposed);
            let entry = |r: usize, c: usize| (0..inner).map(|k| x[r * inner + k] * w[k * cols + c]).sum::<f32>();
            let expected: Vec<f32> = (0..rows * cols).map(|i| entry(i / cols, i % cols)).collect();
            for level in Level::all_here() {
                let mut out = vec![f32::NAN; rows * cols];
                product(level, &x, &w, sizes, &mut out);
                approx::assert_relative_eq!(out[..], expected[..], epsilon = 1e-3, max_relative = 1e-4);
                out.fill(f32::NAN);
                product_transposed(level, &x, &w_transposed, sizes, &mut out);
                approx::assert_relative_eq!(out[..], expected[..], epsilon = 1e-3, max_relative = 1e-4);
            }
        }
    }
}
