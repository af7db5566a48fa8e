//! The sum of outer products of the rows of two matrices: `out += a' b`, with the transpose of `a`.

use crate::kernels::simd::{Level, Vector, at_level};
use crate::kernels::tile::{load_all, panel_borders};

/// Two matrices with the same number of rows, which are whole vectors.
pub(super) struct TransposedProduct<'a> {
    pub(super) rows: usize,
    /// `[rows, a_step]`, of which the first `used` columns count.
    pub(super) a: &'a [f32],
    pub(super) a_step: usize,
    pub(super) used: usize,
    /// `[rows, columns]`
    pub(super) b: &'a [f32],
    pub(super) columns: usize,
}

impl TransposedProduct<'_> {
    /// Adds the product to `out` `[used, columns]`.
    pub(super) fn add_to(&self, level: Level, out: &mut [f32]) {
        assert!(self.columns.is_multiple_of(level.lanes()) && self.used <= self.a_step);
        assert!(self.a.len() >= self.rows * self.a_step && self.b.len() >= self.rows * self.columns);
        assert_eq!(out.len(), self.used * self.columns);
        // SAFETY: the level is this machine's; the assertions above are what `all_strips` asks for.
        unsafe { at_level!(level, all_strips(product: &TransposedProduct<'_> = self, out: &mut [f32] = out)) }
    }

    /// # Safety
    /// A machine that has `V`, and `VECTORS` vectors from `column` on in each row.
    #[inline(always)]
    unsafe fn strip<V: Vector, const ROWS: usize, const VECTORS: usize>(&self, column: usize, out: &mut [f32]) {
        let whole = self.used / ROWS * ROWS;
        // SAFETY: rows `first..first + ROWS` of `out` exist, and so do those columns of `a`.
        unsafe {
            for first in (0..whole).step_by(ROWS) {
                self.tile::<V, ROWS, VECTORS>(first, column, out);
            }
            for first in whole..self.used {
                self.tile::<V, 1, VECTORS>(first, column, out);
            }
        }
    }

    /// # Safety
    /// As for `strip`, and `ROWS` columns of `a` from `first` on.
    #[inline(always)]
    unsafe fn tile<V: Vector, const ROWS: usize, const VECTORS: usize>(
        &self,
        first: usize,
        column: usize,
        out: &mut [f32],
    ) {
        // SAFETY: as the caller vouches.
        unsafe {
            let mut sums = [[V::splat(0.0); VECTORS]; ROWS];
            // `wrapping`: after the last row they point past the end, and are not read.
            let mut a = self.a.as_ptr().wrapping_add(first);
            let mut b = self.b.as_ptr().wrapping_add(column);
            for _ in 0..self.rows {
                let row_of_b: [V; VECTORS] = load_all(b);
                for (i, sums) in sums.iter_mut().enumerate() {
                    let value = V::splat(*a.add(i));
                    for (sum, &b) in sums.iter_mut().zip(&row_of_b) {
                        *sum = sum.plus_product(value, b);
                    }
                }
                a = a.wrapping_add(self.a_step);
                b = b.wrapping_add(self.columns);
            }
            for (i, sums) in sums.iter().enumerate() {
                for (v, &sum) in sums.iter().enumerate() {
                    let to = out.as_mut_ptr().add((first + i) * self.columns + column + v * V::LANES);
                    V::load(to).add(sum).store(to);
                }
            }
        }
    }
}

/// # Safety
/// `add_to`'s assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn all_strips<V: Vector>(product: &TransposedProduct<'_>, out: &mut [f32]) {
    for (first, count) in panel_borders(product.columns / V::LANES) {
        let first = first * V::LANES;
        // SAFETY: as the caller vouches. Few rows, of a power of two, because so are most numbers of channels, and rows that
        // are left are done one by one; `Sweep`, with its 6 x 4 and 13 x 1 sums, takes a third longer here.
        unsafe {
            match (V::MANY_REGISTERS, count) {
                (true, 1) => product.strip::<V, 8, 1>(first, out),
                (true, 2) => product.strip::<V, 8, 2>(first, out),
                (true, 3) => product.strip::<V, 8, 3>(first, out),
                (true, _) => product.strip::<V, 4, 4>(first, out),
                (false, 1) => product.strip::<V, 8, 1>(first, out),
                (false, 2) => product.strip::<V, 4, 2>(first, out),
                (false, 3) => product.strip::<V, 4, 3>(first, out),
                (false, _) => product.strip::<V, 2, 4>(first, out),
            }
        }
    }
}
