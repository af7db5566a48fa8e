//! A block of a product in registers, while both factors stream by: the inner loop of dense layers.
//!
//! `out[r, c] = Σₖ left[r, k] · right[k, c]`. A tile of 12 rows x 2 vectors of `out` makes 24 sums, which fill the registers; one
//! step of `k` loads 2 vectors of the right factor and repeats 12 numbers of the left one, for 24 multiplications. Each
//! sum runs over `k` in order, so its bits do not depend on the tile it falls into.

#[cfg(test)]
mod tests;

use super::fetch_ahead::fetch_line;
use super::multiversion::multiversion;
use super::scratch::Scratch;
use super::simd::{Level, Vector, at_level};
use super::transpose::turn;

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
    /// Whether the last panel, too, is as wide as the others, whatever stands there.
    padded: bool,
    /// What will be read next: fetched ahead, row by row, while this block is worked on.
    ahead: Option<Ahead<'a>>,
}

/// A matrix row by row, its rows `row` values apart, as far as a block has columns.
#[derive(Clone, Copy)]
pub(super) struct Ahead<'a> {
    pub(super) values: &'a [f32],
    pub(super) row: usize,
}

impl<'a> Right<'a> {
    /// A matrix of `cols` columns, row by row, read as it lies.
    pub(super) fn in_place(values: &'a [f32], cols: usize, level: Level) -> Right<'a> {
        Right { values, panel: 2 * level.lanes(), row: cols, padded: false, ahead: None }
    }

    /// Brings `ahead` nearer meanwhile.
    pub(super) fn fetching(self, ahead: Option<Ahead<'a>>) -> Right<'a> {
        Right { ahead, ..self }
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
        Packed::of_columns((matrix, cols), [rows, cols], level)
    }

    /// Of the first `cols` columns of `rows` rows that begin `row` values apart.
    pub(super) fn of_columns((matrix, row): (&[f32], usize), [rows, cols]: [usize; 2], level: Level) -> Packed {
        let mut packed = Packed::room([rows, cols], level);
        copy_into_panels((matrix, row), [rows, cols], packed.pair, &mut packed.values);
        packed
    }

    /// Of the transpose of `matrix`, which has `cols` rows of `rows` columns.
    pub(super) fn transposed(matrix: &[f32], [rows, cols]: [usize; 2], level: Level) -> Packed {
        assert_eq!(matrix.len(), rows * cols);
        let mut packed = Packed::room([rows, cols], level);
        let pair = packed.pair;
        for (p, columns) in matrix.chunks(pair * rows.max(1)).enumerate() {
            let panel = &mut packed.values[p * rows * pair..][..rows * pair];
            turn((columns, rows), [columns.len() / rows, rows], (panel, pair));
        }
        packed
    }

    /// What stands in columns that do not exist is multiplied, and not stored.
    fn room([rows, cols]: [usize; 2], level: Level) -> Packed {
        let pair = 2 * level.lanes();
        Packed { values: Scratch::take(cols.next_multiple_of(pair) * rows), rows, pair }
    }

    pub(super) fn right(&self) -> Right<'_> {
        Right { values: &self.values, panel: self.rows * self.pair, row: self.pair, padded: true, ahead: None }
    }
}

multiversion! {
    fn copy_into_panels(matrix: (&[f32], usize), size: [usize; 2], pair: usize, panels: &mut [f32]) {
        match pair {
            32 => copy_columns::<32>(matrix, size, panels),
            16 => copy_columns::<16>(matrix, size, panels),
            _ => copy_columns::<8>(matrix, size, panels),
        }
    }
}

/// Columns of which none is missing are copied as arrays: a few instructions instead of a call.
#[inline(always)]
fn copy_columns<const PAIR: usize>((matrix, row): (&[f32], usize), [rows, cols]: [usize; 2], panels: &mut [f32]) {
    let (panels, _) = panels.as_chunks_mut::<PAIR>();
    for k in 0..rows {
        let (whole, rest) = matrix[k * row..][..cols].as_chunks::<PAIR>();
        for (p, columns) in whole.iter().enumerate() {
            panels[p * rows + k] = *columns;
        }
        if !rest.is_empty() {
            panels[whole.len() * rows + k][..rest.len()].copy_from_slice(rest);
        }
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
        let panel = (cols - 1) / pair;
        let rest = if right.padded { pair } else { cols - panel * pair };
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
                        ahead: self.ahead::<V>(first_column, first_row / HEIGHT, rows.div_ceil(HEIGHT)),
                    };
                    if width == pair || width > V::LANES && self.right.padded {
                        self.tile::<V, HEIGHT, 2>(tile, width);
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

    /// What this tile fetches ahead. Tiles work in pairs, one for each vector of the panel, and pairs take turns at the rows: so
    /// requests are spread over the time of the whole panel. (All by the first pair: 6 to 8 % slower from memory, because a core
    /// waits for a few dozen lines at once at most.)
    #[inline(always)]
    fn ahead<V: Vector>(&self, column: usize, tile: usize, tiles: usize) -> Option<Fetch> {
        let Ahead { values, row } = self.right.ahead?;
        let (pairs, pair) = ((tiles / 2).max(1), tile / 2);
        let first = pair * row + column + tile % 2 * V::LANES;
        (pair < pairs).then_some(Fetch {
            address: values.as_ptr().wrapping_add(first),
            step: pairs * row,
            every: pairs,
        })
    }

    /// A tile `VECTORS` wide, of which `columns` exist.
    ///
    /// # Safety
    /// As `any_height`; the columns exist, in the right factor two whole vectors of them if there are two.
    #[inline(always)]
    unsafe fn tile<V: Vector, const HEIGHT: usize, const VECTORS: usize>(&self, tile: Tile, columns: usize) {
        let [_, inner, cols] = self.sizes;
        let readable = if VECTORS > 1 { VECTORS * V::LANES } else { columns };
        // SAFETY: as the caller vouches. The last tile computes its first row again in place of those that do not exist.
        unsafe {
            let mut sums = [[V::splat(0.0); VECTORS]; HEIGHT];
            let mut offsets = [0; HEIGHT];
            for (r, (sums, offset)) in sums.iter_mut().zip(&mut offsets).enumerate() {
                if r < tile.height {
                    *offset = r * self.left.row;
                    if self.accumulate {
                        *sums = load(tile.out.add(r * cols), columns);
                    }
                }
            }
            let (mut left, mut right, mut ahead, mut pause) = (tile.left, tile.right, tile.ahead, 0);
            for _ in 0..inner {
                let row: [V; VECTORS] = load(right, readable);
                if let Some(ahead) = &mut ahead {
                    if pause == 0 {
                        fetch_line(ahead.address);
                        ahead.address = ahead.address.wrapping_add(ahead.step);
                        pause = ahead.every;
                    }
                    pause -= 1;
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
                    store(sums, tile.out.add(r * cols), columns);
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
    ahead: Option<Fetch>,
}

/// Addresses to fetch, `step` floats apart, one in `every` so many steps of `k`.
#[derive(Clone, Copy)]
struct Fetch {
    address: *const f32,
    step: usize,
    every: usize,
}

impl Tile {
    #[inline(always)]
    fn right_neighbour(self, lanes: usize) -> Tile {
        Tile { right: self.right.wrapping_add(lanes), out: self.out.wrapping_add(lanes), ..self }
    }
}

/// The first `count` of so many floats as `VECTORS` vectors hold, the others 0.
///
/// # Safety
/// `count` floats follow `from`, and they reach into the last vector.
#[inline(always)]
unsafe fn load<V: Vector, const VECTORS: usize>(from: *const f32, count: usize) -> [V; VECTORS] {
    // SAFETY: as the caller vouches. (A loop, because a closure would not be compiled for the instruction set.)
    unsafe {
        let mut vectors = [V::splat(0.0); VECTORS];
        for (v, vector) in vectors.iter_mut().enumerate() {
            let (from, count) = (from.add(v * V::LANES), count - v * V::LANES);
            *vector = if count >= V::LANES { V::load(from) } else { V::load_first(from, count) };
        }
        vectors
    }
}

/// # Safety
/// There is room for `count` floats, and they reach into the last vector.
#[inline(always)]
unsafe fn store<V: Vector, const VECTORS: usize>(vectors: &[V; VECTORS], to: *mut f32, count: usize) {
    for (v, vector) in vectors.iter().enumerate() {
        // SAFETY: as the caller vouches.
        unsafe {
            let (to, count) = (to.add(v * V::LANES), count - v * V::LANES);
            if count >= V::LANES { vector.store(to) } else { vector.store_first(to, count) }
        }
    }
}
