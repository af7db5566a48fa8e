//! The steps in two dimensions, on a whole vector of channels at once: down each column, then along each row.

use super::points::{FACTORS, POINTS, evaluate, evaluate_transposed, interpolate_transposed};
use crate::kernels::simd::Vector;

/// The place of 64 vectors, one for each pair of points, `stride` floats apart.
#[derive(Clone, Copy)]
pub(super) struct Spread<P> {
    pub(super) first: P,
    pub(super) stride: usize,
}

/// A window of `POINTS x POINTS` cells, which may reach over the border of its image; cells beyond it are zeros.
pub(super) struct Window {
    /// Where each row's cell of column 0 is or would be. A row beyond the border is any row of zeros.
    pub(super) rows: [*const f32; POINTS],
    /// The columns within the border.
    pub(super) columns: std::ops::Range<usize>,
    /// Floats from one column to the next.
    pub(super) step: usize,
}

impl Window {
    /// What `count` channels from `channel` on of the window's cells contribute at each pair of points, without the factors.
    ///
    /// # Safety
    /// A machine that has `V`; `count <= V::LANES` channels to read in each row's `columns`; 64 vectors to write.
    #[inline(always)]
    pub(super) unsafe fn interpolate_transposed<V: Vector>(
        &self,
        (channel, count): (usize, usize),
        to: Spread<*mut f32>,
    ) {
        // SAFETY: as the caller vouches.
        unsafe {
            let mut half_way = [[V::splat(0.0); POINTS]; POINTS];
            for x in 0..POINTS {
                let mut column = [V::splat(0.0); POINTS];
                if self.columns.contains(&x) {
                    for (value, row) in column.iter_mut().zip(self.rows) {
                        // `wrapping`: column 0 itself may lie before the image.
                        *value = load(row.wrapping_add(x * self.step + channel), count);
                    }
                }
                for (row, value) in half_way.iter_mut().zip(interpolate_transposed(&column)) {
                    row[x] = value;
                }
            }
            for (y, row) in half_way.iter().enumerate() {
                for (x, value) in interpolate_transposed(row).into_iter().enumerate() {
                    value.store(to.first.add((y * POINTS + x) * to.stride));
                }
            }
        }
    }
}

/// The values at each pair of points of the polynomials in two variables with these coefficients; with the factors of the
/// pair if `scaled`.
///
/// # Safety
/// A machine that has `V`, and 64 vectors to write.
#[inline(always)]
pub(super) unsafe fn evaluate_square<V: Vector, const N: usize>(
    coefficients: &[[V; N]; N],
    scaled: bool,
    to: Spread<*mut f32>,
) {
    // SAFETY: as the caller vouches.
    unsafe {
        let mut half_way = [[V::splat(0.0); N]; POINTS];
        for x in 0..N {
            let mut column = [V::splat(0.0); N];
            for (value, row) in column.iter_mut().zip(coefficients) {
                *value = row[x];
            }
            for (row, value) in half_way.iter_mut().zip(evaluate(&column)) {
                row[x] = value;
            }
        }
        for (y, row) in half_way.iter().enumerate() {
            for (x, value) in evaluate(row).into_iter().enumerate() {
                let value = if scaled { times(value, FACTORS[y] * FACTORS[x]) } else { value };
                value.store(to.first.add((y * POINTS + x) * to.stride));
            }
        }
    }
}

/// [`evaluate_square`] as a matrix, transposed: 64 vectors make `N x N`.
///
/// # Safety
/// A machine that has `V`, and 64 vectors to read.
#[inline(always)]
pub(super) unsafe fn evaluate_square_transposed<V: Vector, const N: usize>(
    from: Spread<*const f32>,
    scaled: bool,
) -> [[V; N]; N] {
    // SAFETY: as the caller vouches.
    unsafe {
        let mut half_way = [[V::splat(0.0); POINTS]; N];
        for x in 0..POINTS {
            let mut column = [V::splat(0.0); POINTS];
            for (y, to) in column.iter_mut().enumerate() {
                let value = V::load(from.first.add((y * POINTS + x) * from.stride));
                *to = if scaled { times(value, FACTORS[y] * FACTORS[x]) } else { value };
            }
            let sums: [V; N] = evaluate_transposed(&column);
            for (row, sum) in half_way.iter_mut().zip(sums) {
                row[x] = sum;
            }
        }
        let mut square = [[V::splat(0.0); N]; N];
        for (to, row) in square.iter_mut().zip(&half_way) {
            *to = evaluate_transposed(row);
        }
        square
    }
}

#[inline(always)]
unsafe fn times<V: Vector>(value: V, factor: f32) -> V {
    // SAFETY: as the caller vouches.
    unsafe { V::splat(0.0).plus_product(value, V::splat(factor)) }
}

/// The first `count` lanes, the others 0. A whole vector needs no mask, which is faster on some machines.
///
/// # Safety
/// A machine that has `V`, and `count <= V::LANES` floats to read.
#[inline(always)]
pub(super) unsafe fn load<V: Vector>(from: *const f32, count: usize) -> V {
    // SAFETY: as the caller vouches.
    unsafe { if count == V::LANES { V::load(from) } else { V::load_first(from, count) } }
}

/// # Safety
/// As for [`load`], with floats to write.
#[inline(always)]
pub(super) unsafe fn store<V: Vector>(value: V, to: *mut f32, count: usize) {
    // SAFETY: as the caller vouches.
    unsafe { if count == V::LANES { value.store(to) } else { value.store_first(to, count) } }
}
