use std::ops::Range;

use super::grid::{Grid, Matrices, PAIRS};
use super::kernel::collect_kernel;
use super::squares::evaluate_squares;
use super::transposed_product::TransposedProduct;
use super::windows::interpolate_windows;
use crate::kernels::conv2d::ConvShape;
use crate::kernels::conv2d::images::Source;
use crate::kernels::conv2d::kernel_gradient::PARTS;
use crate::kernels::simd::Level;

/// Parts of the batch that are added up apart: fewer than `PARTS` if they would be small, because each of them clears its
/// sums and takes the step back to the kernel.
pub(in crate::kernels::conv2d) fn parts(shape: &ConvShape) -> usize {
    const TILES: usize = 64;
    (shape.batch * Grid::new(shape).per_image / TILES).clamp(1, PARTS).min(shape.batch)
}

/// Part of the kernel's gradient: the sum over some images, of a shape that this method can do.
///
/// `x` `[batch, in height, in width, in]`, `gradient` `[batch, out height, out width, out]`, `out` as the kernel.
pub(in crate::kernels::conv2d) fn kernel_gradient_of_images(
    level: Level,
    shape: &ConvShape,
    (x, gradient): (&[f32], Source<'_>),
    images: Range<usize>,
    out: &mut [f32],
) {
    let grid = Grid::new(shape);
    let mut sums = Matrices::zeros(shape.in_channels, shape.out_channels, level);
    let count = match gradient {
        Source::Images(_) => images.len().max(1),
        // About two blocks: they stay in the cache.
        Source::Pooled(_) => (2 * grid.block()).div_ceil(grid.per_image),
    };
    for first in images.clone().step_by(count) {
        let some = first..images.end.min(first + count);
        let x = &x[some.start * shape.in_image()..some.end * shape.in_image()];
        gradient.read(level, some, shape.out_image(), |gradient| add_products(level, &grid, (x, gradient), &mut sums));
    }
    collect_kernel(level, &grid, &sums, out);
}

/// Adds the products of some images to `sums`, for each pair of points `[in, out]`.
fn add_products(level: Level, grid: &Grid<'_>, (x, gradient): (&[f32], &[f32]), sums: &mut Matrices) {
    let shape = grid.shape;
    let mut windows = Matrices::take(grid.block(), shape.in_channels, level);
    let mut squares = Matrices::take(grid.block(), shape.out_channels, level);
    for tiles in grid.blocks(x.len() / shape.in_image()) {
        interpolate_windows(level, grid, x, tiles.clone(), &mut windows);
        evaluate_squares(level, grid, gradient, tiles.clone(), &mut squares);
        for pair in 0..PAIRS {
            let product = TransposedProduct {
                rows: tiles.len(),
                a: windows.pair(pair),
                a_step: windows.columns,
                used: shape.in_channels,
                b: squares.pair(pair),
                columns: squares.columns,
            };
            product.add_to(level, sums.pair_mut(pair));
        }
    }
}
