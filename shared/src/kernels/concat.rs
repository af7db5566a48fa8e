//! Joins arrays along one axis. The transpose, and the gradient, is one [`slice`](super::slice) per array.

use super::broadcast::View;

/// Joins `parts`, whose shapes differ at most in `axis`, along that axis.
///
/// ```
/// use shared::kernels::{broadcast::View, concat::concat};
///
/// let (left, right) = (View::new(&[1, 2, 3, 4], &[2, 2]), View::new(&[5, 6], &[2, 1]));
/// let mut out = [0; 6];
/// concat(&[left, right], 1, &mut out);
/// assert_eq!(out, [1, 2, 5, 3, 4, 6]);
/// ```
///
/// # Panics
/// If the shapes do not fit together, or `out` has not as many elements as all parts.
pub fn concat<T: Copy>(parts: &[View<'_, T>], axis: usize, out: &mut [T]) {
    let Some(first) = parts.first() else {
        assert!(out.is_empty(), "concat: no parts, but {} elements to fill", out.len());
        return;
    };
    for part in parts {
        let others = |shape: &[usize]| [&shape[..axis], &shape[axis + 1..]].concat();
        let fits = part.shape.len() == first.shape.len() && others(part.shape) == others(first.shape);
        assert!(fits, "concat: {:?} does not fit {:?} along axis {axis}", part.shape, first.shape);
    }
    assert_eq!(out.len(), parts.iter().map(|part| part.data.len()).sum::<usize>(), "concat: out has the wrong length");

    // Everything from `axis` on is one run of memory in each part; the runs of the parts take turns.
    let run = |part: &View<'_, T>| part.shape[axis..].iter().product::<usize>();
    let runs: usize = first.shape[..axis].iter().product();
    let mut rest = out;
    for i in 0..runs {
        for part in parts {
            let (target, after) = rest.split_at_mut(run(part));
            target.copy_from_slice(&part.data[i * run(part)..][..run(part)]);
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::noise;

    fn check(outer: usize, lens: &[usize], inner: usize) {
        let data: Vec<_> = lens.iter().map(|len| noise(outer * len * inner, *len as u32)).collect();
        let shapes: Vec<_> = lens.iter().map(|&len| [outer, len, inner]).collect();
        let parts: Vec<_> = data.iter().zip(&shapes).map(|(data, shape)| View::new(data, shape)).collect();
        let mut expected = Vec::new();
        for i in 0..outer {
            for (data, len) in data.iter().zip(lens) {
                (0..len * inner).for_each(|k| expected.push(data[i * len * inner + k]));
            }
        }
        let mut out = vec![f32::NAN; expected.len()];
        concat(&parts, 1, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn runs_take_turns_as_in_the_twin() {
        for outer in [0, 1, 7] {
            for inner in [0, 1, 9] {
                check(outer, &[3], inner);
                check(outer, &[1, 0, 8], inner);
                check(outer, &[2, 2, 5, 1], inner);
            }
        }
        concat::<f32>(&[], 0, &mut []);
    }

    #[test]
    #[should_panic(expected = "concat: [2, 1] does not fit [1, 2] along axis 0")]
    fn shapes_are_checked() {
        concat(&[View::new(&[1, 2], &[1, 2]), View::new(&[3, 4], &[2, 1])], 0, &mut [0; 4]);
    }
}
