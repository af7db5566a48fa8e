//! The four files of MNIST and Fashion-MNIST: which they are, and whether they fit together.

use std::path::{Path, PathBuf};

use super::DataSet;
use super::idx::{self, Header};
use super::mnist::CLASS_COUNT;
use super::source::RESTORE;
use crate::{Error, Result};

pub(super) const TRAIN_IMAGES: &str = "train-images-idx3-ubyte";
pub(super) const TRAIN_LABELS: &str = "train-labels-idx1-ubyte";
pub(super) const TEST_IMAGES: &str = "t10k-images-idx3-ubyte";
pub(super) const TEST_LABELS: &str = "t10k-labels-idx1-ubyte";

const IMAGE_SIZE: [usize; 2] = [28, 28];

/// One image in twelve of the training file is for validation: 5,000 of 60,000.
const VALIDATION_SHARE: usize = 12;

/// Pixels `[n * 784]` and labels `[n]` of one set, as they stand in the files.
#[derive(Debug, PartialEq)]
pub(super) struct RawSet {
    pub pixels: Vec<u8>,
    pub labels: Vec<u8>,
}

impl RawSet {
    /// Takes the pixels over as they are.
    pub(super) fn into_data_set(self) -> Result<DataSet> {
        DataSet::from_bytes(self.pixels, &self.labels, usize::from(CLASS_COUNT))
    }
}

/// An image file and its label file, whose headers fit each other and whose labels were checked.
#[derive(Debug)]
pub(super) struct Pair {
    pub images: PathBuf,
    pub labels: PathBuf,
    pub count: usize,
    /// The content of the label file.
    label_bytes: Vec<u8>,
}

impl Pair {
    fn check(folder: &Path, images: &str, labels: &str, least: usize) -> Result<Pair> {
        let (images, labels) = (locate(folder, images)?, locate(folder, labels)?);
        let image_header = Header::peek(&images)?;
        let [count, rows, columns] = image_header.dims()[..] else {
            return Err(idx::wrong_dimensions(&images, 3, image_header.dims().len()));
        };
        if [rows, columns] != IMAGE_SIZE {
            let found = format!("images of {rows} x {columns}");
            return Err(Error::file(&images).expected("images of 28 x 28 pixels").found(found).help(RESTORE));
        }
        if count < least {
            let expected = format!("at least {least} images");
            return Err(Error::file(&images).expected(expected).found(count.to_string()).help(RESTORE));
        }
        let label_bytes = idx::read_labels(&labels)?;
        idx::check_labels(&labels, label_bytes.view(), CLASS_COUNT)?;
        if label_bytes.len() != count {
            return Err(Error::file(&labels)
                .expected(format!("{count} labels, one per image of {}", file_name(&images)))
                .found(format!("{} labels", label_bytes.len()))
                .help(format!("do the two files belong together? {RESTORE}")));
        }
        Ok(Pair { images, labels, count, label_bytes: label_bytes.to_vec() })
    }

    fn read(&self) -> Result<RawSet> {
        let pixels = idx::read_images(&self.images)?.into_raw_vec_and_offset().0;
        Ok(RawSet { pixels, labels: self.label_bytes.clone() })
    }
}

/// The four files in one folder, each either plain or with `.gz` behind its name (plain is taken if both are there).
#[derive(Debug)]
pub(super) struct MnistFiles {
    pub train: Pair,
    pub test: Pair,
}

impl MnistFiles {
    /// Whether `folder` holds any of the four files.
    pub(super) fn any_in(folder: &Path) -> bool {
        [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS].iter().any(|name| locate(folder, name).is_ok())
    }

    /// Finds the files in `folder` and checks headers and labels; the pixels are checked when they are read.
    pub(super) fn check(folder: &Path) -> Result<MnistFiles> {
        Ok(MnistFiles {
            train: Pair::check(folder, TRAIN_IMAGES, TRAIN_LABELS, VALIDATION_SHARE)?,
            test: Pair::check(folder, TEST_IMAGES, TEST_LABELS, 1)?,
        })
    }

    /// Whether these are 60,000 and 10,000 images, as published; the `mnist` crate knows no other numbers.
    pub(super) fn are_of_published_size(&self) -> bool {
        (self.train.count, self.test.count) == (60_000, 10_000)
    }

    /// The number of training images, without those for validation.
    pub(super) fn train_count(&self) -> usize {
        self.train.count - self.train.count / VALIDATION_SHARE
    }

    /// Training, validation and test set, read by our own reader; any numbers of images. Of the time, most is for
    /// decompressing the training images, which cannot be shared; the test images are read beside them.
    pub(super) fn read(&self) -> Result<[RawSet; 3]> {
        let (train, test) = rayon::join(|| self.train.read(), || self.test.read());
        let mut train = train?;
        let validation = RawSet {
            pixels: train.pixels.split_off(self.train_count() * IMAGE_SIZE.iter().product::<usize>()),
            labels: train.labels.split_off(self.train_count()),
        };
        // What was split off is still reserved.
        train.pixels.shrink_to_fit();
        Ok([train, validation, test?])
    }
}

fn locate(folder: &Path, name: &str) -> Result<PathBuf> {
    let (plain, gzip) = (folder.join(name), folder.join(format!("{name}.gz")));
    // A file that cannot even be asked about is opened later, which tells why.
    let may_exist = |path: &Path| !matches!(path.try_exists(), Ok(false));
    if may_exist(&plain) {
        Ok(plain)
    } else if may_exist(&gzip) {
        Ok(gzip)
    } else {
        let expected = format!("this file, or {name} without compression");
        Err(Error::file(gzip).expected(expected).found("neither").help(RESTORE))
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
