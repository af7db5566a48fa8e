use super::PoolShape;
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::simd::{Level, Vector, at_level};

/// The largest value of each window; NaN if there is one.
///
/// `x` `[batch, in height, in width, channels]`, `out` `[batch, out height, out width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn max_forward(shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    max_forward_at(Level::best(), shape, x, out);
}

/// The gradient of the input of [`max_forward`]: the first of the largest values of each window gets the window's
/// gradient; a cell in several windows gets the sum.
///
/// `x` and `out` `[batch, in height, in width, channels]`, `gradient` `[batch, out height, out width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn max_gradient(shape: &PoolShape, x: &[f32], gradient: &[f32], out: &mut [f32]) {
    max_gradient_at(Level::best(), shape, (x, gradient), false, out);
}

/// The gradient of relu and max pooling in one pass: that of the input of a relu whose output `y` was pooled.
///
/// As [`max_gradient`] with `y` for `x`, except that nothing passes where `y` is 0.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn max_gradient_through_relu(shape: &PoolShape, y: &[f32], gradient: &[f32], out: &mut [f32]) {
    max_gradient_at(Level::best(), shape, (y, gradient), true, out);
}

pub(super) fn max_forward_at(level: Level, shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    shape.check(x.len(), out.len());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.out_image(), |n, out| {
        max_of_images(level, shape, &x[n * shape.in_image()..(n + 1) * shape.in_image()], out);
    });
}

/// [`max_forward`] on this thread, for any number of images of the shape's size.
pub(in crate::kernels) fn max_of_images(level: Level, shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    for (x, out) in x.chunks_exact(shape.in_image()).zip(out.chunks_exact_mut(shape.out_image())) {
        // SAFETY: the level is this machine's; the kernel has no other condition.
        unsafe { at_level!(level, forward_image(shape: &PoolShape = shape, x: &[f32] = x, out: &mut [f32] = out)) }
    }
}

pub(super) fn max_gradient_at(
    level: Level,
    shape: &PoolShape,
    (x, gradient): (&[f32], &[f32]),
    through_relu: bool,
    out: &mut [f32],
) {
    shape.check(x.len(), gradient.len());
    assert_eq!(out.len(), x.len(), "values of an input of shape {:?}", shape.input());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.in_image(), |n, out| {
        let x = &x[n * shape.in_image()..(n + 1) * shape.in_image()];
        let gradient = &gradient[n * shape.out_image()..(n + 1) * shape.out_image()];
        // SAFETY: the level is this machine's; the kernel has no other condition.
        unsafe {
            at_level!(
                level,
                gradient_image(
                    shape: &PoolShape = shape,
                    x: &[f32] = x,
                    gradient: &[f32] = gradient,
                    through_relu: bool = through_relu,
                    out: &mut [f32] = out,
                )
            );
        }
    });
}

/// Channels that are looked at together.
const BLOCK: usize = 16;

/// Whether `value` takes the place of `best`: larger, or the first NaN.
#[inline(always)]
pub(super) fn replaces(value: f32, best: f32) -> bool {
    value > best || (value.is_nan() && !best.is_nan())
}

#[inline(always)]
fn larger(best: f32, value: f32) -> f32 {
    if replaces(value, best) { value } else { best }
}

/// The compiler's own vectors do well on these loops: `V` only says for which instruction set.
#[inline(always)]
unsafe fn forward_image<V: Vector>(shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    let channels = shape.channels;
    if !shape.is_two_by_two() {
        out.fill(f32::NEG_INFINITY);
        shape.for_each_window(|position, window| {
            let out = &mut out[position..position + channels];
            for start in window.starts() {
                out.iter_mut().zip(&x[start..start + channels]).for_each(|(best, &v)| *best = larger(*best, v));
            }
        });
        return;
    }
    let row = shape.in_width * channels;
    for (rows, out) in x.chunks_exact(2 * row).zip(out.chunks_exact_mut(shape.out_width * channels)) {
        let (upper, lower) = rows.split_at(row);
        let cells = upper.chunks_exact(2 * channels).zip(lower.chunks_exact(2 * channels));
        for ((upper, lower), out) in cells.zip(out.chunks_exact_mut(channels)) {
            let ((a, b), (c, d)) = (upper.split_at(channels), lower.split_at(channels));
            let (blocks, rest) = out.as_chunks_mut::<BLOCK>();
            for (block, out) in blocks.iter_mut().enumerate() {
                largest_of_four([a, b, c, d].map(|cell| &cell[block * BLOCK..][..BLOCK]), out);
            }
            let done = channels - rest.len();
            largest_of_four([a, b, c, d].map(|cell| &cell[done..]), rest);
        }
    }
}

/// Inlined for blocks and for the rest: of a whole block, the compiler makes whole vectors.
#[inline(always)]
fn largest_of_four([a, b, c, d]: [&[f32]; 4], out: &mut [f32]) {
    for (i, out) in out.iter_mut().enumerate() {
        *out = larger(larger(larger(a[i], b[i]), c[i]), d[i]);
    }
}

#[inline(always)]
unsafe fn gradient_image<V: Vector>(
    shape: &PoolShape,
    x: &[f32],
    gradient: &[f32],
    through_relu: bool,
    out: &mut [f32],
) {
    if !shape.is_two_by_two() {
        return gradient_of_any_windows(shape, x, gradient, through_relu, out);
    }
    if (2 * shape.out_height, 2 * shape.out_width) != (shape.in_height, shape.in_width) {
        out.fill(0.0); // some cells are in no window
    }
    let channels = shape.channels;
    let row = shape.in_width * channels;
    let rows = x.chunks_exact(2 * row).zip(out.chunks_exact_mut(2 * row));
    for ((x, out), gradient) in rows.zip(gradient.chunks_exact(shape.out_width * channels)) {
        let (x_above, x_below) = x.split_at(row);
        let (above, below) = out.split_at_mut(row);
        for (window, gradient) in gradient.chunks_exact(channels).enumerate() {
            let cells = window * 2 * channels..(window + 1) * 2 * channels;
            let ((a, b), (c, d)) =
                (x_above[cells.clone()].split_at(channels), x_below[cells.clone()].split_at(channels));
            let (to_a, to_b) = above[cells.clone()].split_at_mut(channels);
            let (to_c, to_d) = below[cells].split_at_mut(channels);
            for first in (0..channels).step_by(V::LANES) {
                let count = V::LANES.min(channels - first);
                let window = Window {
                    from: [&a[first..], &b[first..], &c[first..], &d[first..]],
                    gradient: &gradient[first..],
                    to: [&mut to_a[first..], &mut to_b[first..], &mut to_c[first..], &mut to_d[first..]],
                };
                // SAFETY: the machine has `V`, as the caller vouches.
                unsafe {
                    // What is known to be a whole vector needs no mask.
                    if count == V::LANES {
                        gradient_of_window::<V>(window, V::LANES, through_relu);
                    } else {
                        gradient_of_window::<V>(window, count, through_relu);
                    }
                }
            }
        }
    }
}

/// Channels of the four cells of a window.
struct Window<'a> {
    from: [&'a [f32]; 4],
    gradient: &'a [f32],
    to: [&'a mut [f32]; 4],
}

/// The gradient of the first `count` channels, at most one vector.
///
/// (Written as a loop over single values, the compiler makes four branches of it: on values in no order 15 times slower.)
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn gradient_of_window<V: Vector>(window: Window<'_>, count: usize, through_relu: bool) {
    let Window { from, gradient, to } = window;
    assert!(count <= V::LANES && count <= gradient.len());
    from.iter().for_each(|cell| assert!(count <= cell.len()));
    to.iter().for_each(|cell| assert!(count <= cell.len()));
    // SAFETY: there are `count` values, as the assertions say; the machine has `V`.
    unsafe {
        let zero = V::splat(0.0);
        let [a, b, c, d] = from;
        let [a, b, c, d] = [load::<V>(a, count), load::<V>(b, count), load::<V>(c, count), load::<V>(d, count)];
        let best = larger_of(d, larger_of(c, larger_of(b, a)));
        let mut rest = load::<V>(gradient, count);
        if through_relu {
            rest = best.where_larger(zero, rest, zero);
        }
        // What none of the cells before has taken.
        for (cell, to) in [a, b, c, d].into_iter().zip(to) {
            let taken = where_replaces(best, cell, zero, rest);
            rest = where_replaces(best, cell, rest, zero);
            store(taken, to, count);
        }
    }
}

/// # Safety
/// `count` values, at most a vector, and a machine that has `V`.
#[inline(always)]
pub(super) unsafe fn load<V: Vector>(values: &[f32], count: usize) -> V {
    // SAFETY: as the caller vouches.
    unsafe { if count == V::LANES { V::load(values.as_ptr()) } else { V::load_first(values.as_ptr(), count) } }
}

/// # Safety
/// As for [`load`].
#[inline(always)]
pub(super) unsafe fn store<V: Vector>(vector: V, to: &mut [f32], count: usize) {
    // SAFETY: as the caller vouches.
    unsafe {
        if count == V::LANES { vector.store(to.as_mut_ptr()) } else { vector.store_first(to.as_mut_ptr(), count) }
    }
}

/// [`larger`] in each lane.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
pub(super) unsafe fn larger_of<V: Vector>(value: V, best: V) -> V {
    // SAFETY: as the caller vouches.
    unsafe { value.where_nan(value, value.where_larger(best, value, best)) }
}

/// Lanes of `then` where `value` [`replaces`] `best`.
///
/// # Safety
/// A machine that has `V`.
#[inline(always)]
pub(super) unsafe fn where_replaces<V: Vector>(value: V, best: V, then: V, otherwise: V) -> V {
    // SAFETY: as the caller vouches.
    unsafe { value.where_nan(best.where_nan(otherwise, then), value.where_larger(best, then, otherwise)) }
}

#[inline(always)]
fn gradient_of_any_windows(shape: &PoolShape, x: &[f32], gradient: &[f32], through_relu: bool, out: &mut [f32]) {
    out.fill(0.0);
    shape.for_each_window(|position, window| {
        for first in (0..shape.channels).step_by(BLOCK) {
            let count = BLOCK.min(shape.channels - first);
            let mut best = [f32::NEG_INFINITY; BLOCK];
            let mut chosen = [0; BLOCK];
            for (cell, start) in window.starts().enumerate() {
                for (i, &value) in x[start + first..][..count].iter().enumerate() {
                    if replaces(value, best[i]) {
                        (best[i], chosen[i]) = (value, cell as u32);
                    }
                }
            }
            let gradient = &gradient[position + first..][..count];
            for (cell, start) in window.starts().enumerate() {
                for (i, out) in out[start + first..][..count].iter_mut().enumerate() {
                    let passes = chosen[i] == cell as u32 && (!through_relu || best[i] > 0.0);
                    *out += if passes { gradient[i] } else { 0.0 };
                }
            }
        }
    });
}
