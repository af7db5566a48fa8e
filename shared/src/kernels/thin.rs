//! Products in which a batch of rows meets many weights, as in a dense layer.
//!
//! `matrixmultiply` copies both factors into an order of its own for every product. That pays when each value is then used
//! many times; with 50 or 64 rows, most of the time goes into copying the weights, column by column across pages. The kernels
//! here copy the small factor, or blocks of weights that stay in the cache, row by row. Measured on one core of a Zen 5 (238 GFLOP/s at
//! most), in milliseconds, `matrixmultiply` 0.3.11 against these kernels:
//!
//! | batch x inputs x outputs | forward | input gradient | weight gradient |
//! |---|---|---|---|
//! | 64 x 1764 x 128 | 0.26, 0.14 | 0.41, 0.15 | 0.15, 0.13 |
//! | 50 x 3136 x 1024 | 18.7, 1.8 | 46, 2.1 | 1.95, 1.47 |
//! | 50 x 10800 x 1024 | 86, 7.5 | 144, 7.1 | 6.5, 5.2 |
//! | 100 x 784 x 10 | 0.039, 0.015 | 0.014, 0.010 | 0.018, 0.016 |
//! | 32 x 128 x 10 | 0.0024, 0.0008 | 0.0013, 0.0008 | 0.0015, 0.0011 |
//!
//! What was tried for the largest forward products: reading the weights as they lie, 1.5 ms on two threads for 50 x 3136 x 1024 that
//! come from memory, and 1.0 with copies; copying each block before it is multiplied, 5 to 15 % more than while its first rows of
//! sums are made; copying the next block between the multiplications of this one, a quarter more than fetching it ahead; stripes
//! of 256 columns, 0 to 6 % less time, but too few tasks for more threads. For the input gradient: sums of whole vectors along `g` and
//! `w`, of which nothing needs to be copied, up to a fifth more.

use super::block::{Ahead, Left, Packed, Right, multiply};
use super::parallel::for_each_chunk_worth_it;
use super::scratch::Scratch;
use super::simd::Level;
use super::transpose::{SIDE, turn};

/// Inner values in one task: fixed, so that sums do not depend on the threads.
const PART: usize = 256;

/// Rows of weights in one task of the input gradient.
const TASK: usize = 128;

/// Columns of a stripe.
const STRIPE: usize = 128;

/// Rows of a slab.
const SLAB: usize = 128;

/// With fewer rows, reading the weights where they lie is as fast as copying them, or faster.
const WORTH_COPYING: usize = 16;

/// Rows of weights that are copied at once: with 128 columns they take 96 KiB of the second-level cache, and those that are
/// fetched ahead meanwhile as much again. 128 or 256 rows take 2 to 7 % more time on one thread.
const COPIED: usize = 192;

/// `out = x w`, with `x` `[rows, inner]` and `w` `[inner, cols]` row by row; `epilogue` is then called on whole rows of it.
pub(super) fn product(
    level: Level,
    (x, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    out: &mut [f32],
    epilogue: impl Fn(&mut [f32]) + Sync,
) {
    assert_eq!((x.len(), w.len(), out.len()), (rows * inner, inner * cols, rows * cols));
    let by = match (rows, cols) {
        (WORTH_COPYING.., cols) if cols > STRIPE => product_by_stripes,
        (..=SLAB, _) => product_by_parts,
        _ => product_by_slabs,
    };
    by(level, (x, w), [rows, inner, cols], out, epilogue);
}

/// Each task computes some columns of the result.
fn product_by_stripes(
    level: Level,
    (x, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    out: &mut [f32],
    epilogue: impl Fn(&mut [f32]) + Sync,
) {
    let mut stripes = Scratch::take(out.len());
    for_each_chunk_worth_it(rows * inner * cols, &mut stripes, rows * STRIPE, |stripe, out| {
        let width = out.len() / rows;
        let w = w.get(stripe * STRIPE..).unwrap_or(&[]); // there are no weights if there are no inputs
        product_with_copies(level, (x, w), [rows, inner, width], cols, out);
    });
    let rows_per_task = rows.div_ceil(8);
    for_each_chunk_worth_it(rows * inner * cols, out, rows_per_task * cols, |task, out| {
        for (row, out) in out.chunks_exact_mut(cols).enumerate() {
            for (stripe, out) in out.chunks_mut(STRIPE).enumerate() {
                let first = stripe * rows * STRIPE + (task * rows_per_task + row) * out.len();
                out.copy_from_slice(&stripes[first..][..out.len()]);
            }
        }
        epilogue(out);
    });
}

/// Each task computes some rows of the result.
fn product_by_slabs(
    level: Level,
    (x, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    out: &mut [f32],
    epilogue: impl Fn(&mut [f32]) + Sync,
) {
    for_each_chunk_worth_it(rows * inner * cols, out, SLAB * cols, |slab, out| {
        product_with_copies(level, (&x[slab * SLAB * inner..], w), [out.len() / cols, inner, cols], cols, out);
        epilogue(out);
    });
}

/// `out = x w`, where rows of `w` begin `w_row` values apart. Blocks of `w` are copied into panels while they are first read.
///
/// Read as they lie, rows of 4 KiB, or any other power of two, push each other out of the first-level cache.
fn product_with_copies(
    level: Level,
    (x, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    w_row: usize,
    out: &mut [f32],
) {
    if inner == 0 {
        out.fill(0.0);
    }
    // All blocks about as high, so that none is so low that starting its tiles costs more than their sums.
    let block = inner.div_ceil(inner.div_ceil(COPIED).max(1)).max(1);
    let mut copies = Scratch::take(block.min(inner) * cols);
    for k in (0..inner).step_by(block) {
        let len = block.min(inner - k);
        let next = w.get((k + len) * w_row..).filter(|next| !next.is_empty());
        let right = Right::in_place(&w[k * w_row..], w_row, level)
            .copied(&mut copies[..len * cols])
            .fetching(next.map(|values| Ahead::Rows { values, row: w_row }));
        multiply(level, (Left { values: &x[k..], row: inner, step: 1 }, right), [rows, len, cols], k > 0, out);
    }
}

/// The inner values are cut into parts, so that each task reads a piece of `w` once; the parts are added in order.
fn product_by_parts(
    level: Level,
    (x, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    out: &mut [f32],
    epilogue: impl Fn(&mut [f32]) + Sync,
) {
    let part_of_product = |part: usize, len: usize, out: &mut [f32]| {
        let left = Left { values: &x[part..], row: inner, step: 1 };
        let right = Right::in_place(&w[part * cols..], cols, level);
        multiply(level, (left, right), [rows, len, cols], false, out);
    };
    let tasks = inner.div_ceil(PART).clamp(1, 8);
    if tasks == 1 {
        part_of_product(0, inner, out);
        return epilogue(out);
    }
    let run = inner.div_ceil(tasks);
    let mut parts = Scratch::take(tasks * out.len());
    for_each_chunk_worth_it(rows * inner * cols, &mut parts, out.len(), |task, part| {
        let first = (task * run).min(inner);
        part_of_product(first, run.min(inner - first), part);
    });
    let width = rows.div_ceil(8) * cols;
    for_each_chunk_worth_it(rows * inner * cols, out, width, |chunk, out| {
        let start = chunk * width;
        out.copy_from_slice(&parts[start..start + out.len()]);
        for part in parts.chunks_exact(rows * cols).skip(1) {
            out.iter_mut().zip(&part[start..]).for_each(|(out, value)| *out += value);
        }
        epilogue(out);
    });
}

/// `out = g w^T`, with `g` `[rows, inner]` and `w` `[cols, inner]` row by row.
///
/// Computed as `(w g^T)^T`: then the small factor is the one that is put in order, and `w` is read once, as it lies. To share that
/// small work with other threads takes longer: 64 x 128 x 1764 130 us instead of 85.
pub(super) fn product_transposed(
    level: Level,
    (g, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    out: &mut [f32],
) {
    assert_eq!((g.len(), w.len(), out.len()), (rows * inner, inner * cols, rows * cols));
    let turned = Packed::transposed(g, [inner, rows], level);
    let mut transposed = Scratch::take(out.len());
    for_each_chunk_worth_it(rows * inner * cols, &mut transposed, TASK * rows, |task, part| {
        let left = Left { values: &w[task * TASK * inner..], row: inner, step: 1 };
        multiply(level, (left, turned.right()), [part.len() / rows, inner, rows], false, part);
    });
    for_each_chunk_worth_it(rows * inner * cols, out, SIDE * cols, |task, out| {
        turn((&transposed[task * SIDE..], rows), [cols, out.len() / cols], (out, cols));
    });
}

/// `out = g w^T` as above, where the sums are so short that bringing `w` into order is little work.
pub(super) fn product_transposed_short(
    level: Level,
    (g, w): (&[f32], &[f32]),
    [rows, inner, cols]: [usize; 3],
    out: &mut [f32],
) {
    let packed = Packed::transposed(w, [inner, cols], level);
    multiply(level, (Left { values: g, row: inner, step: 1 }, packed.right()), [rows, inner, cols], false, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::is_affordable;

    fn values(len: usize, seed: usize) -> Vec<f32> {
        (0..len).map(|i| ((i * 37 + seed * 11) % 101) as f32 / 50.0 - 1.0).collect()
    }

    /// By parts, by stripes (the last one narrow) and by slabs (the last one low).
    const SIZES: [[usize; 3]; 12] = [
        [1, 1, 1],
        [3, 70, 5],
        [17, 257, 33],
        [64, 600, 16],
        [5, 2100, 300],
        [2, 300, 1024],
        [16, 0, 130],
        [16, 1, 129],
        [17, 300, 300],
        [50, 513, 260],
        [200, 0, 3],
        [260, 300, 20],
    ];

    #[test]
    fn all_equal_three_loops_at_every_level() {
        for sizes @ [rows, inner, cols] in SIZES.into_iter().filter(|sizes| is_affordable(sizes.iter().product())) {
            let (x, w) = (values(rows * inner, 1), values(inner * cols, 2));
            let mut w_transposed = vec![0.0; w.len()];
            turn((&w, cols), [inner, cols], (&mut w_transposed, inner));
            let entry = |r: usize, c: usize| (0..inner).map(|k| x[r * inner + k] * w[k * cols + c]).sum::<f32>();
            let expected: Vec<f32> = (0..rows * cols).map(|i| entry(i / cols, i % cols)).collect();
            for level in Level::all_here() {
                let mut out = vec![f32::NAN; rows * cols];
                product(level, (&x, &w), sizes, &mut out, |rows| rows.iter_mut().for_each(|value| *value += 1.0));
                out.iter_mut().for_each(|value| *value -= 1.0);
                approx::assert_relative_eq!(out[..], expected[..], epsilon = 1e-3, max_relative = 1e-4);
                for transposed in [product_transposed, product_transposed_short] {
                    out.fill(f32::NAN);
                    transposed(level, (&x, &w_transposed), sizes, &mut out);
                    approx::assert_relative_eq!(out[..], expected[..], epsilon = 1e-3, max_relative = 1e-4);
                }
            }
        }
    }
}
