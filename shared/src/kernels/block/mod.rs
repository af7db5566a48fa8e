//! A block of a product in registers, while both factors stream by: the inner loop of dense layers.
//!
//! `out[r, c] = Σₖ left[r, k] · right[k, c]`. A tile of 12 rows x 2 vectors of `out` makes 24 sums, which fill the registers; one
//! step of `k` loads 2 vectors of the right factor and repeats 12 numbers of the left one, for 24 multiplications. Each
//! sum runs over `k` in order, so its bits do not depend on the tile it falls into.

mod ahead;
mod beside;
mod right;
#[cfg(test)]
mod tests;

use std::ptr::null_mut;

use super::simd::{Level, Vector, at_level};

pub(super) use ahead::{Ahead, MOST_ARRAYS};
use ahead::{Fetch, Place};
pub(super) use beside::Beside;
use beside::Share;
pub(super) use right::{Packed, Right};

/// The left factor: element `(r, k)` is `values[r * row + k * step]`, so it may be read as it lies or transposed.
#[derive(Clone, Copy)]
pub(super) struct Left<'a> {
    pub(super) values: &'a [f32],
    pub(super) row: usize,
    pub(super) step: usize,
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
        assert!(right.copies.is_none_or(|copies| copies.len() >= inner * cols), "room for the right factor's copy");
    }
    let block = Block { left, right, sizes: [rows, inner, cols], accumulate };
    let out = out.as_mut_ptr();
    // SAFETY: the level is this machine's. The left factor's last element lies in its slice, and so do all others, whose
    // indices are smaller; so do the rows of the right factor's last panel, and those of the panels before it, which are not
    // wider than the distance between panels. `out` has the product's size, and the copies have room for all whole panels.
    unsafe {
        if block.right.beside.is_some() {
            at_level!(level, with_beside(block: &Block<'_> = &block, out: *mut f32 = out));
        } else {
            at_level!(level, alone(block: &Block<'_> = &block, out: *mut f32 = out));
        }
    }
}

/// A product alone, compiled apart from the one below: together, they would share registers worse.
///
/// # Safety
/// As `any_height`.
#[inline(always)]
unsafe fn alone<V: Vector>(block: &Block<'_>, out: *mut f32) {
    // SAFETY: as the caller vouches.
    unsafe { any_height::<V, false>(block, out) }
}

/// # Safety
/// As `any_height`.
#[inline(always)]
unsafe fn with_beside<V: Vector>(block: &Block<'_>, out: *mut f32) {
    // SAFETY: as the caller vouches.
    unsafe { any_height::<V, true>(block, out) }
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
unsafe fn any_height<V: Vector, const BESIDE: bool>(block: &Block<'_>, out: *mut f32) {
    let rows = block.sizes[0];
    let heights = if V::MANY_REGISTERS { [12, 10, 8] } else { [6, 5, 4] };
    // A step of `k` costs each tile its rows, and one more for loading the right factor.
    let best = heights.into_iter().min_by_key(|height| rows.div_ceil(*height) * (height + 1));
    // SAFETY: as the caller vouches.
    unsafe {
        match (V::MANY_REGISTERS, best) {
            (true, Some(12)) => block.each_panel::<V, 12, BESIDE>(out),
            (true, Some(10)) => block.each_panel::<V, 10, BESIDE>(out),
            (true, _) => block.each_panel::<V, 8, BESIDE>(out),
            (false, Some(6)) => block.each_panel::<V, 6, BESIDE>(out),
            (false, Some(5)) => block.each_panel::<V, 5, BESIDE>(out),
            (false, _) => block.each_panel::<V, 4, BESIDE>(out),
        }
    }
}

impl Block<'_> {
    /// # Safety
    /// As `any_height`.
    #[inline(always)]
    unsafe fn each_panel<V: Vector, const HEIGHT: usize, const BESIDE: bool>(&self, out: *mut f32) {
        let [rows, inner, cols] = self.sizes;
        let (pair, tiles) = (2 * V::LANES, rows.div_ceil(HEIGHT));
        for (panel, first_column) in (0..cols).step_by(pair).enumerate() {
            let width = pair.min(cols - first_column);
            let copies = self.right.copies.filter(|_| tiles > 1 && width == pair).map(|copies| copies.as_ptr());
            // The copies of all panels before this one have `inner` rows, too.
            let mut copy =
                copies.map_or(null_mut(), |copies| copies.wrapping_add(first_column * inner).cast_mut().cast());
            let mut right = self.right.values.as_ptr().wrapping_add(panel * self.right.panel);
            let mut right_row = self.right.row;
            for (tile, first_row) in (0..rows).step_by(HEIGHT).enumerate() {
                let place = Place { column: first_column, tile, tiles, panel, panels: cols.div_ceil(pair) };
                let ahead = self.right.ahead.map(|ahead| ahead.share(place, V::LANES, inner));
                let share = self.right.beside.filter(|_| BESIDE).map(|beside| beside.share(place, V::LANES, inner));
                // SAFETY: the tile lies within the block; panels are `panel` apart. `right` still borrows what is changed.
                unsafe {
                    let tile = Tile {
                        left: self.left.values.as_ptr().wrapping_add(first_row * self.left.row),
                        right,
                        right_row,
                        copy,
                        out: out.add(first_row * cols + first_column),
                        height: HEIGHT.min(rows - first_row),
                        ahead,
                    };
                    match share {
                        None => self.any_width::<V, HEIGHT>(tile, width),
                        Some(share) => self.tile_and_share::<V, HEIGHT>(tile, width, share),
                    }
                }
                if !copy.is_null() {
                    (right, right_row, copy) = (copy.cast_const(), pair, null_mut());
                }
            }
        }
    }

    /// # Safety
    /// As `any_height`; so many columns exist, at most two vectors.
    #[inline(always)]
    unsafe fn any_width<V: Vector, const HEIGHT: usize>(&self, tile: Tile, width: usize) {
        // SAFETY: as the caller vouches. Panels that are copied are two vectors wide.
        unsafe {
            if !tile.copy.is_null() {
                self.tile::<V, HEIGHT, 2, true, false>(tile, width, &mut { tile.ahead });
            } else if width == 2 * V::LANES || width > V::LANES && self.right.padded {
                self.tile::<V, HEIGHT, 2, false, false>(tile, width, &mut { tile.ahead });
            } else if width > V::LANES {
                self.tile::<V, HEIGHT, 1, false, false>(tile, V::LANES, &mut { tile.ahead });
                self.tile::<V, HEIGHT, 1, false, false>(tile.right_neighbour(V::LANES), width - V::LANES, &mut {
                    tile.ahead
                });
            } else {
                self.tile::<V, HEIGHT, 1, false, false>(tile, width, &mut { tile.ahead });
            }
        }
    }

    /// A tile, and its share of what is changed beside it: mixed, if the tile is whole.
    ///
    /// # Safety
    /// As `any_width`; what is changed is still borrowed.
    #[inline(always)]
    unsafe fn tile_and_share<V: Vector, const HEIGHT: usize>(&self, tile: Tile, width: usize, mut share: Share) {
        // SAFETY: as the caller vouches.
        unsafe {
            if V::MANY_REGISTERS && self.left.row == 1 && tile.height == HEIGHT && width == 2 * V::LANES {
                self.tile::<V, HEIGHT, 2, false, true>(tile, width, &mut share);
            } else {
                self.any_width::<V, HEIGHT>(tile, width);
            }
            share.finish::<V>();
        }
    }

    /// A tile `VECTORS` wide, of which `columns` exist. With `COPY`, what it reads of the right factor is copied. With
    /// `ADJACENT`, all its rows exist, and those of the left factor are 1 apart: that spares registers for their places.
    ///
    /// # Safety
    /// As `any_height`; the columns exist, in the right factor two whole vectors of them if there are two, and there is room
    /// for as many in the copy.
    #[inline(always)]
    unsafe fn tile<V: Vector, const HEIGHT: usize, const VECTORS: usize, const COPY: bool, const ADJACENT: bool>(
        &self,
        tile: Tile,
        columns: usize,
        between: &mut impl Between,
    ) {
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
            let Tile { mut left, mut right, mut copy, .. } = tile;
            let mut rest = inner;
            while rest > 0 {
                let steps = between.steps::<V>().min(rest);
                rest -= steps;
                for _ in 0..steps {
                    let row: [V; VECTORS] = load(right, readable);
                    if COPY {
                        store(&row, copy, readable);
                        copy = copy.wrapping_add(readable);
                    }
                    for (r, (sums, &offset)) in sums.iter_mut().zip(&offsets).enumerate() {
                        let value = V::splat(*left.add(if ADJACENT { r } else { offset }));
                        for (sum, &right) in sums.iter_mut().zip(&row) {
                            *sum = sum.plus_product(value, right);
                        }
                    }
                    left = left.wrapping_add(self.left.step);
                    right = right.wrapping_add(tile.right_row);
                }
            }
            for (r, sums) in sums.iter().enumerate() {
                if r < tile.height {
                    store(sums, tile.out.add(r * cols), columns);
                }
            }
        }
    }
}

/// What is done between the steps of `k`.
trait Between {
    /// Does a little, and says after how many steps the next call is due.
    ///
    /// # Safety
    /// A machine that has `V`, and what is changed is still borrowed.
    unsafe fn steps<V: Vector>(&mut self) -> usize;
}

impl Between for Option<Fetch> {
    #[inline(always)]
    unsafe fn steps<V: Vector>(&mut self) -> usize {
        self.as_mut().map_or(usize::MAX, Fetch::fetch)
    }
}

impl Between for Share {
    #[inline(always)]
    unsafe fn steps<V: Vector>(&mut self) -> usize {
        // SAFETY: as the caller vouches.
        unsafe { self.next::<V>() }
    }
}

/// Where a tile's elements begin.
#[derive(Clone, Copy)]
struct Tile {
    left: *const f32,
    right: *const f32,
    /// From one row of the right factor to the next.
    right_row: usize,
    /// Where the right factor's rows are copied to, one behind the other; null if they are not.
    copy: *mut f32,
    out: *mut f32,
    /// Rows that exist.
    height: usize,
    ahead: Option<Fetch>,
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
