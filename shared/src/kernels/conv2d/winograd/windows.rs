//! From the input's windows to rows of the 64 matrices.

use std::ops::Range;

use super::grid::{Grid, Matrices};
use super::points::POINTS;
use super::transforms::Window;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::{Level, Vector, at_level};

/// Row by row, what the windows that `tiles` see contribute at each pair of points: `to` is `[tiles, in]`.
///
/// `x` `[images, in height, in width, in]`.
pub(super) fn interpolate_windows(level: Level, grid: &Grid<'_>, x: &[f32], tiles: Range<usize>, to: &mut Matrices) {
    assert!(tiles.end <= x.len() / grid.shape.in_image() * grid.per_image, "tiles of these images");
    assert!(tiles.len() <= to.rows && to.columns == grid.shape.in_channels.next_multiple_of(level.lanes()));
    // SAFETY: the level is this machine's; the assertions above are what `each_window` asks for.
    unsafe {
        at_level!(
            level,
            each_window(grid: &Grid<'_> = grid, x: &[f32] = x, tiles: Range<usize> = tiles, to: &mut Matrices = to)
        );
    }
}

/// # Safety
/// `interpolate_windows`' assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn each_window<V: Vector>(grid: &Grid<'_>, x: &[f32], tiles: Range<usize>, to: &mut Matrices) {
    let channels = grid.shape.in_channels;
    let zeros = Scratch::zeros(POINTS * channels);
    for (row, tile) in tiles.enumerate() {
        let window = window(grid, x, tile, &zeros);
        for channel in (0..channels).step_by(V::LANES) {
            let count = V::LANES.min(channels - channel);
            // SAFETY: `window` made its rows and columns so that they lie in the image or in the zeros; `vectors_mut` checks
            // its row, and that each matrix has a whole vector at `channel`.
            unsafe { window.interpolate_transposed::<V>((channel, count), to.vectors_mut(row, channel)) };
        }
    }
}

/// The inputs that a tile of outputs sees, of all channels.
fn window(grid: &Grid<'_>, x: &[f32], tile: usize, zeros: &[f32]) -> Window {
    let shape = grid.shape;
    let place = grid.place(tile);
    let (top, left) = (place.rows.start, place.columns.start);
    let image = &x[place.image * shape.in_image()..][..shape.in_image()];
    let step = shape.in_channels;
    let mut rows = [zeros.as_ptr(); POINTS];
    for (i, row) in rows.iter_mut().enumerate() {
        if let Some(y) = (top + i).checked_sub(shape.pad_top).filter(|&y| y < shape.in_height) {
            // `wrapping`: column 0 may lie left of the image.
            let cell = (y * shape.in_width + left).wrapping_sub(shape.pad_left);
            *row = image.as_ptr().wrapping_add(cell.wrapping_mul(step));
        }
    }
    let first = shape.pad_left.saturating_sub(left).min(POINTS);
    let last = (shape.in_width + shape.pad_left).saturating_sub(left).clamp(first, POINTS);
    Window { rows, columns: first..last, step }
}
