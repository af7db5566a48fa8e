//! Max pooling that keeps the place of each maximum: its gradient then needs neither the images nor another look for the
//! maxima.

use std::ops::Range;

use super::PoolShape;
use super::max::{larger_of, load, replaces, store, where_replaces};
use crate::kernels::simd::{Level, Vector, at_level};

/// The gradient of pooled images, and the way back to the images.
///
/// All `[batch, out height, out width, channels]`.
#[derive(Clone, Copy, Debug)]
pub struct PooledGradient<'a> {
    /// The pooling.
    pub shape: &'a PoolShape,
    /// The cell of each window that its value came from, a whole number: the window's cells within the image are counted
    /// row by row, from 0.
    pub places: &'a [f32],
    /// What is sent back there.
    pub gradient: &'a [f32],
}

impl PooledGradient<'_> {
    /// Checks that this goes back to images `[batch, height, width, channels]`.
    #[track_caller]
    pub(in crate::kernels) fn check(&self, images: [usize; 4]) {
        self.shape.check_output(images, self.gradient.len());
        assert_eq!(self.places.len(), self.gradient.len(), "a place for each value of the pooled gradient");
    }

    /// The gradient of some of the images, `out` `[images, in height, in width, channels]`; a cell in several windows gets
    /// the sum.
    pub(in crate::kernels) fn send_back(&self, level: Level, images: Range<usize>, out: &mut [f32]) {
        let shape = self.shape;
        if shape.out_image() == 0 {
            return out.fill(0.0);
        }
        let part = images.start * shape.out_image()..images.end * shape.out_image();
        let places = self.places[part.clone()].chunks_exact(shape.out_image());
        let gradients = self.gradient[part].chunks_exact(shape.out_image());
        for ((places, gradient), out) in places.zip(gradients).zip(out.chunks_exact_mut(shape.in_image())) {
            // SAFETY: the level is this machine's; the kernel has no other condition.
            unsafe {
                at_level!(
                    level,
                    send_back_image(
                        shape: &PoolShape = shape,
                        places: &[f32] = places,
                        gradient: &[f32] = gradient,
                        out: &mut [f32] = out,
                    )
                );
            }
        }
    }
}

/// The largest value of each window, as [`max_of_images`](super::max_of_images) finds it, and the cell that it came from.
pub(in crate::kernels) fn max_and_places_of_images(
    level: Level,
    shape: &PoolShape,
    x: &[f32],
    (values, places): (&mut [f32], &mut [f32]),
) {
    let outs = values.chunks_exact_mut(shape.out_image()).zip(places.chunks_exact_mut(shape.out_image()));
    for (x, (values, places)) in x.chunks_exact(shape.in_image()).zip(outs) {
        // SAFETY: the level is this machine's; the kernel has no other condition.
        unsafe {
            at_level!(
                level,
                find_in_image(
                    shape: &PoolShape = shape,
                    x: &[f32] = x,
                    values: &mut [f32] = values,
                    places: &mut [f32] = places,
                )
            );
        }
    }
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn find_in_image<V: Vector>(shape: &PoolShape, x: &[f32], values: &mut [f32], places: &mut [f32]) {
    let channels = shape.channels;
    if !shape.is_two_by_two() {
        return find_in_any_windows(shape, x, values, places);
    }
    let row = shape.in_width * channels;
    let out_row = shape.out_width * channels;
    let outs = values.chunks_exact_mut(out_row).zip(places.chunks_exact_mut(out_row));
    for (rows, (values, places)) in x.chunks_exact(2 * row).zip(outs) {
        let (above, below) = rows.split_at(row);
        let cells = above.chunks_exact(2 * channels).zip(below.chunks_exact(2 * channels));
        let outs = values.chunks_exact_mut(channels).zip(places.chunks_exact_mut(channels));
        for ((above, below), (values, places)) in cells.zip(outs) {
            let ((a, b), (c, d)) = (above.split_at(channels), below.split_at(channels));
            for first in (0..channels).step_by(V::LANES) {
                let count = V::LANES.min(channels - first);
                let cells = [&a[first..], &b[first..], &c[first..], &d[first..]];
                let outs = (&mut values[first..], &mut places[first..]);
                // SAFETY: `count` channels follow in each slice; the machine has `V`.
                unsafe {
                    // What is known to be a whole vector needs no mask.
                    if count == V::LANES {
                        find_in_window::<V>(cells, V::LANES, outs);
                    } else {
                        find_in_window::<V>(cells, count, outs);
                    }
                }
            }
        }
    }
}

/// # Safety
/// A machine that has `V`; `count` values, at most a vector, in each slice.
#[inline(always)]
unsafe fn find_in_window<V: Vector>(cells: [&[f32]; 4], count: usize, (values, places): (&mut [f32], &mut [f32])) {
    // SAFETY: as the caller vouches.
    unsafe {
        let (mut best, mut place) = (load::<V>(cells[0], count), V::splat(0.0));
        for (number, cell) in cells.into_iter().enumerate().skip(1) {
            let cell = load::<V>(cell, count);
            place = where_replaces(cell, best, V::splat(number as f32), place);
            best = larger_of(cell, best);
        }
        store(best, values, count);
        store(place, places, count);
    }
}

#[inline(always)]
fn find_in_any_windows(shape: &PoolShape, x: &[f32], values: &mut [f32], places: &mut [f32]) {
    let channels = shape.channels;
    values.fill(f32::NEG_INFINITY);
    places.fill(0.0);
    shape.for_each_window(|position, window| {
        let outs = (&mut values[position..position + channels], &mut places[position..position + channels]);
        for (number, start) in window.starts().enumerate() {
            let cell = &x[start..start + channels];
            for ((best, place), &value) in outs.0.iter_mut().zip(outs.1.iter_mut()).zip(cell) {
                if replaces(value, *best) {
                    (*best, *place) = (value, number as f32);
                }
            }
        }
    });
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn send_back_image<V: Vector>(shape: &PoolShape, places: &[f32], gradient: &[f32], out: &mut [f32]) {
    let channels = shape.channels;
    if !shape.is_two_by_two() {
        return send_back_to_any_windows(shape, places, gradient, out);
    }
    if (2 * shape.out_height, 2 * shape.out_width) != (shape.in_height, shape.in_width) {
        out.fill(0.0); // some cells are in no window
    }
    let row = shape.in_width * channels;
    let rows = places.chunks_exact(shape.out_width * channels).zip(gradient.chunks_exact(shape.out_width * channels));
    for ((places, gradient), out) in rows.zip(out.chunks_exact_mut(2 * row)) {
        let (above, below) = out.split_at_mut(row);
        let windows = places.chunks_exact(channels).zip(gradient.chunks_exact(channels));
        let cells = above.chunks_exact_mut(2 * channels).zip(below.chunks_exact_mut(2 * channels));
        for ((places, gradient), (above, below)) in windows.zip(cells) {
            let ((a, b), (c, d)) = (above.split_at_mut(channels), below.split_at_mut(channels));
            for first in (0..channels).step_by(V::LANES) {
                let count = V::LANES.min(channels - first);
                let from = (&places[first..], &gradient[first..]);
                let cells = [&mut a[first..], &mut b[first..], &mut c[first..], &mut d[first..]];
                // SAFETY: `count` channels follow in each slice; the machine has `V`.
                unsafe {
                    if count == V::LANES {
                        send_back_to_window::<V>(from, V::LANES, cells);
                    } else {
                        send_back_to_window::<V>(from, count, cells);
                    }
                }
            }
        }
    }
}

/// # Safety
/// A machine that has `V`; `count` values, at most a vector, in each slice.
#[inline(always)]
unsafe fn send_back_to_window<V: Vector>((places, gradient): (&[f32], &[f32]), count: usize, cells: [&mut [f32]; 4]) {
    // SAFETY: as the caller vouches.
    unsafe {
        let (place, mut rest, zero) = (load::<V>(places, count), load::<V>(gradient, count), V::splat(0.0));
        for (number, cell) in cells.into_iter().enumerate() {
            // What no cell before has taken: places behind this cell wait.
            let waits = V::splat(number as f32 + 0.5);
            let taken = place.where_larger(waits, zero, rest);
            rest = place.where_larger(waits, rest, zero);
            store(taken, cell, count);
        }
    }
}

#[inline(always)]
fn send_back_to_any_windows(shape: &PoolShape, places: &[f32], gradient: &[f32], out: &mut [f32]) {
    let channels = shape.channels;
    out.fill(0.0);
    shape.for_each_window(|position, window| {
        let from = places[position..position + channels].iter().zip(&gradient[position..position + channels]);
        for (number, start) in window.starts().enumerate() {
            for (out, (&place, &gradient)) in out[start..start + channels].iter_mut().zip(from.clone()) {
                *out += if place == number as f32 { gradient } else { 0.0 };
            }
        }
    });
}
