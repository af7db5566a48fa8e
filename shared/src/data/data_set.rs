//! Images in rows, with their labels in the two forms that losses and metrics ask for.

use std::iter;

use ndarray::{Array1, Array2};
use rayon::prelude::*;

use super::one_hot;
use crate::{Error, Result};

/// Pixels that one thread converts at a time.
const CHUNK: usize = 1 << 16;

/// Labelled images, one per row. All three arrays have the same number of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct DataSet {
    /// `[n, pixels]`; 784 of them for MNIST, 0 (background) to 1. Pictures of an [`ImageSet`](super::ImageSet) are around 0.
    pub images: Array2<f32>,
    /// `[n, classes]`, one-hot: 1 in the column of the class, 0 elsewhere.
    pub labels: Array2<f32>,
    /// `[n]`, the class of each image as a number from 0.
    pub classes: Array1<i32>,
}

impl DataSet {
    /// A data set of `images` `[n, pixels]` and their `classes` `[n]`, which are numbers below `class_count`.
    ///
    /// ```
    /// # fn main() -> shared::Result<()> {
    /// use ndarray::array;
    /// use shared::data::DataSet;
    ///
    /// let data = DataSet::new(array![[0.1, 0.2], [0.3, 0.4]], array![1, 0], 2)?;
    /// assert_eq!(data.len(), 2);
    /// assert_eq!(data.labels, array![[0.0, 1.0], [1.0, 0.0]]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the numbers of images and classes differ, or a class is not in `0..class_count`.
    pub fn new(images: Array2<f32>, classes: Array1<i32>, class_count: usize) -> Result<DataSet> {
        if images.nrows() != classes.len() {
            return Err(Error::feed("classes")
                .expected(format!("{} classes, one per image", images.nrows()))
                .found(format!("{} classes", classes.len()))
                .help("each row of the images needs its class"));
        }
        let labels = one_hot(&classes, class_count)?;
        Ok(DataSet { images, labels, classes })
    }

    /// The number of images.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether there are no images.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The images at `indices`, in that order, as a data set of their own: the parts of a [`split`](super::split), or
    /// a small set to try things out.
    ///
    /// ```
    /// # fn main() -> shared::Result<()> {
    /// use ndarray::{Array2, array};
    /// use shared::data::{DataSet, split};
    ///
    /// let data = DataSet::new(Array2::zeros((5, 3)), array![0, 1, 2, 3, 4], 5)?;
    /// let [train, test] = split(0..data.len(), [8, 2], 1).map(|indices| data.select(&indices));
    /// assert_eq!((train.len(), test.len()), (4, 1));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// If an index is not below [`len`](DataSet::len).
    #[track_caller]
    pub fn select(&self, indices: &[usize]) -> DataSet {
        DataSet {
            images: gather_rows(&self.images, indices),
            labels: gather_rows(&self.labels, indices),
            classes: indices.iter().map(|&index| self.classes[index]).collect(),
        }
    }

    /// From pixels `[n * pixels_per_image]` and labels `[n]` as they stand in the files; the labels were checked.
    pub(super) fn from_bytes(pixels: &[u8], labels: &[u8], class_count: usize) -> Result<DataSet> {
        let pixels_per_image = pixels.len() / labels.len().max(1);
        let mut values = vec![0.0; pixels.len()];
        values.par_chunks_mut(CHUNK).zip(pixels.par_chunks(CHUNK)).for_each(|(values, pixels)| {
            for (value, &pixel) in iter::zip(values, pixels) {
                *value = f32::from(pixel) / 255.0;
            }
        });
        let images =
            Array2::from_shape_vec((labels.len(), pixels_per_image), values).expect("a whole number of images");
        DataSet::new(images, labels.iter().map(|&label| i32::from(label)).collect(), class_count)
    }
}

/// The rows of `from` `[n, columns]` at `indices`, as `[indices.len(), columns]`.
#[track_caller]
pub(super) fn gather_rows(from: &Array2<f32>, indices: &[usize]) -> Array2<f32> {
    let columns = from.ncols();
    let mut values = Vec::with_capacity(indices.len() * columns);
    match from.as_slice() {
        Some(source) => indices.iter().for_each(|&i| values.extend_from_slice(&source[i * columns..(i + 1) * columns])),
        None => indices.iter().for_each(|&i| values.extend(from.row(i))),
    }
    Array2::from_shape_vec((indices.len(), columns), values).expect("one row per index")
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn bytes_become_values_from_0_to_1() {
        let data = DataSet::from_bytes(&[0, 255, 51, 128], &[1, 0], 2).unwrap();
        assert_eq!(data.images, array![[0.0, 1.0], [51.0 / 255.0, 128.0 / 255.0]]);
        assert_eq!(data.labels, array![[0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(data.classes, array![1, 0]);
        assert!(DataSet::from_bytes(&[], &[], 2).unwrap().is_empty());
    }

    #[test]
    fn rows_are_gathered_from_any_memory_layout() {
        let rows = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
        let transposed_twice = rows.t().as_standard_layout().into_owned().reversed_axes();
        assert!(transposed_twice.as_slice().is_none());
        let expected = array![[5.0, 6.0], [1.0, 2.0], [5.0, 6.0]];
        assert_eq!(gather_rows(&rows, &[2, 0, 2]), expected);
        assert_eq!(gather_rows(&transposed_twice, &[2, 0, 2]), expected);
        assert_eq!(gather_rows(&rows, &[]).dim(), (0, 2));
    }

    #[test]
    fn images_and_classes_must_be_as_many() {
        let error = DataSet::new(Array2::zeros((3, 2)), array![0, 1], 2).unwrap_err().to_string();
        assert!(error.starts_with("classes: expected 3 classes, one per image, found 2 classes"), "{error}");
        let error = DataSet::new(Array2::zeros((1, 2)), array![2], 2).unwrap_err().to_string();
        assert!(error.starts_with("classes[0]: expected a class from 0 to 1, found 2"), "{error}");
    }
}
