//! Walks over an output in order, while the offsets into its inputs follow by strides.
//!
//! Broadcasting (stride 0), permuted axes and slices (stride = step) are all the same walk.

use std::ops::Range;

use super::elementwise::CHUNK;
use super::parallel::for_each_chunk;

/// One axis of the output: its length and how far a step along it moves in each of `N` inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axis<const N: usize> {
    pub len: usize,
    pub strides: [isize; N],
}

/// Drops axes of length 1 and joins neighbours that every input walks in one go, so that the last axis gets long.
///
/// The result has at least one axis.
pub(super) fn merge<const N: usize>(axes: impl IntoIterator<Item = Axis<N>>) -> Vec<Axis<N>> {
    let mut merged: Vec<Axis<N>> = Vec::new();
    for axis in axes.into_iter().filter(|axis| axis.len != 1) {
        match merged.last_mut() {
            Some(last) if (0..N).all(|k| last.strides[k] == axis.strides[k] * axis.len as isize) => {
                *last = Axis { len: last.len * axis.len, strides: axis.strides };
            }
            _ => merged.push(axis),
        }
    }
    if merged.is_empty() {
        merged.push(Axis { len: 1, strides: [1; N] });
    }
    merged
}

/// The strides of an array in memory order: [2, 3, 4] has [12, 4, 1].
pub(super) fn strides(shape: &[usize]) -> Vec<isize> {
    let mut strides = vec![1; shape.len()];
    for i in (1..shape.len()).rev() {
        strides[i - 1] = strides[i] * shape[i] as isize;
    }
    strides
}

/// Calls `visit` with the offsets at which each of `rows` begins; a row is one run along the last axis, `outer` the others.
#[inline(always)]
pub(super) fn for_each_row<const N: usize>(outer: &[Axis<N>], rows: Range<usize>, mut visit: impl FnMut([isize; N])) {
    let mut index = vec![0; outer.len()];
    let mut offsets = [0; N];
    let mut rest = rows.start;
    for (i, axis) in outer.iter().enumerate().rev() {
        index[i] = rest % axis.len;
        rest /= axis.len;
        (0..N).for_each(|k| offsets[k] += index[i] as isize * axis.strides[k]);
    }
    for _ in rows {
        visit(offsets);
        for (axis, index) in outer.iter().zip(&mut index).rev() {
            *index += 1;
            (0..N).for_each(|k| offsets[k] += axis.strides[k]);
            if *index < axis.len {
                break;
            }
            *index = 0;
            (0..N).for_each(|k| offsets[k] -= axis.len as isize * axis.strides[k]);
        }
    }
}

/// Fills `out`, in its order, with the elements of `x` that the walk along `axes` meets from `base` on. Nothing is empty.
pub(super) fn gather<T: Copy + Send + Sync>(x: &[T], base: usize, axes: &[Axis<1>], out: &mut [T]) {
    let (row, outer) = axes.split_last().expect("merge returns at least one axis");
    let rows_per_chunk = (CHUNK / row.len).max(1);
    for_each_chunk(out, rows_per_chunk * row.len, |index, out| {
        let first = index * rows_per_chunk;
        let rows = first..first + out.len() / row.len;
        let mut out = out.chunks_exact_mut(row.len);
        for_each_row(outer, rows, |[offset]| {
            let Some(out) = out.next() else { return };
            let start = base.wrapping_add_signed(offset);
            match row.strides {
                [1] => out.copy_from_slice(&x[start..][..row.len]),
                [stride] => {
                    let mut position = start;
                    for out in out {
                        *out = x[position];
                        position = position.wrapping_add_signed(stride);
                    }
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_that_are_walked_in_one_go_become_one() {
        let axis = |len, a, b| Axis { len, strides: [a, b] };
        assert_eq!(merge([axis(2, 12, 12), axis(3, 4, 4), axis(4, 1, 1)]), [axis(24, 1, 1)]);
        assert_eq!(merge([axis(2, 12, 0), axis(3, 4, 0), axis(4, 1, 1)]), [axis(6, 4, 0), axis(4, 1, 1)]);
        assert_eq!(merge([axis(1, 7, 9), axis(1, 0, 0)]), [axis(1, 1, 1)]);
        assert_eq!(merge([axis(0, 4, 4), axis(4, 1, 1)]), [axis(0, 1, 1)]);
    }

    #[test]
    fn the_walk_can_begin_at_any_row() {
        let outer = [Axis { len: 2, strides: [100, 0] }, Axis { len: 3, strides: [-10, 1] }];
        let mut all = Vec::new();
        for_each_row(&outer, 0..6, |offsets| all.push(offsets));
        assert_eq!(all, [[0, 0], [-10, 1], [-20, 2], [100, 0], [90, 1], [80, 2]]);
        for start in 0..=6 {
            let mut some = Vec::new();
            for_each_row(&outer, start..6, |offsets| some.push(offsets));
            assert_eq!(some, all[start..]);
        }
    }

    #[test]
    fn strides_are_in_memory_order() {
        assert_eq!(strides(&[2, 3, 4]), [12, 4, 1]);
        assert!(strides(&[]).is_empty());
    }
}
