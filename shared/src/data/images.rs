//! The images of a data set: bytes as long as nobody wants more than batches of them, an array of `f32` for everybody else.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use ndarray::{Array2, ArrayView2, CowArray, IxDyn};
use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use crate::element::Values;
use crate::feed::Feedable;
use crate::kernels::bytes::from_0_to_1;
use crate::kernels::fetch_ahead::fetch_ahead;
use crate::model::SampleArray;

/// So many images before it is read, each image of a batch is asked for: they lie anywhere in memory.
const AHEAD: usize = 4;

/// Pixels that one thread converts at a time.
const CHUNK: usize = 1 << 16;

/// Images in rows, `[n, pixels]`: an `Array2<f32>` for whoever reads them, with all of its methods.
///
/// Images of files stay bytes, a quarter of the memory: the 70,000 of MNIST are 55 MB instead of 220. A
/// [batch](super::DataSet::batches) and a [selection](super::DataSet::select) read the bytes. The whole array is made
/// when it is first asked for, by `images.view()`, `images.row(0)` or `feed![x => set.images]`, and kept from then on;
/// for some rows of a large set, [`gather`](Images::gather) does without it. A pixel is its byte divided by 255, with
/// the same bits either way.
///
/// ```
/// use ndarray::{Array1, array};
/// use shared::data::{DataSet, Images};
///
/// let images = Images::from(array![[0.0, 0.5], [1.0, 0.25]]);
/// assert_eq!(images.dim(), (2, 2));
/// assert_eq!(images.row(1).sum(), 1.25);
/// let data = DataSet::new(images, Array1::zeros(2), 1)?;
/// assert_eq!(data.select(&[1]).images[[0, 1]], 0.25);
/// # Ok::<(), shared::Error>(())
/// ```
#[derive(Clone)]
pub struct Images {
    /// The pixels of all rows, if they came as bytes.
    bytes: Option<Vec<u8>>,
    dim: (usize, usize),
    /// `[n, pixels]`: from the beginning if there are no bytes, else made of them when first asked for.
    values: OnceLock<Array2<f32>>,
}

impl Images {
    /// From bytes `[n * pixels]`, 0 to 255, that stand for values from 0 to 1.
    ///
    /// # Panics
    /// If there are not `n * pixels` bytes.
    #[track_caller]
    pub fn from_bytes(bytes: Vec<u8>, (n, pixels): (usize, usize)) -> Images {
        assert!(Some(bytes.len()) == n.checked_mul(pixels), "{} bytes for {n} images of {pixels} pixels", bytes.len());
        Images { bytes: Some(bytes), dim: (n, pixels), values: OnceLock::new() }
    }

    /// The number of images and the number of pixels of each. As [`nrows`](Images::nrows) and [`ncols`](Images::ncols),
    /// it does not make the array.
    pub fn dim(&self) -> (usize, usize) {
        self.dim
    }

    /// The number of images.
    pub fn nrows(&self) -> usize {
        self.dim.0
    }

    /// The number of pixels of each image.
    pub fn ncols(&self) -> usize {
        self.dim.1
    }

    /// The images as an array of their own; the bytes are freed.
    #[expect(clippy::expect_used, reason = "there are bytes or values, whichever way it was made")]
    pub fn into_array(self) -> Array2<f32> {
        let Images { bytes, dim, values } = self;
        values.into_inner().unwrap_or_else(|| to_values(&bytes.expect("bytes or values"), dim))
    }

    /// The images at `indices`, as `[indices.len(), pixels]`; the whole array is not made for it.
    ///
    /// # Panics
    /// If an index is not below [`nrows`](Images::nrows).
    #[expect(
        clippy::indexing_slicing,
        reason = "an index that is too high is the mistake of the caller, as documented"
    )]
    #[expect(clippy::expect_used, reason = "rows of a new array lie in one piece")]
    #[track_caller]
    pub fn gather(&self, indices: &[usize]) -> Array2<f32> {
        let Some(bytes) = &self.bytes else { return gather_rows(self, indices) };
        let pixels = self.ncols();
        let image = |i: usize| &bytes[i * pixels..(i + 1) * pixels];
        let mut rows = Array2::zeros((indices.len(), pixels));
        for (k, (mut row, &i)) in rows.outer_iter_mut().zip(indices).enumerate() {
            if let Some(&soon) = indices.get(k + AHEAD) {
                fetch_ahead(image(soon));
            }
            from_0_to_1(image(i), row.as_slice_mut().expect("a row of a new array"));
        }
        rows
    }

    /// Of the bytes, if there are any; the array is not made for it.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        let mut fingerprint = Fingerprint::default();
        match &self.bytes {
            Some(bytes) => fingerprint.add_bytes(bytes),
            None => self.iter().for_each(|value| fingerprint.add(value.to_bits().into())),
        }
        fingerprint.add(self.ncols() as u64);
        fingerprint
    }

    /// The images at `indices`, kept as these are.
    #[expect(
        clippy::indexing_slicing,
        reason = "an index that is too high is the mistake of the caller, as documented"
    )]
    #[track_caller]
    pub(super) fn select(&self, indices: &[usize]) -> Images {
        let Some(bytes) = &self.bytes else { return gather_rows(self, indices).into() };
        let pixels = self.ncols();
        let mut selected = Vec::with_capacity(indices.len() * pixels);
        indices.iter().for_each(|&i| selected.extend_from_slice(&bytes[i * pixels..(i + 1) * pixels]));
        Images::from_bytes(selected, (indices.len(), pixels))
    }
}

impl Deref for Images {
    type Target = Array2<f32>;

    #[expect(clippy::expect_used, reason = "there are bytes or values, whichever way it was made")]
    fn deref(&self) -> &Array2<f32> {
        self.values.get_or_init(|| to_values(self.bytes.as_deref().expect("bytes or values"), self.dim))
    }
}

impl From<Array2<f32>> for Images {
    fn from(values: Array2<f32>) -> Images {
        Images { bytes: None, dim: values.dim(), values: values.into() }
    }
}

/// `concatenate![Axis(0), train.images, validation.images]` asks for it.
impl<'a> From<&'a Images> for ArrayView2<'a, f32> {
    fn from(images: &'a Images) -> ArrayView2<'a, f32> {
        images.view()
    }
}

impl PartialEq for Images {
    fn eq(&self, other: &Images) -> bool {
        match (&self.bytes, &other.bytes) {
            (Some(bytes), Some(others)) => self.dim == other.dim && bytes == others,
            _ => **self == **other,
        }
    }
}

/// Prints the array.
impl fmt::Debug for Images {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl Feedable<f32> for Images {
    fn as_array(&self) -> CowArray<'_, f32, IxDyn> {
        self.view().into_dyn().into()
    }
}

impl SampleArray for Images {
    fn values(&self) -> Values<'_> {
        (**self).values()
    }
}

#[expect(clippy::expect_used, reason = "`from_bytes` has counted the bytes")]
fn to_values(bytes: &[u8], dim: (usize, usize)) -> Array2<f32> {
    let mut values = vec![0.0; bytes.len()];
    values.par_chunks_mut(CHUNK).zip(bytes.par_chunks(CHUNK)).for_each(|(values, bytes)| from_0_to_1(bytes, values));
    Array2::from_shape_vec(dim, values).expect("as many bytes as pixels")
}

/// The rows of `from` `[n, columns]` at `indices`, as `[indices.len(), columns]`.
#[expect(clippy::indexing_slicing, reason = "an index that is too high is the mistake of the caller, as documented")]
#[expect(clippy::expect_used, reason = "each index has added a row")]
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
    use std::collections::HashSet;

    use ndarray::{Array1, Axis, array, concatenate};

    use super::*;
    use crate::data::DataSet;

    /// Seven images of 37 pixels, all bytes of a kind, and the array that they stand for.
    fn bytes_and_values() -> (Images, Array2<f32>) {
        let bytes: Vec<u8> = (0..7 * 37).map(|i| (i * 101 % 256) as u8).collect();
        assert_eq!(bytes.iter().collect::<HashSet<_>>().len(), 256);
        let values = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
        (Images::from_bytes(bytes, (7, 37)), Array2::from_shape_vec((7, 37), values).unwrap())
    }

    #[test]
    fn bytes_read_as_the_array_that_they_stand_for() {
        let (images, values) = bytes_and_values();
        assert_eq!((images.dim(), images.nrows(), images.ncols()), ((7, 37), 7, 37));
        assert!(images.values.get().is_none(), "sizes are known without the array");
        assert_eq!(*images, values);
        assert_eq!(images.row(3), values.row(3));
        assert_eq!(images.clone().into_array(), values);
        assert_eq!(bytes_and_values().0.into_array(), values);
        assert_eq!(format!("{images:?}"), format!("{values:?}"));
    }

    #[test]
    fn batches_and_selections_have_the_same_bits_and_make_no_array() {
        let (images, values) = bytes_and_values();
        let classes = Array1::from_iter(0..7);
        let of_bytes = DataSet::new(images, classes.clone(), 7).unwrap();
        let of_values = DataSet::new(values, classes, 7).unwrap();
        for (batch, expected) in of_bytes.batches(3).seed(5).epochs(3).zip(of_values.batches(3).seed(5).epochs(3)) {
            assert_eq!(batch, expected);
        }
        let [part, expected] = [&of_bytes, &of_values].map(|data| data.select(&[6, 0, 6]));
        assert!(of_bytes.images.values.get().is_none() && part.images.values.get().is_none());
        assert_eq!(part, expected);
        assert!(of_bytes.select(&[]).is_empty() && of_bytes.images.gather(&[]).dim() == (0, 37));
    }

    #[test]
    fn a_long_array_is_made_in_chunks() {
        let bytes: Vec<u8> = (0..CHUNK + 3).map(|i| (i % 251) as u8).collect();
        let expected: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
        assert_eq!(Images::from_bytes(bytes, (1, CHUNK + 3)).as_slice().unwrap(), expected);
    }

    #[test]
    fn images_are_equal_whatever_they_are_kept_as() {
        let (images, values) = bytes_and_values();
        let kept_as_values = Images::from(values);
        assert_eq!(images, kept_as_values);
        assert_eq!(images, bytes_and_values().0);
        let other = Images::from_bytes(vec![0; 7 * 37], (7, 37));
        assert!(images != other && other != kept_as_values);
        assert_ne!(Images::from_bytes(vec![0; 6], (2, 3)), Images::from_bytes(vec![0; 6], (3, 2)));
    }

    #[test]
    fn they_are_concatenated_as_arrays_are() {
        let (images, values) = bytes_and_values();
        let both = concatenate![Axis(0), images, values];
        assert_eq!(both, concatenate![Axis(0), values, values]);
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
    #[should_panic(expected = "5 bytes for 2 images of 3 pixels")]
    fn bytes_must_be_as_many_as_pixels() {
        let _ = Images::from_bytes(vec![0; 5], (2, 3));
    }
}
