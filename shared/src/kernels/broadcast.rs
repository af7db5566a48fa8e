//! Arrays of different shapes in one operation, by NumPy's rule: shapes are aligned at their last axis, and a missing axis or
//! an axis of length 1 is repeated.
//!
//! [`sum_to`] is the transpose of [`broadcast_to`]: what was repeated is summed. That is the gradient of a broadcast input.

use super::elementwise::{CHUNK, map, zip};
use super::multiversion::multiversion;
use super::parallel::for_each_chunk;
use super::reduce;
use super::strided::{Axis, for_each_row, merge, strides};

/// Elements in memory order and the shape they stand for.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, T> {
    /// As many elements as the product of `shape`.
    pub data: &'a [T],
    /// Lengths of the axes, outermost first; empty for a scalar.
    pub shape: &'a [usize],
}

impl<'a, T> View<'a, T> {
    /// # Panics
    /// If `data` has not as many elements as `shape` says.
    pub fn new(data: &'a [T], shape: &'a [usize]) -> Self {
        assert_eq!(data.len(), shape.iter().product::<usize>(), "elements do not fill the shape {shape:?}");
        Self { data, shape }
    }
}

/// `out[i, j, ...] = f(a[i, j, ...], b[i, j, ...])` where `a` and `b` are broadcast to `out_shape`.
///
/// ```
/// use shared::kernels::broadcast::{View, zip_broadcast};
///
/// let (x, bias) = ([1.0, 2.0, 3.0, 4.0], [10.0, 20.0]);
/// let mut out = [0.0; 4];
/// zip_broadcast(View::new(&x, &[2, 2]), View::new(&bias, &[2]), &mut out, &[2, 2], |x: f32, b: f32| x + b);
/// assert_eq!(out, [11.0, 22.0, 13.0, 24.0]);
/// ```
///
/// # Panics
/// If a shape cannot be broadcast to `out_shape`, or `out` does not fill it.
pub fn zip_broadcast<A, B, U>(
    a: View<'_, A>,
    b: View<'_, B>,
    out: &mut [U],
    out_shape: &[usize],
    f: impl Fn(A, B) -> U + Sync,
) where
    A: Copy + Sync,
    B: Copy + Sync,
    U: Send,
{
    assert_eq!(out.len(), out_shape.iter().product::<usize>(), "out does not fill the shape {out_shape:?}");
    // What needs no look at the axes: the work on a handful of numbers is less than the look.
    if a.shape == out_shape && b.shape == out_shape {
        return zip(a.data, b.data, out, f);
    }
    if let (true, &[b], true) = (a.shape == out_shape, b.data, b.shape.len() <= out_shape.len()) {
        return map(a.data, out, |a| f(a, b));
    }
    if let (&[a], true, true) = (a.data, b.shape == out_shape, a.shape.len() <= out_shape.len()) {
        return map(b.data, out, |b| f(a, b));
    }
    let (a_strides, b_strides) = (broadcast_strides(a.shape, out_shape), broadcast_strides(b.shape, out_shape));
    if out.is_empty() {
        return;
    }
    let axes = a_strides.zip(b_strides).zip(out_shape);
    let axes = merge(axes.map(|((a, b), &len)| Axis { len, strides: [a, b] }));
    match axes[..] {
        [Axis { strides: [1, 1], .. }] => zip(a.data, b.data, out, f),
        [Axis { strides: [1, 0], .. }] => {
            let b = b.data[0];
            map(a.data, out, |a| f(a, b));
        }
        [Axis { strides: [0, 1], .. }] => {
            let a = a.data[0];
            map(b.data, out, |b| f(a, b));
        }
        [Axis { strides: [_, 0], .. }, Axis { len, strides: [1, 1] }]
            if a.data.len() == out.len() && len <= PATTERN =>
        {
            zip_row(a.data, b.data, out, f);
        }
        [Axis { strides: [0, _], .. }, Axis { len, strides: [1, 1] }]
            if b.data.len() == out.len() && len <= PATTERN =>
        {
            zip_row(b.data, a.data, out, |b, a| f(a, b));
        }
        _ => zip_strided(a.data, b.data, out, &axes, f),
    }
}

/// The longest row that is worth repeating, in elements.
const PATTERN: usize = 512;

/// `out[i, j] = f(x[i, j], row[j])`.
///
/// Rows are often short (10 classes, 16 channels), and a loop over a short row is mostly overhead. The row is thus repeated in a
/// pattern of up to 512 elements first: x is then walked in a few long steps.
fn zip_row<A, B, U>(x: &[A], row: &[B], out: &mut [U], f: impl Fn(A, B) -> U + Sync)
where
    A: Copy + Sync,
    B: Copy + Sync,
    U: Send,
{
    let mut pattern = [row[0]; PATTERN];
    let pattern = &mut pattern[..PATTERN / row.len() * row.len()];
    pattern.chunks_exact_mut(row.len()).for_each(|copy| copy.copy_from_slice(row));
    let pattern = &*pattern;
    let chunk_len = (CHUNK / pattern.len()) * pattern.len();
    for_each_chunk(out, chunk_len, |index, out| {
        zip_pattern_chunk(&x[index * chunk_len..][..out.len()], pattern, out, &f);
    });
}

multiversion! {
    fn zip_pattern_chunk<A: Copy, B: Copy, U: Sized, F: Fn(A, B) -> U>(x: &[A], pattern: &[B], out: &mut [U], f: &F) {
        for (out, x) in out.chunks_mut(pattern.len()).zip(x.chunks(pattern.len())) {
            out.iter_mut().zip(x.iter().zip(pattern)).for_each(|(out, (&x, &p))| *out = f(x, p));
        }
    }
}

/// The general case, row by row; within a row each input either moves on by one element or stays.
fn zip_strided<A, B, U>(a: &[A], b: &[B], out: &mut [U], axes: &[Axis<2>], f: impl Fn(A, B) -> U + Sync)
where
    A: Copy + Sync,
    B: Copy + Sync,
    U: Send,
{
    let rows_per_chunk = (CHUNK / axes[axes.len() - 1].len).max(1);
    for_each_chunk(out, rows_per_chunk * axes[axes.len() - 1].len, |index, out| {
        zip_strided_chunk((a, b), out, axes, index * rows_per_chunk, &f);
    });
}

multiversion! {
    fn zip_strided_chunk<A: Copy, B: Copy, U: Sized, F: Fn(A, B) -> U>(
        inputs: (&[A], &[B]),
        out: &mut [U],
        axes: &[Axis<2>],
        first_row: usize,
        f: &F,
    ) {
        let (a, b) = inputs;
        let (row, outer) = axes.split_last().expect("merge returns at least one axis");
        let rows = out.len() / row.len;
        let mut out = out.chunks_exact_mut(row.len);
        for_each_row(outer, first_row..first_row + rows, |[a_start, b_start]| {
            let Some(out) = out.next() else { return };
            let (a, b) = (&a[a_start as usize..], &b[b_start as usize..]);
            match row.strides {
                [1, 1] => out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (&a, &b))| *out = f(a, b)),
                [1, _] => out.iter_mut().zip(a).for_each(|(out, &a)| *out = f(a, b[0])),
                [_, 1] => out.iter_mut().zip(b).for_each(|(out, &b)| *out = f(a[0], b)),
                _ => out.iter_mut().for_each(|out| *out = f(a[0], b[0])),
            }
        });
    }
}

/// Repeats `x` to `out_shape`.
///
/// # Panics
/// If the shape of `x` cannot be broadcast to `out_shape`, or `out` does not fill it.
pub fn broadcast_to<T: Copy + Send + Sync>(x: View<'_, T>, out: &mut [T], out_shape: &[usize]) {
    zip_broadcast(x, View::new(&[()], &[]), out, out_shape, |x, ()| x);
}

/// Sums `x` over the axes along which `out_shape` would be repeated to give the shape of `x`.
///
/// # Panics
/// If `out_shape` cannot be broadcast to the shape of `x`, or `out` does not fill it.
pub fn sum_to(x: View<'_, f32>, out: &mut [f32], out_shape: &[usize]) {
    assert_eq!(out.len(), out_shape.iter().product::<usize>(), "out does not fill the shape {out_shape:?}");
    let missing = x.shape.len().saturating_sub(out_shape.len());
    let summed: Vec<bool> = broadcast_strides(out_shape, x.shape)
        .zip(x.shape)
        .enumerate()
        .map(|(axis, (stride, &len))| axis < missing || (stride == 0 && len != 1))
        .collect();
    reduce::sum(x, &summed, out);
}

/// The strides of an array of `shape` seen as `out_shape`: 0 where it is repeated.
fn broadcast_strides(shape: &[usize], out_shape: &[usize]) -> impl Iterator<Item = isize> {
    let missing = out_shape.len().checked_sub(shape.len());
    let fits = missing.is_some_and(|m| shape.iter().zip(&out_shape[m..]).all(|(&len, &out)| len == out || len == 1));
    assert!(fits, "{shape:?} cannot be broadcast to {out_shape:?}");
    let own = strides(shape).into_iter().zip(shape).map(|(stride, &len)| if len == 1 { 0 } else { stride });
    std::iter::repeat_n(0, missing.unwrap_or(0)).chain(own.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{SIZES, assert_near, noise, with_any_threads};

    /// The index into an array of `shape` of the element at position `i` of an array of `out_shape`.
    fn twin_index(mut i: usize, shape: &[usize], out_shape: &[usize]) -> usize {
        let missing = out_shape.len() - shape.len();
        let (mut index, mut stride) = (0, 1);
        for axis in (0..out_shape.len()).rev() {
            let position = i % out_shape[axis];
            i /= out_shape[axis];
            if axis >= missing {
                let len = shape[axis - missing];
                index += if len == 1 { 0 } else { position * stride };
                stride *= len;
            }
        }
        index
    }

    fn len(shape: &[usize]) -> usize {
        shape.iter().product()
    }

    /// Checks `zip_broadcast`, `broadcast_to` and `sum_to` against their twins.
    fn check(a_shape: &[usize], b_shape: &[usize], out_shape: &[usize]) {
        let (a, b) = (noise(len(a_shape), 1), noise(len(b_shape), 2));
        let out_len = len(out_shape);
        let out = with_any_threads(|| {
            let mut out = vec![f32::NAN; out_len];
            zip_broadcast(View::new(&a, a_shape), View::new(&b, b_shape), &mut out, out_shape, |a, b| a - 2.0 * b);
            out
        });
        let twin = |i| a[twin_index(i, a_shape, out_shape)] - 2.0 * b[twin_index(i, b_shape, out_shape)];
        assert_eq!(out, (0..out_len).map(twin).collect::<Vec<_>>(), "{a_shape:?} {b_shape:?}");
        for (x, shape) in [(&a, a_shape), (&b, b_shape)] {
            let mut repeated = vec![f32::NAN; out_len];
            broadcast_to(View::new(x, shape), &mut repeated, out_shape);
            let twin = |i| x[twin_index(i, shape, out_shape)];
            assert_eq!(repeated, (0..out_len).map(twin).collect::<Vec<_>>(), "{shape:?} to {out_shape:?}");

            let sums = with_any_threads(|| {
                let mut sums = vec![f32::NAN; x.len()];
                sum_to(View::new(&out, out_shape), &mut sums, shape);
                sums
            });
            let mut twin = vec![0.0; x.len()];
            out.iter().enumerate().for_each(|(i, &v)| twin[twin_index(i, shape, out_shape)] += f64::from(v));
            assert_near(&sums, &twin, 2e-5);
        }
    }

    #[test]
    fn every_pattern_of_repeated_axes_equals_the_twin() {
        check(&[], &[], &[]);
        check(&[1], &[], &[1, 1]);
        check(&[2, 3], &[2, 3], &[2, 3]);
        check(&[5, 1], &[1, 4], &[5, 4]);
        check(&[3, 1, 2, 1, 5], &[4, 1, 3, 1], &[3, 4, 2, 3, 5]);
        check(&[4, 1], &[3, 1, 5], &[3, 4, 5]);
        check(&[1, 1, 3], &[2, 4, 1], &[2, 4, 3]);
        check(&[0, 3], &[3], &[0, 3]);
        check(&[1, 3], &[0, 1], &[0, 3]);
        check(&[2, 1], &[1, 1], &[6, 2, 7]); // the result is larger than both
    }

    #[test]
    fn rows_columns_and_scalars_of_all_sizes_equal_the_twin() {
        for n in SIZES {
            check(&[n], &[], &[n]);
            check(&[1, 1], &[n], &[1, n]);
        }
        for rows in [0, 1, 7, 8, 9, 1023, 1024, 1025, 1639] {
            for cols in [1, 9, 10, 16] {
                check(&[rows, cols], &[cols], &[rows, cols]);
                check(&[1, cols], &[rows, cols], &[rows, cols]);
                check(&[rows, cols], &[rows, 1], &[rows, cols]);
                check(&[rows, 1], &[rows, cols], &[rows, cols]);
            }
        }
        check(&[40, 511], &[511], &[40, 511]);
        check(&[40, 513], &[513], &[40, 513]);
        check(&[2, 1], &[CHUNK + 1], &[2, CHUNK + 1]);
    }

    #[test]
    #[should_panic(expected = "[3] cannot be broadcast to [2, 2]")]
    fn shapes_are_checked() {
        broadcast_to(View::new(&[1, 2, 3], &[3]), &mut [0; 4], &[2, 2]);
    }

    #[test]
    #[should_panic(expected = "cannot be broadcast")]
    fn a_longer_shape_does_not_fit_a_shorter_one() {
        broadcast_to(View::new(&[1, 2], &[1, 2]), &mut [0; 2], &[2]);
    }
}
