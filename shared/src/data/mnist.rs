//! MNIST and Fashion-MNIST: 70,000 labelled images of 28 x 28, in ten classes; the third, fourth and fifth lesson.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::mnist_files::MnistFiles;
use super::{DataSet, find_folder, mnist_crate};
use crate::Result;

pub(super) const CLASS_COUNT: u8 = 10;

/// Which of the two data sets; a command-line value `mnist` or `fashion`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Dataset {
    /// Handwritten digits.
    #[default]
    Mnist,
    /// Pictures of clothes (Fashion-MNIST).
    Fashion,
}

impl Dataset {
    /// The names of the ten classes, in the order of their numbers.
    ///
    /// ```
    /// use shared::data::Dataset;
    ///
    /// assert_eq!(Dataset::Mnist.class_names()[7], "7");
    /// assert_eq!(Dataset::Fashion.class_names()[9], "Ankle boot");
    /// ```
    pub fn class_names(self) -> [&'static str; CLASS_COUNT as usize] {
        match self {
            Dataset::Mnist => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            Dataset::Fashion => [
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot",
            ],
        }
    }

    fn folder_name(self) -> &'static str {
        match self {
            Dataset::Mnist => "mnist",
            Dataset::Fashion => "fashion_mnist",
        }
    }
}

/// Prints as `MNIST` or `Fashion-MNIST`.
impl fmt::Display for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dataset::Mnist => "MNIST",
            Dataset::Fashion => "Fashion-MNIST",
        })
    }
}

/// The three sets of MNIST or Fashion-MNIST, ready for training.
#[derive(Clone, Debug)]
pub struct Mnist {
    /// 55,000 images: the training file but for its last twelfth.
    pub train: DataSet,
    /// 5,000 images, the last of the training file: to compare settings with, without looking at the test set.
    pub validation: DataSet,
    /// 10,000 images: the test file.
    pub test: DataSet,
    /// The names of the ten classes.
    pub class_names: [&'static str; CLASS_COUNT as usize],
    /// The folder that the files were found in.
    pub folder: PathBuf,
}

impl Mnist {
    /// Loads the data set from `data_dir` (the value of `--data-dir`), or from where [`find_folder`] finds it.
    ///
    /// Images become rows of 784 values from 0 (background) to 1, made of the bytes of the files as they are asked for
    /// (see [`Images`](super::Images)); labels become one-hot rows and class numbers. The files may be gzip-compressed
    /// or not, and may hold other numbers of images than the published 60,000 and 10,000: the last twelfth of the
    /// training file is for validation in any case.
    ///
    /// ```
    /// # fn main() -> shared::Result<()> {
    /// use shared::data::{Dataset, Mnist};
    ///
    /// let mnist = Mnist::load(Dataset::Mnist, None)?;
    /// assert_eq!([mnist.train.len(), mnist.validation.len(), mnist.test.len()], [55_000, 5_000, 10_000]);
    /// assert_eq!(mnist.test.images.dim(), (10_000, 784));
    /// assert_eq!(mnist.test.classes[0], 7);
    ///
    /// for batch in mnist.train.batches(100).seed(1).take(3) {
    ///     assert_eq!((batch.images.dim(), batch.labels.dim()), ((100, 784), (100, 10)));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the folder is not found, or a file is missing, unreadable, damaged, or does not fit the others. The error
    /// names the file, what was expected and found, and what to do.
    pub fn load(dataset: Dataset, data_dir: Option<&Path>) -> Result<Mnist> {
        let folder = find_folder(dataset.folder_name(), data_dir, MnistFiles::any_in)?;
        let files = MnistFiles::check(&folder)?;
        let by_the_crate = mnist_crate::read(&files)?;
        let [train, validation, test] = by_the_crate.map_or_else(|| files.read(), Ok)?;
        Ok(Mnist {
            train: train.into_data_set()?,
            validation: validation.into_data_set()?,
            test: test.into_data_set()?,
            class_names: dataset.class_names(),
            folder,
        })
    }
}
