//! Lesson 1: pictures as arrays. The parts of the program in `main.rs` that exercises and tests use too.

use std::any::type_name;

use ndarray::{Array, Array4, ArrayView, ArrayView3, Axis, Dimension, s, stack};

/// The head of a table whose lines [`summary`] makes.
pub fn summary_head() -> String {
    format!("{:<28}{:<13}{:>4}{:>9}{:>9}{:>9}{:>9}", "", "shape", "type", "min", "max", "mean", "std")
}

/// One line about an array: its shape and element type, its lowest, highest and mean value, its standard deviation.
///
/// ```
/// use lesson01_images::summary;
/// use ndarray::array;
///
/// let line = summary("two by two", array![[1u8, 2], [3, 6]].view());
/// assert_eq!(line, "two by two                  [2, 2]         u8     1.00     6.00     3.00     1.87");
/// ```
pub fn summary<A: Copy + Into<f64>, D: Dimension>(name: &str, array: ArrayView<'_, A, D>) -> String {
    let values = array.mapv(|value| -> f64 { value.into() });
    let (min, max) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), &v| (v.min(min), v.max(max)));
    let numbers = [min, max, values.mean().unwrap_or(f64::NAN), values.std(0.0)];
    // Adding 0 turns a -0, left by rounding, into 0.
    let [min, max, mean, std] = numbers.map(|number| (100.0 * number).round() / 100.0 + 0.0);
    let shape = format!("{:?}", array.shape());
    format!("{name:<28}{shape:<13}{:>4}{min:>9.2}{max:>9.2}{mean:>9.2}{std:>9.2}", type_name::<A>())
}

/// Cuts an image `[height, width, channels]` into `n` x `n` fragments of equal size, row by row:
/// `[n * n, height / n, width / n, channels]`. Rows and columns that are left over at the end belong to no fragment.
///
/// ```
/// use lesson01_images::fragments;
/// use ndarray::{Array3, array};
///
/// let image = Array3::from_shape_fn((2, 4, 1), |(y, x, _)| (10 * y + x) as u8);
/// assert_eq!(fragments(image.view(), 2).row_sums(), [0 + 1, 2 + 3, 10 + 11, 12 + 13]);
/// # trait RowSums { fn row_sums(&self) -> Vec<u8>; }
/// # impl RowSums for ndarray::Array4<u8> {
/// #     fn row_sums(&self) -> Vec<u8> { self.outer_iter().map(|fragment| fragment.sum()).collect() }
/// # }
/// ```
///
/// # Panics
/// If `n` is 0.
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

/// Shifts and scales the values to mean 0 and standard deviation 1: `(x - mean(x)) / std(x)`. If all values are
/// equal, there is no spread to scale, and all become 0.
///
/// ```
/// use lesson01_images::zero_center;
/// use ndarray::array;
///
/// assert_eq!(zero_center(array![1.0, 3.0].view()), array![-1.0, 1.0]);
/// assert_eq!(zero_center(array![7.0, 7.0].view()), array![0.0, 0.0]);
/// ```
pub fn zero_center<D: Dimension>(values: ArrayView<'_, f32, D>) -> Array<f32, D> {
    let Some(mean) = values.mean() else { return values.to_owned() };
    let std = values.std(0.0);
    let centered = values.mapv(|value| value - mean);
    if std > 0.0 { centered / std } else { centered }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, array};

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
    fn zero_centred_values_have_mean_0_and_deviation_1() {
        let values = Array3::from_shape_fn((28, 28, 3), |(y, x, c)| ((y * x + c) % 256) as f32);
        let centered = zero_center(values.view());
        assert!(centered.mean().unwrap().abs() < 1e-5);
        assert!((centered.std(0.0) - 1.0).abs() < 1e-5);
        assert_eq!(zero_center(ndarray::Array1::zeros(0).view()).len(), 0);
    }

    #[test]
    fn a_summary_shows_the_element_type() {
        assert!(summary("as f32", array![0.5f32, 1.5].view()).contains(" f32     0.50     1.50     1.00     0.50"));
    }
}
