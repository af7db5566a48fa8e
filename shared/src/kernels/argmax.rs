//! The index of the largest element along one axis: the class that a network votes for.

use super::broadcast::View;
use super::elementwise::CHUNK;
use super::parallel::for_each_chunk;

/// The index of the largest element along `axis`: the first one among equals.
///
/// As in NumPy, NaN counts as larger than all numbers: the index of the first NaN shows where a training went wrong.
///
/// ```
/// use shared::kernels::{argmax::argmax, broadcast::View};
///
/// let logits = View::new(&[0.1, 0.7, 0.2, 0.5, 0.0, 0.5], &[2, 3]);
/// let mut classes = [0; 2];
/// argmax(logits, 1, &mut classes);
/// assert_eq!(classes, [1, 0]);
/// ```
///
/// # Panics
/// If there is no such axis, it is empty while `out` is not, or `out` has not one element per combination of the other axes.
pub fn argmax(x: View<'_, f32>, axis: usize, out: &mut [i32]) {
    let n = x.shape[axis];
    let inner: usize = x.shape[axis + 1..].iter().product();
    let outer: usize = x.shape[..axis].iter().product();
    assert_eq!(out.len(), outer * inner, "argmax: out has the wrong length");
    assert!(n > 0 || out.is_empty(), "argmax: axis {axis} is empty");
    let chunk_len = (CHUNK / n.max(1)).max(1);
    for_each_chunk(out, chunk_len, |index, out| {
        for (i, out) in out.iter_mut().enumerate() {
            let i = index * chunk_len + i;
            *out = first_largest(x.data[i / inner * n * inner + i % inner..].iter().step_by(inner).take(n));
        }
    });
}

fn first_largest<'a>(values: impl Iterator<Item = &'a f32>) -> i32 {
    let (mut best, mut best_index) = (f32::NEG_INFINITY, 0);
    for (i, &v) in values.enumerate() {
        if v > best || (v.is_nan() && !best.is_nan()) {
            (best, best_index) = (v, i as i32);
        }
    }
    best_index
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::noise;

    #[test]
    fn argmax_takes_the_first_of_equals_and_the_first_nan() {
        let arg = |row: &[f32]| {
            let mut out = [-1];
            argmax(View::new(row, &[row.len()]), 0, &mut out);
            out[0]
        };
        assert_eq!(arg(&[1.0, 3.0, 3.0]), 1);
        assert_eq!(arg(&[f32::NEG_INFINITY; 3]), 0);
        assert_eq!(arg(&[5.0, f32::NAN, 9.0, f32::NAN]), 1);
        assert_eq!(arg(&[2.0]), 0);
    }

    #[test]
    fn argmax_along_any_axis_equals_the_twin() {
        for shape in [[2, 3, 4], [1, 1, 1], [7, 10, 1], [300, 10, 9], [0, 2, 2]] {
            let data: Vec<f32> = noise(shape.iter().product(), 4).iter().map(|x| (x * 5.0).round()).collect();
            for axis in (0..3).filter(|&axis| shape[axis] > 0) {
                let inner: usize = shape[axis + 1..].iter().product();
                let mut out = vec![-1; data.len() / shape[axis]];
                argmax(View::new(&data, &shape), axis, &mut out);
                for (i, &found) in out.iter().enumerate() {
                    let at = |k: usize| data[i / inner * shape[axis] * inner + k * inner + i % inner];
                    let best = (0..shape[axis]).map(at).fold(f32::NEG_INFINITY, f32::max);
                    assert_eq!((0..shape[axis]).position(|k| at(k) == best), Some(found as usize));
                }
            }
        }
        argmax(View::new(&[], &[0, 0]), 1, &mut []);
    }
}
