use super::grid::{Grid, Matrices, PAIRS};
use super::kernel::collect_kernel;
use super::squares::evaluate_squares;
use super::transposed_product::TransposedProduct;
use super::windows::interpolate_windows;
use crate::kernels::conv2d::ConvShape;
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
/// `x` `[images, in height, in width, in]`, `gradient` `[images, out height, out width, out]`, `out` as the kernel.
pub(in crate::kernels::conv2d) fn kernel_gradient_of_images(
    level: Level,
    shape: &ConvShape,
    (x, gradient): (&[f32], &[f32]),
    out: &mut [f32],
) {
    let grid = Grid::new(shape);
    let mut windows = Matrices::take(grid.block(), shape.in_channels, level);
    let mut squares = Matrices::take(grid.block(), shape.out_channels, level);
    let mut sums = Matrices::zeros(shape.in_channels, shape.out_channels, level);
    for tiles in grid.blocks(x.len() / shape.in_image()) {
        interpolate_windows(level, &grid, x, tiles.clone(), &mut windows);
        evaluate_squares(level, &grid, gradient, tiles.clone(), &mut squares);
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
    collect_kernel(level, &grid, &sums, out);
}
