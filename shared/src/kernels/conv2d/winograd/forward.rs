use super::grid::{Grid, Matrices, PAIRS};
use super::kernel::evaluate_kernel;
use super::product::Product;
use super::seen::seen;
use super::squares::{Epilogue, write_squares};
use super::windows::interpolate_windows;
use crate::kernels::conv2d::images::{Source, Target, for_each_images};
use crate::kernels::conv2d::{Activation, ConvShape};
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;

/// `conv2d::forward` for a shape that this method can do; the lengths are checked.
pub(in crate::kernels::conv2d) fn forward(
    level: Level,
    shape: &ConvShape,
    (x, kernel, bias): (Source<'_>, &[f32], Option<&[f32]>),
    activation: Activation,
    target: Target<'_>,
) {
    let grid = Grid::new(shape);
    let weights = evaluate_kernel(level, &grid, kernel);
    let mut padded_bias = Scratch::zeros(weights.columns);
    if let Some(bias) = bias {
        padded_bias[..shape.out_channels].copy_from_slice(bias);
    }
    let epilogue = Epilogue { bias: &padded_bias, activation, seen: &[] };
    let images = TASK.div_ceil(grid.per_image);
    for_each_images(level, shape, images, target, |first, out| {
        let images = first..first + out.len() / shape.out_image();
        x.read(level, images, shape.in_image(), |x| some_images(level, &grid, (x, &weights), epilogue, out));
    });
}

/// Tiles in a task, roughly: a few blocks, so that there are tasks for all threads.
const TASK: usize = 48;

fn some_images(
    level: Level,
    grid: &Grid<'_>,
    (x, weights): (&[f32], &Matrices),
    epilogue: Epilogue<'_>,
    out: &mut [f32],
) {
    let shape = grid.shape;
    let seen = seen(grid, x);
    let epilogue = Epilogue { seen: &seen, ..epilogue };
    let mut windows = Matrices::take(grid.block(), shape.in_channels, level);
    let mut sums = Matrices::take(grid.block(), shape.out_channels, level);
    for tiles in grid.blocks(out.len() / shape.out_image()) {
        interpolate_windows(level, grid, x, tiles.clone(), &mut windows);
        for pair in 0..PAIRS {
            let (inner, columns) = (shape.in_channels, sums.columns);
            Product { a: windows.pair(pair), a_step: windows.columns, b: weights.pair(pair), inner, columns }
                .compute(level, &mut sums.pair_mut(pair)[..tiles.len() * columns]);
        }
        write_squares(level, grid, (&sums, epilogue), tiles, out);
    }
}
