//! Copies a regular part of an array out (a slice with a start and a step per axis), and back into zeros.

use super::broadcast::View;
use super::strided::{Axis, for_each_row, gather, merge, strides};

/// What is taken along one axis: the elements `start`, `start + step`, ..., `len` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The index of the first element.
    pub start: usize,
    /// The distance to the next one; negative to go backwards.
    pub step: isize,
    /// How many elements.
    pub len: usize,
}

/// Copies the elements of `x` that `ranges` (one per axis) select; `out` has the shape of the lengths.
///
/// ```
/// use shared::kernels::{broadcast::View, slice::{Range, slice}};
///
/// let x = View::new(&[1, 2, 3, 4, 5, 6], &[2, 3]);
/// let (second_row, backwards) = (Range { start: 1, step: 1, len: 1 }, Range { start: 2, step: -1, len: 3 });
/// let mut out = [0; 3];
/// slice(x, &[second_row, backwards], &mut out);
/// assert_eq!(out, [6, 5, 4]);
/// ```
///
/// # Panics
/// If a range leaves its axis, or `out` has not one element per selected one.
pub fn slice<T: Copy + Send + Sync>(x: View<'_, T>, ranges: &[Range], out: &mut [T]) {
    let (base, axes) = selection(x.shape, ranges, out.len());
    if !out.is_empty() {
        gather(x.data, base, &merge(axes), out);
    }
}

/// The transpose of [`slice()`], and its gradient: `out`, of shape `shape`, is 0 except where `ranges` select, where it is `x`.
///
/// # Panics
/// If a range leaves its axis, or the lengths do not fit.
pub fn unslice(x: &[f32], ranges: &[Range], out: &mut [f32], shape: &[usize]) {
    assert_eq!(out.len(), shape.iter().product::<usize>(), "unslice: out does not fill the shape {shape:?}");
    let (base, axes) = selection(shape, ranges, x.len());
    out.fill(0.0);
    if x.is_empty() {
        return;
    }
    let axes = merge(axes);
    let (row, outer) = axes.split_last().expect("merge returns at least one axis");
    let mut x = x.chunks_exact(row.len);
    for_each_row(outer, 0..x.len(), |[offset]| {
        let Some(x) = x.next() else { return };
        let mut position = base.wrapping_add_signed(offset);
        for &v in x {
            out[position] = v;
            position = position.wrapping_add_signed(row.strides[0]);
        }
    });
}

/// The offset of the first selected element in an array of `shape`, and the walk over the others.
fn selection(shape: &[usize], ranges: &[Range], selected: usize) -> (usize, Vec<Axis<1>>) {
    assert_eq!(ranges.len(), shape.len(), "slice: one range per axis");
    assert_eq!(selected, ranges.iter().map(|range| range.len).product::<usize>(), "slice: wrong number of elements");
    for (range, &len) in ranges.iter().zip(shape).filter(|(range, _)| range.len > 0) {
        let last = range.start as isize + (range.len as isize - 1) * range.step;
        let inside = range.start < len && (0..len as isize).contains(&last);
        assert!(inside, "slice: {range:?} leaves an axis of length {len}");
    }
    let walk = strides(shape).into_iter().zip(ranges);
    let base = walk.clone().map(|(stride, range)| stride as usize * range.start).sum();
    (base, walk.map(|(stride, range)| Axis { len: range.len, strides: [stride * range.step] }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::elementwise::CHUNK;
    use crate::kernels::twin::{noise, with_any_threads};

    /// The indices of the selected elements, in order.
    fn twin(shape: &[usize], ranges: &[Range]) -> Vec<usize> {
        let mut indices = vec![0];
        for (range, &len) in ranges.iter().zip(shape) {
            let positions = (0..range.len).map(|k| (range.start as isize + k as isize * range.step) as usize);
            indices = indices.iter().flat_map(|&i| positions.clone().map(move |p| i * len + p)).collect();
        }
        indices
    }

    fn check(shape: &[usize], ranges: &[(usize, isize, usize)]) {
        let ranges: Vec<_> = ranges.iter().map(|&(start, step, len)| Range { start, step, len }).collect();
        let x = noise(shape.iter().product(), 1);
        let indices = twin(shape, &ranges);
        let part = with_any_threads(|| {
            let mut out = vec![f32::NAN; indices.len()];
            slice(View::new(&x, shape), &ranges, &mut out);
            out
        });
        assert_eq!(part, indices.iter().map(|&i| x[i]).collect::<Vec<_>>(), "{shape:?} {ranges:?}");
        let mut back = vec![f32::NAN; x.len()];
        unslice(&part, &ranges, &mut back, shape);
        let mut expected = vec![0.0; x.len()];
        indices.iter().for_each(|&i| expected[i] = x[i]);
        assert_eq!(back, expected);
    }

    #[test]
    fn starts_steps_and_lengths_equal_the_twin() {
        check(&[], &[]);
        check(&[5], &[(0, 1, 5)]);
        check(&[5], &[(4, -2, 3)]);
        check(&[5], &[(5, 1, 0)]);
        check(&[0, 3], &[(0, 1, 0), (1, 1, 2)]);
        check(&[4, 6], &[(1, 1, 2), (0, 1, 6)]);
        check(&[4, 6], &[(0, 3, 2), (5, -1, 6)]);
        check(&[3, 4, 5], &[(2, -1, 3), (1, 2, 2), (3, 1, 1)]);
        for n in [CHUNK - 1, CHUNK, CHUNK + 1] {
            check(&[n + 2, 3], &[(1, 1, n), (0, 2, 2)]);
            check(&[3, n + 2], &[(0, 1, 3), (n + 1, -1, n)]);
        }
    }

    #[test]
    #[should_panic(expected = "leaves an axis of length 3")]
    fn ranges_are_checked() {
        slice(View::new(&[1, 2, 3], &[3]), &[Range { start: 1, step: 1, len: 3 }], &mut [0; 3]);
    }
}
