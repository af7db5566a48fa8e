//! Images in rows, with their labels in the two forms that losses and metrics ask for.

use ndarray::{Array1, Array2};

use super::images::gather_rows;
use super::{Images, one_hot};
use crate::{Error, Result};

/// Labelled images, one per row. All three arrays have the same number of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct DataSet {
    /// `[n, pixels]`; 784 of them for MNIST, 0 (background) to 1. Pictures of an [`ImageSet`](super::ImageSet) are around 0.
    /// To be read as an `Array2<f32>`; see [`Images`].
    pub images: Images,
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
    pub fn new(images: impl Into<Images>, classes: Array1<i32>, class_count: usize) -> Result<DataSet> {
        let images = images.into();
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
    #[expect(
        clippy::indexing_slicing,
        reason = "an index that is too high is the mistake of the caller, as documented"
    )]
    #[track_caller]
    pub fn select(&self, indices: &[usize]) -> DataSet {
        DataSet {
            images: self.images.select(indices),
            labels: gather_rows(&self.labels, indices),
            classes: indices.iter().map(|&index| self.classes[index]).collect(),
        }
    }

    /// A text of 16 hexadecimal digits that stands for the images and their classes: a training that goes on where another
    /// stopped must have the same.
    pub fn fingerprint(&self) -> String {
        let mut fingerprint = self.images.fingerprint();
        self.classes.iter().for_each(|class| fingerprint.add(u64::from(class.cast_unsigned())));
        fingerprint.to_string()
    }

    /// From pixels `[n * pixels_per_image]` and labels `[n]` as they stand in the files; the labels were checked.
    pub(super) fn from_bytes(pixels: Vec<u8>, labels: &[u8], class_count: usize) -> Result<DataSet> {
        let pixels_per_image = pixels.len() / labels.len().max(1);
        let images = Images::from_bytes(pixels, (labels.len(), pixels_per_image));
        DataSet::new(images, labels.iter().map(|&label| i32::from(label)).collect(), class_count)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn bytes_become_values_from_0_to_1() {
        let data = DataSet::from_bytes(vec![0, 255, 51, 128], &[1, 0], 2).unwrap();
        assert_eq!(*data.images, array![[0.0, 1.0], [51.0 / 255.0, 128.0 / 255.0]]);
        assert_eq!(data.labels, array![[0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(data.classes, array![1, 0]);
        assert!(DataSet::from_bytes(Vec::new(), &[], 2).unwrap().is_empty());
    }

    #[test]
    fn images_and_classes_must_be_as_many() {
        let error = DataSet::new(Array2::zeros((3, 2)), array![0, 1], 2).unwrap_err().to_string();
        assert!(error.starts_with("classes: expected 3 classes, one per image, found 2 classes"), "{error}");
        let error = DataSet::new(Array2::zeros((1, 2)), array![2], 2).unwrap_err().to_string();
        assert!(error.starts_with("classes[0]: expected a class from 0 to 1, found 2"), "{error}");
    }
}
