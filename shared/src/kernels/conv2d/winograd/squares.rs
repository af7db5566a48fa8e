//! Between the tiles of the output and rows of the 64 matrices, in both directions.

use std::ops::Range;

use super::grid::{Grid, Matrices};
use super::transforms::{evaluate_square, evaluate_square_transposed, load, store};
use crate::kernels::epilogue::Activation;
use crate::kernels::simd::{Level, Vector, at_level};

/// Row by row, the tiles of the output's gradient, evaluated at each pair of points: `to` is `[tiles, out]`.
///
/// `gradient` `[images, out height, out width, out]`.
pub(super) fn evaluate_squares(
    level: Level,
    grid: &Grid<'_>,
    gradient: &[f32],
    tiles: Range<usize>,
    to: &mut Matrices,
) {
    assert!(tiles.end <= gradient.len() / grid.shape.out_image() * grid.per_image, "tiles of these images");
    assert!(tiles.len() <= to.rows && to.columns == grid.shape.out_channels.next_multiple_of(level.lanes()));
    // SAFETY: the level is this machine's; the assertions above are what `evaluate_each` asks for.
    unsafe {
        at_level!(
            level,
            evaluate_each(
                grid: &Grid<'_> = grid,
                gradient: &[f32] = gradient,
                tiles: Range<usize> = tiles,
                to: &mut Matrices = to,
            )
        );
    }
}

/// # Safety
/// `evaluate_squares`' assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn evaluate_each<V: Vector>(grid: &Grid<'_>, gradient: &[f32], tiles: Range<usize>, to: &mut Matrices) {
    // SAFETY: as the caller vouches.
    unsafe {
        match grid.side {
            4 => evaluate_each_of::<V, 4>(grid, gradient, tiles, to),
            5 => evaluate_each_of::<V, 5>(grid, gradient, tiles, to),
            _ => evaluate_each_of::<V, 6>(grid, gradient, tiles, to),
        }
    }
}

#[inline(always)]
unsafe fn evaluate_each_of<V: Vector, const N: usize>(
    grid: &Grid<'_>,
    gradient: &[f32],
    tiles: Range<usize>,
    to: &mut Matrices,
) {
    let channels = grid.shape.out_channels;
    for (row, tile) in tiles.enumerate() {
        let place = grid.place(tile);
        for channel in (0..channels).step_by(V::LANES) {
            let count = V::LANES.min(channels - channel);
            // SAFETY: only cells that `place` says exist are read, `count` channels of them; `vectors_mut` checks its row, and
            // that each matrix has a whole vector at `channel`.
            unsafe {
                let mut square = [[V::splat(0.0); N]; N];
                for (row, y) in square.iter_mut().zip(place.rows.clone()) {
                    for (value, x) in row.iter_mut().zip(place.columns.clone()) {
                        let cell = grid.output_cell(&place, y, x);
                        *value = load(gradient.as_ptr().add(cell * channels + channel), count);
                    }
                }
                evaluate_square(&square, false, to.vectors_mut(row, channel));
            }
        }
    }
}

/// What is done to the sums.
#[derive(Clone, Copy)]
pub(super) struct Epilogue<'a> {
    /// Whether each output `[images, out height, out width]` sees anything but zeros; if not, its sum is 0.
    pub(super) seen: &'a [bool],
    /// Added, one value per column of the matrices.
    pub(super) bias: &'a [f32],
    pub(super) activation: Activation,
}

/// Writes the tiles of the output: `sums` `[tiles, out]` taken together over the pairs of points, then the epilogue.
///
/// `out` `[images, out height, out width, out]`.
pub(super) fn write_squares(
    level: Level,
    grid: &Grid<'_>,
    (sums, epilogue): (&Matrices, Epilogue<'_>),
    tiles: Range<usize>,
    out: &mut [f32],
) {
    assert!(tiles.end <= out.len() / grid.shape.out_image() * grid.per_image, "tiles of these images");
    assert!(tiles.len() <= sums.rows && sums.columns == grid.shape.out_channels.next_multiple_of(level.lanes()));
    assert_eq!(epilogue.bias.len(), sums.columns);
    assert_eq!(epilogue.seen.len() * grid.shape.out_channels, out.len());
    // SAFETY: the level is this machine's; the assertions above are what `write_each` asks for.
    unsafe {
        at_level!(
            level,
            write_each(
                grid: &Grid<'_> = grid,
                sums: &Matrices = sums,
                epilogue: Epilogue<'_> = epilogue,
                tiles: Range<usize> = tiles,
                out: &mut [f32] = out,
            )
        );
    }
}

/// # Safety
/// `write_squares`' assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn write_each<V: Vector>(
    grid: &Grid<'_>,
    sums: &Matrices,
    epilogue: Epilogue<'_>,
    tiles: Range<usize>,
    out: &mut [f32],
) {
    for (row, tile) in tiles.enumerate() {
        // SAFETY: as the caller vouches.
        unsafe {
            match grid.side {
                4 => write::<V, 4>(grid, (sums, row), epilogue, tile, out),
                5 => write::<V, 5>(grid, (sums, row), epilogue, tile, out),
                _ => write::<V, 6>(grid, (sums, row), epilogue, tile, out),
            }
        }
    }
}

#[inline(always)]
unsafe fn write<V: Vector, const N: usize>(
    grid: &Grid<'_>,
    (sums, row): (&Matrices, usize),
    epilogue: Epilogue<'_>,
    tile: usize,
    out: &mut [f32],
) {
    let channels = grid.shape.out_channels;
    let place = grid.place(tile);
    for channel in (0..channels).step_by(V::LANES) {
        let count = V::LANES.min(channels - channel);
        // SAFETY: only cells that `place` says exist are written, `count` channels of them; `vectors` checks its row, and that
        // each matrix, and thus the bias, has a whole vector at `channel`.
        unsafe {
            let square: [[V; N]; N] = evaluate_square_transposed(sums.vectors(row, channel), false);
            let bias = V::load(epilogue.bias.as_ptr().add(channel));
            for (row, y) in square.iter().zip(place.rows.clone()) {
                for (&sum, x) in row.iter().zip(place.columns.clone()) {
                    let cell = grid.output_cell(&place, y, x);
                    let sum = if epilogue.seen[cell] { sum } else { V::splat(0.0) };
                    let value = match epilogue.activation {
                        Activation::None => sum.add(bias),
                        Activation::Relu => sum.add(bias).relu(),
                    };
                    store(value, out.as_mut_ptr().add(cell * channels + channel), count);
                }
            }
        }
    }
}
