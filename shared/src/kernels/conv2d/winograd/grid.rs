//! How the outputs of a convolution are cut into square tiles, and the 64 matrices with a row per tile.

use std::ops::Range;

use super::pays::can;
use super::points::POINTS;
use super::transforms::Spread;
use crate::kernels::conv2d::ConvShape;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;

/// Matrices: one for each pair of points, (down, across) at `down * POINTS + across`.
pub(super) const PAIRS: usize = POINTS * POINTS;

/// The tiles of all images of a convolution, numbered row by row, image by image.
#[derive(Clone, Copy)]
pub(super) struct Grid<'a> {
    pub(super) shape: &'a ConvShape,
    /// Outputs of a tile, down and across: `side + kernel side - 1` inputs are `POINTS` of them.
    pub(super) side: usize,
    across: usize,
    /// Tiles of an image.
    pub(super) per_image: usize,
}

/// Where a tile lies, and how much of it.
pub(super) struct Place {
    pub(super) image: usize,
    /// Its outputs that exist; at the lower and right border fewer than `side`.
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
}

impl Grid<'_> {
    /// # Panics
    /// If this method cannot do the shape.
    pub(super) fn new(shape: &ConvShape) -> Grid<'_> {
        assert!(can(shape), "a square kernel of side 3, 4 or 5, without strides: {shape:?}");
        let side = POINTS + 1 - shape.kernel_height;
        let across = shape.out_width.div_ceil(side);
        Grid { shape, side, across, per_image: across * shape.out_height.div_ceil(side) }
    }

    pub(super) fn place(&self, tile: usize) -> Place {
        let (image, tile) = (tile / self.per_image, tile % self.per_image);
        let (y, x) = (tile / self.across * self.side, tile % self.across * self.side);
        Place {
            image,
            rows: y..self.shape.out_height.min(y + self.side),
            columns: x..self.shape.out_width.min(x + self.side),
        }
    }

    /// The number of output cell (`y`, `x`) of the image of `place`.
    pub(super) fn output_cell(&self, place: &Place, y: usize, x: usize) -> usize {
        (place.image * self.shape.out_height + y) * self.shape.out_width + x
    }

    /// Tiles that are worked on at a time: as many as leave the matrices (64 of `[tiles, in]`, 64 of `[tiles, out]`) in
    /// half of a second cache of 1 MiB, the weights or sums in the other half; a multiple of the rows that a product takes
    /// at once (6, 8 or 12). Measured for the second layers of both networks, speed-up of the forward pass: 6 tiles 1.5 to
    /// 2.6, 12 tiles 2.2 to 3.0, 24 tiles 2.8 to 3.0, 48 tiles 2.7 to 2.9 and less steady.
    pub(super) fn block(&self) -> usize {
        const HALF_A_CACHE: usize = (1 << 19) / size_of::<f32>();
        let row = PAIRS * (self.shape.in_channels + self.shape.out_channels);
        (HALF_A_CACHE / row / 24 * 24).clamp(24, 96)
    }

    /// The runs of at most [`block`](Grid::block) tiles that make up this many images.
    pub(super) fn blocks(&self, images: usize) -> impl Iterator<Item = Range<usize>> {
        let (tiles, block) = (images * self.per_image, self.block());
        (0..tiles).step_by(block).map(move |first| first..tiles.min(first + block))
    }
}

/// `PAIRS` matrices of the same size, their columns filled up to whole vectors.
pub(super) struct Matrices {
    values: Scratch,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// From one matrix to the next.
    stride: usize,
}

impl Matrices {
    /// Values of no particular kind.
    ///
    /// The matrices lie an odd number of cache lines apart: a tile is written to the same place in each of them, and an
    /// even distance would put these places into few sets of the first cache.
    pub(super) fn take(rows: usize, columns: usize, level: Level) -> Matrices {
        const LINE: usize = 16;
        let columns = columns.next_multiple_of(level.lanes());
        let stride = ((rows * columns).div_ceil(LINE) | 1) * LINE;
        Matrices { values: Scratch::take(PAIRS * stride), rows, columns, stride }
    }

    pub(super) fn zeros(rows: usize, columns: usize, level: Level) -> Matrices {
        let mut matrices = Matrices::take(rows, columns, level);
        matrices.values.fill(0.0);
        matrices
    }

    /// The matrix `[rows, columns]` of a pair.
    pub(super) fn pair(&self, pair: usize) -> &[f32] {
        &self.values[pair * self.stride..][..self.rows * self.columns]
    }

    pub(super) fn pair_mut(&mut self, pair: usize) -> &mut [f32] {
        &mut self.values[pair * self.stride..][..self.rows * self.columns]
    }

    /// The vectors of all pairs at `row`, from `column` on.
    pub(super) fn vectors(&self, row: usize, column: usize) -> Spread<*const f32> {
        assert!(row < self.rows && column < self.columns);
        Spread { first: self.values[row * self.columns + column..].as_ptr(), stride: self.stride }
    }

    pub(super) fn vectors_mut(&mut self, row: usize, column: usize) -> Spread<*mut f32> {
        assert!(row < self.rows && column < self.columns);
        Spread { first: self.values[row * self.columns + column..].as_mut_ptr(), stride: self.stride }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::conv2d::Padding;

    #[test]
    fn the_blocks_of_tiles_cover_every_output_once() {
        for (side, kernel) in [(1, 3), (6, 3), (7, 4), (13, 5), (40, 5)] {
            let shape = ConvShape::new([3, side, side + 1, 2], [kernel, kernel, 2, 3], [1, 1], Padding::Same).unwrap();
            let grid = Grid::new(&shape);
            let mut seen = vec![0; 3 * side * (side + 1)];
            for tiles in grid.blocks(3) {
                assert!(tiles.len() <= grid.block());
                for place in tiles.map(|tile| grid.place(tile)) {
                    for (y, x) in place.rows.clone().flat_map(|y| place.columns.clone().map(move |x| (y, x))) {
                        seen[grid.output_cell(&place, y, x)] += 1;
                    }
                }
            }
            assert!(seen.iter().all(|&times| times == 1), "{side} x {} and a kernel of {kernel}", side + 1);
        }
    }
}
