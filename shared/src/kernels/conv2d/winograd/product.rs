//! The product of two small matrices whose rows are whole vectors.

use crate::kernels::simd::{Level, Vector, at_level};
use crate::kernels::tile::{load_all, panel_borders};

/// `out = a b`.
pub(super) struct Product<'a> {
    /// `[rows, a_step]`, of which the first `inner` columns count.
    pub(super) a: &'a [f32],
    pub(super) a_step: usize,
    /// `[inner, columns]`
    pub(super) b: &'a [f32],
    pub(super) inner: usize,
    pub(super) columns: usize,
}

impl Product<'_> {
    /// `out` `[rows, columns]`: its length says how many rows there are.
    pub(super) fn compute(&self, level: Level, out: &mut [f32]) {
        let rows = out.len() / self.columns;
        assert!(self.columns.is_multiple_of(level.lanes()) && self.inner <= self.a_step);
        assert!(rows > 0 && out.len() == rows * self.columns && self.a.len() >= rows * self.a_step);
        assert_eq!(self.b.len(), self.inner * self.columns);
        // SAFETY: the level is this machine's; the assertions above are what `all_strips` asks for.
        unsafe { at_level!(level, all_strips(product: &Product<'_> = self, rows: usize = rows, out: &mut [f32] = out)) }
    }

    #[inline(always)]
    unsafe fn strip<V: Vector, const ROWS: usize, const VECTORS: usize>(
        &self,
        rows: usize,
        column: usize,
        out: &mut [f32],
    ) {
        for first in (0..rows).step_by(ROWS) {
            let mut places = [0; ROWS];
            for (i, place) in places.iter_mut().enumerate() {
                // The last tile computes the last row again in place of those that do not exist.
                *place = (first + i).min(rows - 1);
            }
            // SAFETY: all these rows exist, and so do `VECTORS` vectors from `column` on.
            unsafe {
                let sums = self.tile::<V, ROWS, VECTORS>(&places, column);
                for (sums, place) in sums.iter().zip(places) {
                    for (v, sum) in sums.iter().enumerate() {
                        sum.store(out.as_mut_ptr().add(place * self.columns + column + v * V::LANES));
                    }
                }
            }
        }
    }

    #[inline(always)]
    unsafe fn tile<V: Vector, const ROWS: usize, const VECTORS: usize>(
        &self,
        places: &[usize; ROWS],
        column: usize,
    ) -> [[V; VECTORS]; ROWS] {
        // SAFETY: as the caller vouches.
        unsafe {
            let mut a = [self.a.as_ptr(); ROWS];
            for (a, place) in a.iter_mut().zip(places) {
                *a = a.add(place * self.a_step);
            }
            let mut b = self.b.as_ptr().wrapping_add(column);
            let mut sums = [[V::splat(0.0); VECTORS]; ROWS];
            for k in 0..self.inner {
                let row_of_b: [V; VECTORS] = load_all(b);
                for (sums, a) in sums.iter_mut().zip(a) {
                    let value = V::splat(*a.add(k));
                    for (sum, &b) in sums.iter_mut().zip(&row_of_b) {
                        *sum = sum.plus_product(value, b);
                    }
                }
                // `wrapping`: after the last row it points past the end, and is not read.
                b = b.wrapping_add(self.columns);
            }
            sums
        }
    }
}

/// # Safety
/// `compute`'s assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn all_strips<V: Vector>(product: &Product<'_>, rows: usize, out: &mut [f32]) {
    for (first, count) in panel_borders(product.columns / V::LANES) {
        let first = first * V::LANES;
        // SAFETY: as the caller vouches. As many rows as fit the registers.
        unsafe {
            match (V::MANY_REGISTERS, count) {
                (true, 1) => product.strip::<V, 12, 1>(rows, first, out),
                (true, 2) => product.strip::<V, 12, 2>(rows, first, out),
                (true, 3) => product.strip::<V, 8, 3>(rows, first, out),
                (true, _) => product.strip::<V, 6, 4>(rows, first, out),
                (false, 1) => product.strip::<V, 8, 1>(rows, first, out),
                (false, 2) => product.strip::<V, 6, 2>(rows, first, out),
                (false, 3) => product.strip::<V, 4, 3>(rows, first, out),
                (false, _) => product.strip::<V, 3, 4>(rows, first, out),
            }
        }
    }
}
