//! The inner loop of the kernel's gradient: `sums[e, c] += scalars[position + offset of e] * vectors[position + c]`, over
//! all positions of one image.

use crate::kernels::simd::{Level, Vector, at_level};
use crate::kernels::tile::load_all;

/// An image that is read along with another, both at the same position.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) values: &'a [f32],
    /// From one position to the next, across and down, in values.
    pub(super) step: usize,
    pub(super) row_step: usize,
}

impl Side<'_> {
    /// Values needed so that `extent` values follow each position.
    fn reach(&self, (height, width): (usize, usize), extent: usize) -> usize {
        (height - 1) * self.row_step + (width - 1) * self.step + extent
    }
}

/// Sums over the positions `height x width` of products of a value and a row of vectors.
pub(super) struct Sweep<'a> {
    pub(super) height: usize,
    pub(super) width: usize,
    /// Gives single values: those at each position plus `offset(e)`, for entry e of `entries`.
    pub(super) scalars: Side<'a>,
    pub(super) entries: usize,
    /// Entries follow each other in groups of `group` values, the groups `group_step` apart.
    pub(super) group: usize,
    pub(super) group_step: usize,
    /// Gives rows of `columns` values, a multiple of the vector's length, which start at each position.
    pub(super) vectors: Side<'a>,
    pub(super) columns: usize,
}

impl Sweep<'_> {
    fn offset(&self, entry: usize) -> usize {
        entry / self.group * self.group_step + entry % self.group
    }

    /// Adds the sums of this image to `sums` `[entries, columns]`.
    pub(super) fn add_to(&self, level: Level, sums: &mut [f32]) {
        if self.height * self.width * self.entries * self.columns == 0 {
            return;
        }
        let grid = (self.height, self.width);
        let farthest = (self.entries - 1) / self.group * self.group_step + self.group.min(self.entries) - 1;
        assert!(self.scalars.values.len() >= self.scalars.reach(grid, farthest + 1));
        assert!(self.vectors.values.len() >= self.vectors.reach(grid, self.columns));
        assert!(self.columns.is_multiple_of(level.lanes()) && sums.len() == self.entries * self.columns);
        // SAFETY: the level is this machine's; the assertions above are what `all_tiles` asks for.
        unsafe { at_level!(level, all_tiles(sweep: &Sweep<'_> = self, sums: &mut [f32] = sums)) }
    }
}

/// Vectors in a tile: a row of 5 x 16 inputs is five of the longest.
const WIDEST: usize = 5;

/// # Safety
/// `add_to`'s assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn all_tiles<V: Vector>(sweep: &Sweep<'_>, sums: &mut [f32]) {
    let vectors = sweep.columns / V::LANES;
    let strips = vectors.div_ceil(if V::MANY_REGISTERS { WIDEST } else { 2 });
    for strip in 0..strips {
        let first = strip * vectors / strips;
        let count = (strip + 1) * vectors / strips - first;
        let first = first * V::LANES;
        // SAFETY: as the caller vouches. As many entries as fit the registers.
        unsafe {
            match (V::MANY_REGISTERS, count) {
                (true, 1) => strip_of_tiles::<V, 13, 1>(sweep, first, sums),
                // With 13 x 2, values and sums do not fit the 32 registers together: half as fast for 1 to 32 channels.
                (true, 2) => strip_of_tiles::<V, 9, 2>(sweep, first, sums),
                (true, 3) => strip_of_tiles::<V, 8, 3>(sweep, first, sums),
                (true, 4) => strip_of_tiles::<V, 6, 4>(sweep, first, sums),
                (true, _) => strip_of_tiles::<V, 4, WIDEST>(sweep, first, sums),
                (false, 1) => strip_of_tiles::<V, 8, 1>(sweep, first, sums),
                (false, _) => strip_of_tiles::<V, 6, 2>(sweep, first, sums),
            }
        }
    }
}

#[inline(always)]
unsafe fn strip_of_tiles<V: Vector, const ENTRIES: usize, const VECTORS: usize>(
    sweep: &Sweep<'_>,
    first_column: usize,
    sums: &mut [f32],
) {
    for first in (0..sweep.entries).step_by(ENTRIES) {
        let mut offsets = [0; ENTRIES];
        for (i, offset) in offsets.iter_mut().enumerate() {
            // The last tile computes its last entry again in place of those that do not exist.
            *offset = sweep.offset((first + i).min(sweep.entries - 1));
        }
        // SAFETY: each offset is that of an entry, `VECTORS` vectors follow `first_column` in each row.
        unsafe {
            let tile = tile::<V, ENTRIES, VECTORS>(sweep, &offsets, first_column);
            for (i, row) in tile.iter().enumerate() {
                if first + i < sweep.entries {
                    let to = sums.as_mut_ptr().add((first + i) * sweep.columns + first_column);
                    for (v, &sum) in row.iter().enumerate() {
                        let to = to.add(v * V::LANES);
                        V::load(to).add(sum).store(to);
                    }
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn tile<V: Vector, const ENTRIES: usize, const VECTORS: usize>(
    sweep: &Sweep<'_>,
    offsets: &[usize; ENTRIES],
    first_column: usize,
) -> [[V; VECTORS]; ENTRIES] {
    // SAFETY: the caller vouches that position + offset, and a whole row of vectors at each position, can be read.
    unsafe {
        let mut sums = [[V::splat(0.0); VECTORS]; ENTRIES];
        for y in 0..sweep.height {
            let mut scalars = sweep.scalars.values.as_ptr().add(y * sweep.scalars.row_step);
            let mut vectors = sweep.vectors.values.as_ptr().add(y * sweep.vectors.row_step + first_column);
            for _ in 0..sweep.width {
                let row: [V; VECTORS] = load_all(vectors);
                for (sums, &offset) in sums.iter_mut().zip(offsets) {
                    let value = V::splat(*scalars.add(offset));
                    for (sum, &vector) in sums.iter_mut().zip(&row) {
                        *sum = sum.plus_product(value, vector);
                    }
                }
                // `wrapping`: after the last position of the last row they point past the end, and are not read.
                scalars = scalars.wrapping_add(sweep.scalars.step);
                vectors = vectors.wrapping_add(sweep.vectors.step);
            }
        }
        sums
    }
}
