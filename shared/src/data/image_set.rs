//! Pictures of class folders as features and labels, all in memory; the second lesson.

use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2, Array3};
use rayon::prelude::*;

use super::{ClassFolders, DataSet};
use crate::Result;
use crate::image::{Interpolation, Resizer, imread, zero_center_bytes};
use crate::progress::Progress;

/// Reading fewer pictures than this takes no time worth a progress bar.
const WORTH_A_BAR: usize = 200;

/// Reads a picture, resizes it to `size` (height, width) by cubic interpolation, turns it into `f32`, subtracts its mean and
/// divides by its standard deviation: `[height, width, 3]`, around 0, mostly from -2 to 2.
///
/// A picture of one colour has no deviation; it becomes all zeros.
///
/// # Errors
/// As [`imread`].
#[expect(clippy::expect_used, reason = "the picture was made of this size")]
pub fn load_image(path: impl AsRef<Path>, size: [usize; 2]) -> Result<Array3<f32>> {
    let mut picture = vec![0.0; size[0] * size[1] * 3];
    load_into(&mut picture, path.as_ref(), &mut Resizer::new(size, Interpolation::Cubic))?;
    Ok(Array3::from_shape_vec([size[0], size[1], 3], picture).expect("three numbers for each pixel"))
}

/// [`load_image`] into a row of features, `[height * width * 3]`.
fn load_into(row: &mut [f32], path: &Path, resizer: &mut Resizer) -> Result<()> {
    let picture = imread(path)?;
    zero_center_bytes(resizer.resize(picture.view()), row);
    Ok(())
}

/// Labelled pictures of one size, each a row.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageSet {
    /// `[n, height * width * 3]`: each picture as [`load_image`] gives it, flattened row by row.
    pub features: Array2<f32>,
    /// `[n]`, the class of each picture, from 0.
    pub labels: Array1<i32>,
    /// The classes' names, in the order of the labels.
    pub class_names: Vec<String>,
    /// `[n]`, where each picture was read from.
    pub files: Vec<PathBuf>,
    /// Height and width of a picture, in pixels.
    pub size: [usize; 2],
}

impl ImageSet {
    /// Loads all pictures of the class folders, class by class in the order of the files' names, on the threads of the
    /// current rayon pool: those of [`CommonArgs::on_threads`](crate::cli::CommonArgs::on_threads), else all cores. Order
    /// and bits do not depend on the number of threads.
    ///
    /// ```
    /// use ndarray::Array3;
    /// use shared::data::{ClassFolders, ImageSet};
    /// use shared::image::imwrite;
    ///
    /// let root = tempfile::tempdir().unwrap();
    /// for (file, shade) in [("cat/1.png", 20), ("cat/2.png", 60), ("dog/1.png", 90)] {
    ///     let stripes = Array3::from_shape_fn((8, 10, 3), |(_, x, _)| shade * (x as u8 % 2));
    ///     imwrite(root.path().join(file), stripes.view())?;
    /// }
    /// let images = ImageSet::load(&ClassFolders::list(root.path())?, [4, 6])?;
    /// assert_eq!(images.features.dim(), (3, 4 * 6 * 3));
    /// assert_eq!(images.labels.to_vec(), [0, 0, 1]);
    /// assert!(images.features.row(0).mean().unwrap().abs() < 1e-6);
    /// # Ok::<(), shared::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a picture is missing, unreadable or damaged: the first of them in the order of the list is named.
    ///
    /// # Panics
    /// If height or width is 0.
    #[track_caller]
    #[expect(clippy::expect_used, reason = "an array that was just made")]
    pub fn load(folders: &ClassFolders, size: [usize; 2]) -> Result<ImageSet> {
        let row_len = size[0] * size[1] * 3;
        assert!(row_len > 0, "ImageSet::load: expected height and width above 0, found {size:?}");
        let (files, labels): (Vec<&Path>, Vec<i32>) = folders.labelled_files().unzip();
        let progress = (files.len() >= WORTH_A_BAR).then(|| Progress::new("Loading pictures", files.len()));
        let mut features = Array2::zeros((files.len(), row_len));
        let rows = features.as_slice_mut().expect("a new array is contiguous").par_chunks_mut(row_len);
        let outcomes: Vec<Result<()>> = rows
            .zip(&files)
            .map_init(
                || Resizer::new(size, Interpolation::Cubic),
                |resizer, (row, file)| {
                    load_into(row, file, resizer).inspect(|()| progress.iter().for_each(Progress::step))
                },
            )
            .collect();
        if let Some(progress) = progress {
            progress.finish();
        }
        outcomes.into_iter().collect::<Result<()>>()?;
        Ok(ImageSet {
            features,
            labels: labels.into(),
            class_names: folders.class_names().into_iter().map(str::to_owned).collect(),
            files: files.into_iter().map(Path::to_owned).collect(),
            size,
        })
    }

    /// The number of pictures.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no pictures; never true of what [`ImageSet::load`] gives.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pictures at `indices`, in that order, as a [`DataSet`] with its batches.
    ///
    /// # Panics
    /// If an index is not below [`len`](ImageSet::len).
    #[track_caller]
    #[expect(
        clippy::expect_used,
        clippy::indexing_slicing,
        reason = "labels come from the folders; indices are the caller's"
    )]
    pub fn select(&self, indices: &[usize]) -> DataSet {
        let features = super::images::gather_rows(&self.features, indices);
        let labels = indices.iter().map(|&index| self.labels[index]).collect();
        DataSet::new(features, labels, self.class_names.len()).expect("every label is that of a class")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::imwrite;
    use std::fs;

    /// Class folders `a` and `b` with 9 pictures of different sizes.
    fn pictures() -> tempfile::TempDir {
        let root = tempfile::Builder::new().prefix("그림 ").tempdir().unwrap();
        for number in 0..9_usize {
            let class = if number < 5 { "a" } else { "b" };
            let pixel = |(y, x, c): (usize, usize, usize)| (y * 7 + x * (11 + number) + c * 50) as u8;
            let pixels = Array3::from_shape_fn((20 + number, 30 - number, 3), pixel);
            imwrite(root.path().join(format!("{class}/{number}.png")), pixels.view()).unwrap();
        }
        root
    }

    fn load(root: &Path) -> Result<ImageSet> {
        ImageSet::load(&ClassFolders::list(root)?, [6, 5])
    }

    #[test]
    fn every_row_is_its_picture_with_mean_0_and_deviation_1() {
        let root = pictures();
        let images = load(root.path()).unwrap();
        assert_eq!(images.labels.to_vec(), [0, 0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!((images.features.dim(), images.len(), images.is_empty()), ((9, 90), 9, false));
        for (row, file) in images.features.outer_iter().zip(&images.files) {
            assert!(row.mean().unwrap().abs() < 1e-5 && (row.std(0.0) - 1.0).abs() < 1e-4);
            assert_eq!(row.to_vec(), load_image(file, [6, 5]).unwrap().into_raw_vec_and_offset().0);
        }
    }

    #[test]
    fn order_and_bits_do_not_depend_on_the_threads() {
        let root = pictures();
        let with_threads = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| load(root.path()).unwrap())
        };
        let once = with_threads(1);
        for threads in [2, 3, 8] {
            assert_eq!(with_threads(threads), once);
        }
    }

    #[test]
    fn the_first_damaged_picture_is_named() {
        let root = pictures();
        for name in ["a/3.png", "b/7.png"] {
            fs::write(root.path().join(name), "no picture at all").unwrap();
        }
        for _ in 0..5 {
            let error = load(root.path()).unwrap_err().to_string();
            assert!(error.contains("3.png: expected ") && !error.contains("7.png"), "{error}");
        }
    }

    #[test]
    fn a_picture_of_one_colour_becomes_zeros() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("gray.png");
        imwrite(&path, Array3::from_elem((9, 9, 3), 77).view()).unwrap();
        assert!(load_image(&path, [3, 3]).unwrap().iter().all(|&value| value == 0.0));
    }

    #[test]
    fn selected_pictures_keep_their_labels() {
        let root = pictures();
        let images = load(root.path()).unwrap();
        let part = images.select(&[8, 0]);
        assert_eq!((part.classes.to_vec(), part.labels.dim()), (vec![1, 0], (2, 2)));
        assert_eq!(part.images.row(0), images.features.row(8));
    }
}
