//! The matrix product: the one place that calls `matrixmultiply`.
//!
//! The result's rows are cut into fixed chunks, one task each; bias and activation are applied to a chunk as soon as it is
//! complete. The three products of a dense layer with a small batch, and little ones, take another way: `thin` (which has the
//! measurements) and [`weight_gradient`](super::weight_gradient).

use super::epilogue::{Activation, bias_activation};
use super::parallel::{for_each_chunk, for_each_chunk_worth_it};
use super::simd::Level;
use super::thin;
use super::weight_gradient::WeightGradient;

/// A view of floats as a matrix: element `(r, c)` is `data[r * row_stride + c * col_stride]`.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    data: &'a [f32],
    rows: usize,
    cols: usize,
    row_stride: usize,
    col_stride: usize,
}

impl<'a> Matrix<'a> {
    /// `data` as `rows` rows of `cols` values, one row after the other.
    ///
    /// # Panics
    /// If `data` has another length than `rows * cols`.
    #[track_caller]
    pub fn row_major(data: &'a [f32], rows: usize, cols: usize) -> Matrix<'a> {
        assert_eq!(data.len(), rows * cols, "the values of a matrix of {rows} x {cols}");
        Matrix { data, rows, cols, row_stride: cols, col_stride: 1 }
    }

    fn is_row_major(&self) -> bool {
        (self.row_stride, self.col_stride) == (self.cols, 1)
    }

    /// The same values with rows and columns exchanged; nothing is copied.
    #[must_use]
    pub fn transposed(self) -> Matrix<'a> {
        Matrix {
            data: self.data,
            rows: self.cols,
            cols: self.rows,
            row_stride: self.col_stride,
            col_stride: self.row_stride,
        }
    }
}

/// `out = a b`, or `out += a b` if `accumulate`; `out` is `[a.rows, b.cols]`.
///
/// ```
/// use shared::kernels::gemm::{Matrix, gemm};
///
/// let a = Matrix::row_major(&[1.0, 2.0, 3.0, 4.0], 2, 2);
/// let mut out = [0.0; 4];
/// gemm(a, a.transposed(), false, &mut out);
/// assert_eq!(out, [5.0, 11.0, 11.0, 25.0]);
/// ```
///
/// # Panics
/// If the inner sizes differ, or `out` does not fit.
pub fn gemm(a: Matrix<'_>, b: Matrix<'_>, accumulate: bool, out: &mut [f32]) {
    product(a, b, accumulate, out, |_| {});
}

/// `out = activation(a b + bias)`, the bias (length `b.cols`) added to each row: a whole dense layer in one pass.
///
/// # Panics
/// If the inner sizes differ, or `out` or `bias` does not fit.
pub fn gemm_bias_activation(
    a: Matrix<'_>,
    b: Matrix<'_>,
    bias: Option<&[f32]>,
    activation: Activation,
    out: &mut [f32],
) {
    if let Some(bias) = bias {
        assert_eq!(bias.len(), b.cols, "one bias per column");
    }
    product(a, b, false, out, |rows| bias_activation(rows, bias, activation));
}

/// Up to so many rows, the input's gradient is faster with the batch as the factor that is put in order: 256 x 1024 x 3136 takes
/// 4.3 ms on two cores, 13.3 with `matrixmultiply`. More were not measured.
const FAIR: usize = 1024;

/// Shorter sums give each thread too little to do, and `thin` shares out their terms; a little product needs one thread only.
const LONG: usize = 64;

/// Up to so many multiplications, plain loops are done before the other kernels have looked at their factors, which takes them
/// about 100 ns.
const FEW: usize = 64;

/// Multiplications in a task, roughly: enough to outweigh starting it (and packing `b` once more).
const TASK: usize = 1 << 21;

/// Rows of the result in one task, from the shape alone: at most 8 tasks, each of whole micro tiles.
fn rows_per_task(rows: usize, multiplications: usize) -> usize {
    let tasks = (multiplications / TASK).clamp(1, 8);
    rows.div_ceil(tasks).next_multiple_of(8).max(1)
}

fn product(a: Matrix<'_>, b: Matrix<'_>, accumulate: bool, out: &mut [f32], epilogue: impl Fn(&mut [f32]) + Sync) {
    assert_eq!(a.cols, b.rows, "inner sizes of {} x {} times {} x {}", a.rows, a.cols, b.rows, b.cols);
    assert_eq!(out.len(), a.rows * b.cols, "the product's size, {} x {}", a.rows, b.cols);
    if out.is_empty() {
        return;
    }
    if a.rows * a.cols * b.cols <= FEW {
        three_loops(a, b, accumulate, out);
        return epilogue(out);
    }
    if !accumulate && kernel_of_ours(a, b, out, &epilogue) {
        return;
    }
    let rows = rows_per_task(a.rows, a.rows * a.cols * b.cols);
    for_each_chunk(out, rows * b.cols, |task, chunk| {
        sgemm(a, task * rows, b, accumulate, chunk);
        epilogue(chunk);
    });
}

/// Computes the products of a dense layer with a small batch; does nothing, and says so, if it is another product.
fn kernel_of_ours(a: Matrix<'_>, b: Matrix<'_>, out: &mut [f32], epilogue: &(impl Fn(&mut [f32]) + Sync)) -> bool {
    let (level, factors, sizes) = (Level::best(), (a.data, b.data), [a.rows, a.cols, b.cols]);
    let little = a.rows * a.cols * b.cols < TASK;
    let forward = a.is_row_major() && b.is_row_major() && (a.cols >= LONG || little);
    let input_gradient = a.rows <= FAIR && a.is_row_major() && b.transposed().is_row_major();
    let weight_gradient = a.cols <= WeightGradient::LARGEST_BATCH && a.transposed().is_row_major() && b.is_row_major();
    if forward {
        thin::product(level, factors, sizes, out, epilogue);
    } else if input_gradient && a.cols >= LONG {
        thin::product_transposed(level, factors, sizes, out);
        epilogue(out);
    } else if input_gradient && little {
        thin::product_transposed_short(level, factors, sizes, out);
        epilogue(out);
    } else if weight_gradient {
        let gradient = WeightGradient::new(a.data, b.data, [a.cols, a.rows, b.cols]);
        let rows = gradient.block();
        for_each_chunk_worth_it(a.rows * gradient.row_work(), out, rows * b.cols, |block, chunk| {
            gradient.rows(block * rows, chunk);
            epilogue(chunk);
        });
    } else {
        return false;
    }
    true
}

fn three_loops(a: Matrix<'_>, b: Matrix<'_>, accumulate: bool, out: &mut [f32]) {
    for (r, row) in out.chunks_exact_mut(b.cols).enumerate() {
        for (c, out) in row.iter_mut().enumerate() {
            let start = if accumulate { *out } else { 0.0 };
            *out = (0..a.cols).fold(start, |sum, k| {
                sum + a.data[r * a.row_stride + k * a.col_stride] * b.data[k * b.row_stride + c * b.col_stride]
            });
        }
    }
}

/// The rows of the product from `first_row` that `out` has room for.
fn sgemm(a: Matrix<'_>, first_row: usize, b: Matrix<'_>, accumulate: bool, out: &mut [f32]) {
    let rows = out.len() / b.cols;
    assert!(first_row + rows <= a.rows);
    // A matrix without columns has no element at `first_row`: point at its start, nothing will be read.
    let start = if a.cols == 0 { 0 } else { first_row * a.row_stride };
    let beta = if accumulate { 1.0 } else { 0.0 };
    // SAFETY: a `Matrix` holds every element its sizes and strides lead to (its constructor saw to that), rows
    // `first_row..first_row + rows` exist, and `out` holds `rows` rows of `b.cols`, borrowed by us alone.
    unsafe {
        matrixmultiply::sgemm(
            rows,
            a.cols,
            b.cols,
            1.0,
            a.data[start..].as_ptr(),
            a.row_stride as isize,
            a.col_stride as isize,
            b.data.as_ptr(),
            b.row_stride as isize,
            b.col_stride as isize,
            beta,
            out.as_mut_ptr(),
            b.cols as isize,
            1,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{is_affordable, on_threads};

    fn values(len: usize, seed: usize) -> Vec<f32> {
        (0..len).map(|i| ((i * 37 + seed * 11) % 101) as f32 / 50.0 - 1.0).collect()
    }

    fn naive(a: Matrix<'_>, b: Matrix<'_>) -> Vec<f32> {
        let element = |m: Matrix<'_>, r, c| f64::from(m.data[r * m.row_stride + c * m.col_stride]);
        let entry = |r, c| (0..a.cols).map(|k| element(a, r, k) * element(b, k, c)).sum::<f64>() as f32;
        (0..a.rows).flat_map(|r| (0..b.cols).map(move |c| entry(r, c))).collect()
    }

    fn assert_close(found: &[f32], expected: &[f32], what: &str) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= 1e-4 * (1.0 + expected.abs()), "{what}: {found} for {expected}");
        }
    }

    const SIZES: [[usize; 3]; 9] = [
        [0, 3, 2],
        [2, 3, 0],
        [1, 1, 1],
        [3, 0, 2],
        [1, 17, 1],
        [5, 7, 3],
        [17, 16, 9],
        [64, 1764, 128],
        [300, 100, 80],
    ];

    fn affordable_sizes() -> impl Iterator<Item = [usize; 3]> {
        SIZES.into_iter().filter(|sizes| is_affordable(sizes.iter().product()))
    }

    #[test]
    fn equals_three_loops_for_every_transposition() {
        for [m, k, n] in affordable_sizes() {
            let (a, b) = (values(m * k, 1), values(k * n, 2));
            let row_major = (Matrix::row_major(&a, m, k), Matrix::row_major(&b, k, n));
            let transposed = (Matrix::row_major(&a, k, m).transposed(), Matrix::row_major(&b, n, k).transposed());
            for (a, b) in [row_major, (transposed.0, row_major.1), (row_major.0, transposed.1), transposed] {
                let mut out = vec![f32::NAN; m * n];
                gemm(a, b, false, &mut out);
                assert_close(&out, &naive(a, b), &format!("{m} x {k} x {n}"));
                let once = out.clone();
                gemm(a, b, true, &mut out);
                assert_close(&out, &once.iter().map(|v| 2.0 * v).collect::<Vec<_>>(), "accumulated");
            }
        }
    }

    #[test]
    fn the_epilogue_sees_each_row_once() {
        for [m, k, n] in affordable_sizes() {
            let (a, b, bias) = (values(m * k, 3), values(k * n, 4), values(n, 5));
            let (a, b) = (Matrix::row_major(&a, m, k), Matrix::row_major(&b, k, n));
            let mut out = vec![f32::NAN; m * n];
            gemm_bias_activation(a, b, Some(&bias), Activation::Relu, &mut out);
            let expected: Vec<f32> = naive(a, b).iter().enumerate().map(|(i, v)| (v + bias[i % n]).max(0.0)).collect();
            assert_close(&out, &expected, &format!("{m} x {k} x {n}"));
        }
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        for [m, k, n] in [[300, 301, 302], [20, 3000, 100]] {
            let (a, b) = (values(m * k, 6), values(k * n, 7));
            let run = |threads| {
                let (mut once, mut twice) = (vec![0.0; m * n], vec![0.0; m * n]);
                let a = Matrix::row_major(&a, m, k);
                on_threads(threads, || {
                    gemm(a, Matrix::row_major(&b, k, n), false, &mut once);
                    gemm(a, Matrix::row_major(&b, n, k).transposed(), false, &mut twice);
                });
                (once, twice)
            };
            let one = run(1);
            assert_eq!(run(2), one);
            assert_eq!(run(4), one);
        }
    }

    #[test]
    #[should_panic(expected = "inner sizes of 2 x 3 times 2 x 3")]
    fn inner_sizes_must_agree() {
        let a = [0.0; 6];
        gemm(Matrix::row_major(&a, 2, 3), Matrix::row_major(&a, 2, 3), false, &mut [0.0; 6]);
    }
}
