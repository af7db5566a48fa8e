//! A picture, cut into fragments of equal size.

use ndarray::{Array4, ArrayView3, Axis, s, stack};

/// Cuts an image `[height, width, channels]` into `n` x `n` fragments of equal size, row by row:
/// `[n * n, height / n, width / n, channels]`. Rows and columns that are left over at the end belong to no fragment.
///
/// ```
/// use lesson01_images::fragments;
/// use ndarray::{Axis, array};
///
/// let image = array![[[0], [1], [2], [3]], [[10], [11], [12], [13]]]; // [2, 4, 1]
/// let pieces = fragments(image.view(), 2); // [4, 1, 2, 1]
/// assert_eq!(pieces.index_axis(Axis(0), 1), array![[[2], [3]]]);
/// assert_eq!(pieces.index_axis(Axis(0), 2), array![[[10], [11]]]);
/// ```
///
/// # Panics
/// If `n` is 0.
#[expect(clippy::expect_used, reason = "all fragments have one shape")]
#[track_caller]
pub fn fragments(image: ArrayView3<'_, u8>, n: usize) -> Array4<u8> {
    assert!(n > 0, "fragments: expected at least 1 fragment across, found 0");
    let (height, width) = (image.dim().0 / n, image.dim().1 / n);
    let fragment = |i: usize| {
        let (row, col) = (i / n, i % n);
        image.slice_move(s![row * height..(row + 1) * height, col * width..(col + 1) * width, ..])
    };
    let views: Vec<_> = (0..n * n).map(fragment).collect();
    stack(Axis(0), &views).expect("all fragments have one shape")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    #[test]
    fn fragments_put_together_again_are_the_image() {
        let image = Array3::from_shape_fn((28, 28, 3), |(y, x, c)| (y * 7 + x * 3 + c) as u8);
        let pieces = fragments(image.view(), 4);
        assert_eq!(pieces.dim(), (16, 7, 7, 3));
        for ((y, x, c), &value) in image.indexed_iter() {
            assert_eq!(pieces[[y / 7 * 4 + x / 7, y % 7, x % 7, c]], value);
        }
    }

    #[test]
    fn what_does_not_divide_is_left_over() {
        assert_eq!(fragments(Array3::zeros((10, 9, 3)).view(), 4).dim(), (16, 2, 2, 3));
        assert_eq!(fragments(Array3::zeros((3, 3, 3)).view(), 4).dim(), (16, 0, 0, 3));
    }

    #[test]
    #[should_panic(expected = "fragments: expected at least 1 fragment across, found 0")]
    fn no_fragments_are_the_callers_mistake() {
        fragments(Array3::zeros((3, 3, 3)).view(), 0);
    }
}
