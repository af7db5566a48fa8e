use super::PoolShape;
use super::max::{load, store};
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::simd::{Level, Vector, at_level};

/// The mean of the real cells of each window.
///
/// `x` `[batch, in height, in width, channels]`, `out` `[batch, out height, out width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn average_forward(shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    average_forward_at(Level::best(), shape, x, out);
}

/// The gradient of the input of [`average_forward`]: each real cell of a window gets the same part of its gradient.
///
/// `gradient` `[batch, out height, out width, channels]`, `out` `[batch, in height, in width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn average_gradient(shape: &PoolShape, gradient: &[f32], out: &mut [f32]) {
    average_gradient_at(Level::best(), shape, gradient, out);
}

pub(super) fn average_forward_at(level: Level, shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    shape.check(x.len(), out.len());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.out_image(), |n, out| {
        let x = &x[n * shape.in_image()..(n + 1) * shape.in_image()];
        // SAFETY: the level is this machine's; the kernel has no other condition.
        unsafe { at_level!(level, forward_image(shape: &PoolShape = shape, x: &[f32] = x, out: &mut [f32] = out)) }
    });
}

pub(super) fn average_gradient_at(level: Level, shape: &PoolShape, gradient: &[f32], out: &mut [f32]) {
    shape.check(out.len(), gradient.len());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.in_image(), |n, out| {
        let gradient = &gradient[n * shape.out_image()..(n + 1) * shape.out_image()];
        // SAFETY: the level is this machine's; the kernel has no other condition.
        unsafe {
            at_level!(
                level,
                gradient_image(shape: &PoolShape = shape, gradient: &[f32] = gradient, out: &mut [f32] = out)
            );
        }
    });
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn forward_image<V: Vector>(shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    if shape.is_two_by_two() {
        for_each_two_by_two(shape, |position, starts| {
            let out = &mut out[position..][..shape.channels];
            // SAFETY: as the caller vouches.
            unsafe { mean_of_cells::<V>(x, starts.into_iter(), 0.25, out) }
        });
    } else {
        shape.for_each_window(|position, window| {
            let out = &mut out[position..][..shape.channels];
            // SAFETY: as the caller vouches.
            unsafe { mean_of_cells::<V>(x, window.starts(), 1.0 / window.cells() as f32, out) }
        });
    }
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn gradient_image<V: Vector>(shape: &PoolShape, gradient: &[f32], out: &mut [f32]) {
    if shape.is_two_by_two() {
        if (2 * shape.out_height, 2 * shape.out_width) != (shape.in_height, shape.in_width) {
            out.fill(0.0); // some cells are in no window
        }
        for_each_two_by_two(shape, |position, starts| {
            let gradient = &gradient[position..][..shape.channels];
            // SAFETY: as the caller vouches.
            unsafe { give_to_cells::<V>((gradient, 0.25), starts.into_iter(), false, out) }
        });
    } else {
        out.fill(0.0);
        shape.for_each_window(|position, window| {
            let gradient = &gradient[position..][..shape.channels];
            // SAFETY: as the caller vouches.
            unsafe { give_to_cells::<V>((gradient, 1.0 / window.cells() as f32), window.starts(), true, out) }
        });
    }
}

/// As [`PoolShape::for_each_window`], with the starts of the four cells: where their number is known, the compiler makes no loop.
#[inline(always)]
fn for_each_two_by_two(shape: &PoolShape, mut visit: impl FnMut(usize, [usize; 4])) {
    let (channels, row) = (shape.channels, shape.in_width * shape.channels);
    for y in 0..shape.out_height {
        for x in 0..shape.out_width {
            let first = 2 * (y * row + x * channels);
            let starts = [first, first + channels, first + row, first + row + channels];
            visit((y * shape.out_width + x) * channels, starts);
        }
    }
}

/// Writes the sum of the cells that begin at `starts`, times `part`, to `out` `[channels]`.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn mean_of_cells<V: Vector>(x: &[f32], starts: impl Iterator<Item = usize> + Clone, part: f32, out: &mut [f32]) {
    for first in (0..out.len()).step_by(V::LANES) {
        let out = &mut out[first..];
        let count = V::LANES.min(out.len());
        // SAFETY: `count` values exist behind each start, as the ranges say, and in `out`; the machine has `V`.
        unsafe {
            let mut sum = V::splat(0.0);
            for start in starts.clone() {
                sum = sum.add(load(&x[start + first..][..count], count));
            }
            let mean = V::splat(0.0).plus_product(sum, V::splat(part));
            store(mean, out, count);
        }
    }
}

/// Gives each cell that begins at one of `starts` the gradient `[channels]` times `part`: more of it, or its first.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn give_to_cells<V: Vector>(
    (gradient, part): (&[f32], f32),
    starts: impl Iterator<Item = usize> + Clone,
    more: bool,
    out: &mut [f32],
) {
    for first in (0..gradient.len()).step_by(V::LANES) {
        let gradient = &gradient[first..];
        let count = V::LANES.min(gradient.len());
        // SAFETY: `count` values exist in `gradient`, and behind each start, as the ranges say; the machine has `V`.
        unsafe {
            let gradient = load::<V>(gradient, count);
            for start in starts.clone() {
                let cell = &mut out[start + first..][..count];
                let before = if more { load(cell, count) } else { V::splat(0.0) };
                let sum = before.plus_product(gradient, V::splat(part));
                store(sum, cell, count);
            }
        }
    }
}
