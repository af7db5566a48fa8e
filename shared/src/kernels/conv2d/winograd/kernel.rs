//! Between the kernel and the 64 matrices `[in, out]`, in both directions.

use super::grid::{Grid, Matrices};
use super::transforms::{evaluate_square, evaluate_square_transposed, load, store};
use crate::kernels::conv2d::ConvShape;
use crate::kernels::simd::{Level, Vector, at_level};

/// The kernel `[height, width, in, out]`, evaluated at each pair of points, with the factors.
pub(super) fn evaluate_kernel(level: Level, grid: &Grid<'_>, kernel: &[f32]) -> Matrices {
    let shape = grid.shape;
    assert_eq!(kernel.len(), shape.window() * shape.out_channels);
    let mut matrices = Matrices::take(shape.in_channels, shape.out_channels, level);
    // SAFETY: the level is this machine's; kernel and matrices have the shape's sizes; a grid's kernel is of a side that
    // `evaluate_side` knows.
    unsafe {
        at_level!(
            level,
            evaluate_side(shape: &ConvShape = shape, kernel: &[f32] = kernel, matrices: &mut Matrices = &mut matrices)
        );
    }
    matrices
}

/// # Safety
/// A machine that has `V`; kernel and matrices of the shape's sizes; a square kernel of side 3, 4 or 5.
#[inline(always)]
unsafe fn evaluate_side<V: Vector>(shape: &ConvShape, kernel: &[f32], matrices: &mut Matrices) {
    // SAFETY: as the caller vouches.
    unsafe {
        match shape.kernel_height {
            3 => evaluate::<V, 3>(shape, kernel, matrices),
            4 => evaluate::<V, 4>(shape, kernel, matrices),
            _ => evaluate::<V, 5>(shape, kernel, matrices),
        }
    }
}

#[inline(always)]
unsafe fn evaluate<V: Vector, const N: usize>(shape: &ConvShape, kernel: &[f32], matrices: &mut Matrices) {
    let channels = shape.out_channels;
    for c in 0..shape.in_channels {
        for o in (0..channels).step_by(V::LANES) {
            let count = V::LANES.min(channels - o);
            // SAFETY: entry (i, j, c, o) of the kernel exists, and `count - 1` after it in its row; `vectors_mut` checks its place.
            unsafe {
                let mut square = [[V::splat(0.0); N]; N];
                for (i, row) in square.iter_mut().enumerate() {
                    for (j, value) in row.iter_mut().enumerate() {
                        let entry = (i * N + j) * shape.in_channels + c;
                        *value = load(kernel.as_ptr().add(entry * channels + o), count);
                    }
                }
                evaluate_square(&square, true, matrices.vectors_mut(c, o));
            }
        }
    }
}

/// The gradient of the kernel, `out` `[height, width, in, out]`, from the sums `[in, out]` at each pair of points.
pub(super) fn collect_kernel(level: Level, grid: &Grid<'_>, sums: &Matrices, out: &mut [f32]) {
    let shape = grid.shape;
    assert_eq!(out.len(), shape.window() * shape.out_channels);
    assert_eq!(sums.rows, shape.in_channels);
    assert_eq!(sums.columns, shape.out_channels.next_multiple_of(level.lanes()));
    // SAFETY: as in `evaluate_kernel`.
    unsafe {
        at_level!(
            level,
            collect_side(shape: &ConvShape = shape, sums: &Matrices = sums, out: &mut [f32] = out)
        );
    }
}

/// # Safety
/// As for `evaluate_side`.
#[inline(always)]
unsafe fn collect_side<V: Vector>(shape: &ConvShape, sums: &Matrices, out: &mut [f32]) {
    // SAFETY: as the caller vouches.
    unsafe {
        match shape.kernel_height {
            3 => collect::<V, 3>(shape, sums, out),
            4 => collect::<V, 4>(shape, sums, out),
            _ => collect::<V, 5>(shape, sums, out),
        }
    }
}

#[inline(always)]
unsafe fn collect<V: Vector, const N: usize>(shape: &ConvShape, sums: &Matrices, out: &mut [f32]) {
    let channels = shape.out_channels;
    for c in 0..shape.in_channels {
        for o in (0..channels).step_by(V::LANES) {
            let count = V::LANES.min(channels - o);
            // SAFETY: as in `evaluate`.
            unsafe {
                let square: [[V; N]; N] = evaluate_square_transposed(sums.vectors(c, o), true);
                for (i, row) in square.iter().enumerate() {
                    for (j, &value) in row.iter().enumerate() {
                        let entry = (i * N + j) * shape.in_channels + c;
                        store(value, out.as_mut_ptr().add(entry * channels + o), count);
                    }
                }
            }
        }
    }
}
