//! Sums, maxima and minima along any axes.
//!
//! A sum of a million `f32`, added one after another, loses three of its seven digits. Here many short partial sums run side
//! by side and are then added in pairs: faster, because they fill the vector registers, and exact to about the last digit.
//! Which elements share a partial sum depends on the shape only, so the bits are the same for any number of threads.

use super::broadcast::View;
use super::elementwise::CHUNK;
use super::multiversion::multiversion;
use super::parallel::for_each_chunk;

/// Makes one number of two; associative, so that partial results can be formed in any grouping.
trait Combine: Fn(f32, f32) -> f32 + Copy + Sync {}
impl<F: Fn(f32, f32) -> f32 + Copy + Sync> Combine for F {}

/// A way to reduce two numbers to one, and the number that changes nothing.
#[derive(Clone, Copy)]
struct Fold<F> {
    identity: f32,
    combine: F,
}

/// Sums along the axes that are marked `true`; the others keep their order. The sum of nothing is 0.
///
/// ```
/// use shared::kernels::{broadcast::View, reduce::sum};
///
/// let x = View::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 3]);
/// let mut columns = [0.0; 3];
/// sum(x, &[true, false], &mut columns);
/// assert_eq!(columns, [5.0, 7.0, 9.0]);
/// ```
///
/// # Panics
/// If `axes` has not one mark per axis, or `out` not one element per combination of the kept axes.
pub fn sum(x: View<'_, f32>, axes: &[bool], out: &mut [f32]) {
    reduce(x, axes, out, Fold { identity: 0.0, combine: |a: f32, b: f32| a + b });
}

/// The largest elements along the marked axes, see [`sum`]. NaN if one of them is NaN; -infinity for no elements.
///
/// # Panics
/// As [`sum`].
pub fn max(x: View<'_, f32>, axes: &[bool], out: &mut [f32]) {
    reduce(x, axes, out, Fold { identity: f32::NEG_INFINITY, combine: larger });
}

/// The smallest elements along the marked axes, see [`sum`]. NaN if one of them is NaN; infinity for no elements.
///
/// # Panics
/// As [`sum`].
pub fn min(x: View<'_, f32>, axes: &[bool], out: &mut [f32]) {
    reduce(
        x,
        axes,
        out,
        Fold { identity: f32::INFINITY, combine: |a: f32, b: f32| if (a < b) | a.is_nan() { a } else { b } },
    );
}

/// The larger of two numbers, NaN if one of them is.
#[inline(always)]
pub(super) fn larger(a: f32, b: f32) -> f32 {
    if (a > b) | a.is_nan() { a } else { b }
}

/// Axes are joined to alternating groups of kept and reduced ones; each pass removes the last reduced group.
fn reduce<F: Combine>(x: View<'_, f32>, axes: &[bool], out: &mut [f32], fold: Fold<F>) {
    assert_eq!(axes.len(), x.shape.len(), "reduce: one mark per axis");
    let kept: usize = x.shape.iter().zip(axes).filter(|(_, reduced)| !**reduced).map(|(len, _)| len).product();
    assert_eq!(out.len(), kept, "reduce: out has the wrong length");
    if x.data.is_empty() {
        out.fill(fold.identity);
        return;
    }
    let mut groups: Vec<(usize, bool)> = Vec::new();
    for (&len, &reduced) in x.shape.iter().zip(axes).filter(|(len, _)| **len != 1) {
        match groups.last_mut() {
            Some(last) if last.1 == reduced => last.0 *= len,
            _ => groups.push((len, reduced)),
        }
    }
    let mut partial: Option<Vec<f32>> = None;
    while let Some(last) = groups.iter().rposition(|group| group.1) {
        let size = |groups: &[(usize, bool)]| groups.iter().map(|group| group.0).product::<usize>();
        let (inner, n) = (size(&groups[last + 1..]), groups[last].0);
        groups.remove(last);
        let input = partial.as_deref().unwrap_or(x.data);
        if groups.iter().all(|group| !group.1) {
            return reduce_middle(input, [n, inner], out, fold);
        }
        let mut next = vec![fold.identity; size(&groups)];
        reduce_middle(input, [n, inner], &mut next, fold);
        partial = Some(next);
    }
    out.copy_from_slice(x.data);
}

/// The widest row of partial results on the stack, in elements.
const WIDTH: usize = 512;

/// x: [outer, n, inner] -> out: [outer, inner]. Nothing is empty.
fn reduce_middle<F: Combine>(x: &[f32], [n, inner]: [usize; 2], out: &mut [f32], fold: Fold<F>) {
    let block = n * inner;
    if block <= CHUNK {
        let blocks = CHUNK / block;
        for_each_chunk(out, blocks * inner, |index, out| {
            reduce_blocks(&x[index * blocks * block..][..out.len() * n], [n, inner], out, &fold);
        });
        return;
    }
    for (x, out) in x.chunks_exact(block).zip(out.chunks_exact_mut(inner)) {
        if inner <= WIDTH {
            reduce_tall(x, out, fold);
        } else {
            let cols = WIDTH * (CHUNK / (WIDTH * n)).max(1);
            for_each_chunk(out, cols, |index, out| reduce_columns(x, [index * cols, inner], out, &fold));
        }
    }
}

/// x: [n, inner] with large n -> out: [inner]. The rows are cut into chunks, whose results are combined in pairs.
fn reduce_tall<F: Combine>(x: &[f32], out: &mut [f32], fold: Fold<F>) {
    let inner = out.len();
    let chunk_len = CHUNK / inner * inner;
    let mut partials = vec![fold.identity; x.len().div_ceil(chunk_len) * inner];
    for_each_chunk(&mut partials, inner, |index, partial| {
        let start = index * chunk_len;
        let x = &x[start..x.len().min(start + chunk_len)];
        reduce_blocks(x, [x.len() / inner, inner], partial, &fold);
    });
    let mut rows = partials.len() / inner;
    while rows > 1 {
        let half = rows.div_ceil(2);
        let (low, high) = partials[..rows * inner].split_at_mut(half * inner);
        low.iter_mut().zip(high).for_each(|(low, high)| *low = (fold.combine)(*low, *high));
        rows = half;
    }
    out.copy_from_slice(&partials[..inner]);
}

multiversion! {
    /// x: [blocks, n, inner] -> out: [blocks, inner], on one thread.
    fn reduce_blocks<F: Combine>(x: &[f32], sizes: [usize; 2], out: &mut [f32], fold: &Fold<F>) {
        let [n, inner] = sizes;
        for (x, out) in x.chunks_exact(n * inner).zip(out.chunks_exact_mut(inner)) {
            if inner == 1 {
                out[0] = fold_slice(x, fold);
            } else if inner <= WIDTH / 2 {
                fold_narrow_rows(x, out, fold);
            } else {
                out.fill(fold.identity);
                x.chunks_exact(inner).for_each(|row| combine_into(out, row, fold));
            }
        }
    }
}

multiversion! {
    /// x: [n, inner], of which the columns from `from` on -> out, on one thread. Groups of 64 rows keep long sums exact.
    fn reduce_columns<F: Combine>(x: &[f32], from_inner: [usize; 2], out: &mut [f32], fold: &Fold<F>) {
        let [from, inner] = from_inner;
        for (block, out) in out.chunks_mut(WIDTH).enumerate() {
            let first = from + block * WIDTH;
            out.fill(fold.identity);
            for rows in x.chunks(64 * inner) {
                let mut partial = [fold.identity; WIDTH];
                let partial = &mut partial[..out.len()];
                rows.chunks_exact(inner).for_each(|row| combine_into(partial, &row[first..][..partial.len()], fold));
                combine_into(out, partial, fold);
            }
        }
    }
}

/// `into[i] = combine(into[i], row[i])`.
#[inline(always)]
fn combine_into<F: Combine>(into: &mut [f32], row: &[f32], fold: &Fold<F>) {
    into.iter_mut().zip(row).for_each(|(into, &v)| *into = (fold.combine)(*into, v));
}

/// x: [n, inner] with inner <= 256 -> out: [inner]. Several rows at a time are one wide row of partial results.
#[inline(always)]
fn fold_narrow_rows<F: Combine>(x: &[f32], out: &mut [f32], fold: &Fold<F>) {
    let inner = out.len();
    let wide = WIDTH / inner * inner;
    out.fill(fold.identity);
    let rows = x.chunks_exact(wide);
    let rest = rows.remainder();
    if x.len() >= wide {
        let mut partial = [fold.identity; WIDTH];
        rows.for_each(|row| combine_into(&mut partial[..wide], row, fold));
        partial[..wide].chunks_exact(inner).for_each(|row| combine_into(out, row, fold));
    }
    rest.chunks_exact(inner).for_each(|row| combine_into(out, row, fold));
}

/// The sum of one run of elements, for kernels that need it inside a loop of their own.
#[inline(always)]
pub(super) fn sum_slice(x: &[f32]) -> f32 {
    fold_slice(x, &Fold { identity: 0.0, combine: |a: f32, b: f32| a + b })
}

/// The fold of one run of elements: 32 side by side, and every 1024 elements into a second set of results.
#[inline(always)]
fn fold_slice<F: Combine>(x: &[f32], fold: &Fold<F>) -> f32 {
    const LANES: usize = 32;
    if x.len() < LANES {
        return x.iter().fold(fold.identity, |a, &b| (fold.combine)(a, b));
    }
    let mut total = [fold.identity; LANES];
    for part in x.chunks(1024) {
        let mut lanes = [fold.identity; LANES];
        let (rows, rest) = part.as_chunks::<LANES>();
        for row in rows {
            // Not `lanes = from_fn(...)`: the compiler then made single values of the 32, and `max` took 3.8 times as long.
            combine_into(&mut lanes, row, fold);
        }
        combine_into(&mut lanes, rest, fold);
        combine_into(&mut total, &lanes, fold);
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        let (low, high) = total.split_at_mut(width);
        combine_into(low, high, fold);
    }
    total[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{SIZES, assert_near, noise, with_any_threads};

    type Kernel = fn(View<'_, f32>, &[bool], &mut [f32]);
    type Twin = fn(f64, f64) -> f64;

    /// The fold in memory order, in double precision.
    fn twin(x: View<'_, f32>, axes: &[bool], identity: f64, combine: Twin) -> Vec<f64> {
        let kept: usize = x.shape.iter().zip(axes).map(|(&len, &reduced)| if reduced { 1 } else { len }).product();
        let mut out = vec![identity; kept];
        for (i, &v) in x.data.iter().enumerate() {
            let (mut rest, mut index, mut stride) = (i, 0, 1);
            for (&len, &reduced) in x.shape.iter().zip(axes).rev() {
                if !reduced {
                    index += rest % len * stride;
                    stride *= len;
                }
                rest /= len;
            }
            out[index] = combine(out[index], f64::from(v));
        }
        out
    }

    fn check(shape: &[usize], axes: &[bool]) {
        let data = noise(shape.iter().product(), 1);
        let x = View::new(&data, shape);
        let folds: [(Kernel, f64, Twin); 3] =
            [(sum, 0.0, |a, b| a + b), (max, f64::NEG_INFINITY, f64::max), (min, f64::INFINITY, f64::min)];
        for (kernel, identity, combine) in folds {
            let expected = twin(x, axes, identity, combine);
            let actual = with_any_threads(|| {
                let mut out = vec![f32::NAN; expected.len()];
                kernel(x, axes, &mut out);
                out
            });
            if expected.contains(&identity) && identity != 0.0 {
                assert!(actual.iter().all(|&v| f64::from(v) == identity));
            } else {
                assert_near(&actual, &expected, 1e-5);
            }
        }
    }

    #[test]
    fn any_set_of_axes_equals_the_twin() {
        for mask in 0..16 {
            let axes: Vec<bool> = (0..4).map(|axis| mask >> axis & 1 == 1).collect();
            for shape in [[2, 3, 4, 5], [1, 7, 1, 9], [3, 1, 40, 33], [2, 0, 3, 1], [30, 40, 2, 17]] {
                check(&shape, &axes);
            }
        }
        check(&[], &[]);
    }

    #[test]
    fn rows_and_columns_of_all_sizes_equal_the_twin() {
        for n in SIZES {
            check(&[n], &[true]);
            check(&[n], &[false]);
            check(&[n, 3], &[true, false]);
            check(&[3, n], &[true, false]);
            check(&[3, n], &[false, true]);
        }
        for cols in [2, 10, 16, 255, 256, 257, 511, 512, 513, 1025] {
            for rows in [1, 31, 65, 200] {
                check(&[rows, cols], &[true, false]);
                check(&[2, rows, cols], &[false, true, false]);
            }
        }
    }

    #[test]
    fn a_mean_of_a_million_values_keeps_its_digits() {
        let x: Vec<f32> = noise(1_000_000, 9).iter().map(|x| x + 3.0).collect();
        let exact: f64 = x.iter().copied().map(f64::from).sum();
        for shape in [[1_000_000, 1], [62_500, 16], [15_625, 64], [1_000, 1_000]] {
            let mut columns = vec![0.0; shape[1]];
            sum(View::new(&x, &shape), &[true, false], &mut columns);
            let mut total = [0.0];
            sum(View::new(&columns, &[shape[1]]), &[true], &mut total);
            assert!((f64::from(total[0]) / exact - 1.0).abs() < 3e-7, "{shape:?}: {} for {exact}", total[0]);
        }
    }

    #[test]
    fn nan_is_never_lost() {
        for position in [0, 5, 31, 32, 1000, 2 * CHUNK] {
            let mut x = noise(2 * CHUNK + 1, 2);
            x[position] = f32::NAN;
            for kernel in [sum as Kernel, max, min] {
                let mut out = [0.0];
                kernel(View::new(&x, &[x.len()]), &[true], &mut out);
                assert!(out[0].is_nan());
            }
        }
    }
}
