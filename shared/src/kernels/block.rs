//! A block of a product in registers, while both factors stream by: the inner loop of dense layers.
//!
//! `out[r, c] = Σₖ left[r, k] · right[k, c]`. A tile of 12 rows x 2 vectors of `out` makes 24 sums, which fill the registers; one
//! step of `k` loads 2 vectors of the right factor and repeats 12 numbers of the left one, for 24 multiplications. Each
//! sum runs over `k` in order, so its bits do not depend on the tile it falls into.

use super::scratch::Scratch;
use super::simd::{Level, Vector, at_level};

/// The left factor: element `(r, k)` is `values[r * row + k * step]`, so it may be read as it lies or transposed.
#[derive(Clone, Copy)]
pub(super) struct Left<'a> {
    pub(super) values: &'a [f32],
    pub(super) row: usize,
    pub(super) step: usize,
}

/// The right factor, in panels of two vectors: row `k` of panel `p` begins at `values[p * panel + k * row]`.
#[derive(Clone, Copy)]
pub(super) struct Right<'a> {
    values: &'a [f32],
    panel: usize,
    row: usize,
    /// Rows after those of this block, which the next block will read and which are fetched ahead; 0 for none.
    ahead: usize,
}

impl<'a> Right<'a> {
    /// A matrix of `cols` columns, row by row, read as it lies. While this block of `block` rows is worked on, as many rows
    /// after it are brought nearer, if they exist.
    pub(super) fn in_place(values: &'a [f32], cols: usize, block: usize, level: Level) -> Right<'a> {
        let ahead = if values.len() > block * cols { block } else { 0 };
        Right { values, panel: 2 * level.lanes(), row: cols, ahead }
    }
}

/// A right factor whose panels are copied, each into one piece: worth it if it is read often.
pub(super) struct Packed {
    values: Scratch,
    rows: usize,
    pair: usize,
}

impl Packed {
    /// Of `rows` rows of `cols` columns, row by row.
    pub(super) fn new(matrix: &[f32], [rows, cols]: [usize; 2], level: Level) -> Packed {
        assert_eq!(matrix.len(), rows * cols);
        let mut packed = Packed::room([rows, cols], level);
        let pair = packed.pair;
        for (k, row) in matrix.chunks_exact(cols.max(1)).enumerate() {
            for (p, columns) in row.chunks(pair).enumerate() {
                packed.values[(p * rows + k) * pair..][..columns.len()].copy_from_slice(columns);
            }
        }
        packed
    }

    /// Of the transpose of `matrix`, which has `cols` rows of `rows` columns.
    pub(super) fn transposed(matrix: &[f32], [rows, cols]: [usize; 2], level: Level) -> Packed {
        assert_eq!(matrix.len(), rows * cols);
        let mut packed = Packed::room([rows, cols], level);
        let pair = packed.pair;
        for (p, columns) in matrix.chunks(pair * rows.max(1)).enumerate() {
            let panel = &mut packed.values[p * rows * pair..][..rows * pair];
            for (k, to) in panel.chunks_exact_mut(pair).enumerate() {
                let from = columns[k..].iter().step_by(rows);
                to.iter_mut().zip(from).for_each(|(to, &value)| *to = value);
            }
        }
        packed
    }

    /// Columns that do not exist are never read.
    fn room([rows, cols]: [usize; 2], level: Level) -> Packed {
        let pair = 2 * level.lanes();
        Packed { values: Scratch::take(cols.next_multiple_of(pair) * rows), rows, pair }
    }

    pub(super) fn right(&self) -> Right<'_> {
        Right { values: &self.values, panel: self.rows * self.pair, row: self.pair, ahead: 0 }
    }
}

/// `out = left · right`, or `out += left · right` if `accumulate`; `out` is `[rows, cols]`, row by row.
///
/// # Panics
/// If a factor does not hold the elements of `[rows, inner]` or `[inner, cols]`, or `out` does not fit.
pub(super) fn multiply(
    level: Level,
    (left, right): (Left<'_>, Right<'_>),
    [rows, inner, cols]: [usize; 3],
    accumulate: bool,
    out: &mut [f32],
) {
    assert_eq!(out.len(), rows * cols, "the product's size, {rows} x {cols}");
    if out.is_empty() {
        return;
    }
    if inner > 0 {
        let pair = 2 * level.lanes();
        let (panel, rest) = ((cols - 1) / pair, (cols - 1) % pair + 1);
        assert!((rows - 1) * left.row + (inner - 1) * left.step < left.values.len(), "the left factor's elements");
        assert!(right.panel >= pair, "panels do not overlap");
        let end = panel * right.panel + (inner - 1) * right.row + rest;
        assert!(end <= right.values.len(), "the right factor's elements");
    }
    let block = Block { left, right, sizes: [rows, inner, cols], accumulate };
    let out = out.as_mut_ptr();
    // SAFETY: the level is this machine's. The left factor's last element lies in its slice, and so do all others, whose
    // indices are smaller; so do the rows of the right factor's last panel, and those of the panels before it, which are not
    // wider than the distance between panels. `out` has the product's size.
    unsafe { at_level!(level, any_height(block: &Block<'_> = &block, out: *mut f32 = out)) }
}

struct Block<'a> {
    left: Left<'a>,
    right: Right<'a>,
    sizes: [usize; 3],
    accumulate: bool,
}

/// Chooses the tile's height, so that few rows of tiles are empty.
///
/// # Safety
/// `multiply`'s assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn any_height<V: Vector>(block: &Block<'_>, out: *mut f32) {
    let rows = block.sizes[0];
    let heights = if V::MANY_REGISTERS { [12, 10, 8] } else { [6, 5, 4] };
    // A step of `k` costs each tile its rows, and one more for loading the right factor.
    let best = heights.into_iter().min_by_key(|height| rows.div_ceil(*height) * (height + 1));
    // SAFETY: as the caller vouches.
    unsafe {
        match (V::MANY_REGISTERS, best) {
            (true, Some(12)) => block.each_panel::<V, 12>(out),
            (true, Some(10)) => block.each_panel::<V, 10>(out),
            (true, _) => block.each_panel::<V, 8>(out),
            (false, Some(6)) => block.each_panel::<V, 6>(out),
            (false, Some(5)) => block.each_panel::<V, 5>(out),
            (false, _) => block.each_panel::<V, 4>(out),
        }
    }
}

impl Block<'_> {
    /// # Safety
    /// As `any_height`.
    #[inline(always)]
    unsafe fn each_panel<V: Vector, const HEIGHT: usize>(&self, out: *mut f32) {
        let [rows, _, cols] = self.sizes;
        let pair = 2 * V::LANES;
        for first_column in (0..cols).step_by(pair) {
            let width = pair.min(cols - first_column);
            for first_row in (0..rows).step_by(HEIGHT) {
                let height = HEIGHT.min(rows - first_row);
                // SAFETY: the tile lies within the block; panels are `panel` apart.
                unsafe {
                    let tile = Tile {
                        left: self.left.values.as_ptr().wrapping_add(first_row * self.left.row),
                        right: self.right.values.as_ptr().wrapping_add(first_column / pair * self.right.panel),
                        out: out.add(first_row * cols + first_column),
                        height,
                        ahead: self.ahead::<V>(first_row / HEIGHT),
                    };
                    if width == pair {
                        self.tile::<V, HEIGHT, 2>(tile, V::LANES);
                    } else if width > V::LANES {
                        self.tile::<V, HEIGHT, 1>(tile, V::LANES);
                        self.tile::<V, HEIGHT, 1>(tile.right_neighbour(V::LANES), width - V::LANES);
                    } else {
                        self.tile::<V, HEIGHT, 1>(tile, width);
                    }
                }
            }
        }
    }

    /// How far after each row of the right factor this tile fetches ahead: the first tile of a panel its first vector, the
    /// second one the other, so that requests are spread; the tiles below nothing.
    #[inline(always)]
    fn ahead<V: Vector>(&self, tile: usize) -> Option<usize> {
        (self.right.ahead > 0 && tile < 2).then_some(self.right.ahead * self.right.row + tile * V::LANES)
    }

    /// A tile `VECTORS` wide; a single vector may have only `lanes` columns.
    ///
    /// # Safety
    /// As `any_height`; the tile's columns exist.
    #[inline(always)]
    unsafe fn tile<V: Vector, const HEIGHT: usize, const VECTORS: usize>(&self, tile: Tile, lanes: usize) {
        let [_, inner, cols] = self.sizes;
        // SAFETY: as the caller vouches. The last tile computes its first row again in place of those that do not exist.
        unsafe {
            let mut sums = [[V::splat(0.0); VECTORS]; HEIGHT];
            let mut offsets = [0; HEIGHT];
            for (r, (sums, offset)) in sums.iter_mut().zip(&mut offsets).enumerate() {
                if r < tile.height {
                    *offset = r * self.left.row;
                    if self.accumulate {
                        *sums = load(tile.out.add(r * cols), lanes);
                    }
                }
            }
            let (mut left, mut right) = (tile.left, tile.right);
            for _ in 0..inner {
                let row: [V; VECTORS] = load(right, lanes);
                if let Some(ahead) = tile.ahead {
                    prefetch(right.wrapping_add(ahead));
                }
                for (sums, &offset) in sums.iter_mut().zip(&offsets) {
                    let value = V::splat(*left.add(offset));
                    for (sum, &right) in sums.iter_mut().zip(&row) {
                        *sum = sum.plus_product(value, right);
                    }
                }
                left = left.wrapping_add(self.left.step);
                right = right.wrapping_add(self.right.row);
            }
            for (r, sums) in sums.iter().enumerate() {
                if r < tile.height {
                    for (v, sum) in sums.iter().enumerate() {
                        let to = tile.out.add(r * cols + v * V::LANES);
                        if lanes == V::LANES { sum.store(to) } else { sum.store_first(to, lanes) }
                    }
                }
            }
        }
    }
}

/// Where a tile's elements begin.
#[derive(Clone, Copy)]
struct Tile {
    left: *const f32,
    right: *const f32,
    out: *mut f32,
    /// Rows that exist.
    height: usize,
    ahead: Option<usize>,
}

impl Tile {
    #[inline(always)]
    fn right_neighbour(self, lanes: usize) -> Tile {
        Tile { right: self.right.wrapping_add(lanes), out: self.out.wrapping_add(lanes), ..self }
    }
}

/// # Safety
/// `VECTORS` vectors follow `from`; a single one as far as `lanes`.
#[inline(always)]
unsafe fn load<V: Vector, const VECTORS: usize>(from: *const f32, lanes: usize) -> [V; VECTORS] {
    // SAFETY: as the caller vouches. (A loop, because a closure would not be compiled for the instruction set.)
    unsafe {
        let mut vectors = [V::splat(0.0); VECTORS];
        for (v, vector) in vectors.iter_mut().enumerate() {
            let from = from.add(v * V::LANES);
            *vector = if lanes == V::LANES { V::load(from) } else { V::load_first(from, lanes) };
        }
        vectors
    }
}

/// Asks for the cache line at `address` to be brought into the second-level cache. Any address may be given.
#[inline(always)]
fn prefetch(address: *const f32) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 processor has the instruction, and it reads nothing that a program could see.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T1>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{bits, noise};

    /// Sizes around the edges of tiles and vectors of every instruction set.
    const ROWS: [usize; 8] = [1, 4, 5, 7, 8, 12, 13, 50];
    const INNER: [usize; 4] = [0, 1, 2, 33];
    const COLUMNS: [usize; 14] = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 75];

    fn turned(matrix: &[f32], [rows, cols]: [usize; 2]) -> Vec<f32> {
        (0..rows * cols).map(|i| matrix[i % rows * cols + i / rows]).collect()
    }

    fn check(level: Level, [rows, inner, cols]: [usize; 3]) {
        let (a, b, start) = (noise(rows * inner, 1), noise(inner * cols, 2), noise(rows * cols, 3));
        let product = |r: usize, c: usize| -> f64 {
            (0..inner).map(|k| f64::from(a[r * inner + k]) * f64::from(b[k * cols + c])).sum()
        };
        let (a_turned, b_turned) = (turned(&a, [rows, inner]), turned(&b, [inner, cols]));
        let lefts = [Left { values: &a, row: inner, step: 1 }, Left { values: &a_turned, row: 1, step: rows }];
        let packed = [Packed::new(&b, [inner, cols], level), Packed::transposed(&b_turned, [inner, cols], level)];
        let rights = [Right::in_place(&b, cols, 2, level), packed[0].right(), packed[1].right()];
        let mut results = Vec::new();
        for (left, right) in lefts.into_iter().flat_map(|left| rights.map(|right| (left, right))) {
            for accumulate in [false, true] {
                let mut out = if accumulate { start.clone() } else { vec![f32::NAN; rows * cols] };
                multiply(level, (left, right), [rows, inner, cols], accumulate, &mut out);
                for (i, &found) in out.iter().enumerate() {
                    let before = if accumulate { f64::from(start[i]) } else { 0.0 };
                    let expected = before + product(i / cols, i % cols);
                    assert!((f64::from(found) - expected).abs() < 1e-5, "{level:?} {rows} x {inner} x {cols}");
                }
                results.push((accumulate, bits(&out)));
            }
        }
        // However the factors lie, the bits are the same.
        results.iter().for_each(|(accumulate, bits)| assert_eq!(*bits, results[usize::from(*accumulate)].1));
    }

    #[test]
    fn equals_three_loops_at_every_level_however_the_factors_lie() {
        for level in Level::all_here() {
            for rows in ROWS {
                for inner in INNER {
                    COLUMNS.iter().for_each(|&cols| check(level, [rows, inner, cols]));
                }
            }
        }
    }

    #[test]
    fn a_result_without_elements_is_left_alone() {
        let level = Level::best();
        let left = Left { values: &[], row: 2, step: 1 };
        for sizes in [[0, 2, 3], [3, 2, 0]] {
            multiply(level, (left, Right::in_place(&[], 3, 1, level)), sizes, false, &mut []);
        }
    }

    #[test]
    #[should_panic(expected = "the left factor's elements")]
    fn a_factor_that_is_too_short_is_refused() {
        let (level, six) = (Level::best(), [0.0; 6]);
        let left = Left { values: &six[1..], row: 3, step: 1 };
        multiply(level, (left, Right::in_place(&six, 2, 3, level)), [2, 3, 2], false, &mut [0.0; 4]);
    }

    #[test]
    #[should_panic(expected = "the right factor's elements")]
    fn a_right_factor_that_is_too_short_is_refused() {
        let (level, six) = (Level::best(), [0.0; 6]);
        let left = Left { values: &six, row: 3, step: 1 };
        multiply(level, (left, Right::in_place(&six[1..], 2, 3, level)), [2, 3, 2], false, &mut [0.0; 4]);
    }
}
