//! A small valid data set cut from the real one, for quick runs and for tests that spoil it.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use shared::Error;
use shared::data::{Dataset, Mnist};
use tempfile::TempDir;

/// 60,000 images, in the whole set.
pub const TRAIN_IMAGES: &str = "train-images-idx3-ubyte.gz";
/// Their labels.
pub const TRAIN_LABELS: &str = "train-labels-idx1-ubyte.gz";
/// 10,000 images, in the whole set.
pub const TEST_IMAGES: &str = "t10k-images-idx3-ubyte.gz";
/// Their labels.
pub const TEST_LABELS: &str = "t10k-labels-idx1-ubyte.gz";
/// The four files.
pub const NAMES: [&str; 4] = [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS];

/// The data folder of the repository.
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("data")
}

/// The content of a gzip file.
pub fn gunzip(path: &Path) -> Vec<u8> {
    gunzip_start(path, u64::MAX)
}

fn gunzip_start(path: &Path, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(fs::File::open(path).unwrap()).take(most).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Compresses quickly.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A folder with a space and Hangul in its name, and in it a small valid data set cut from the real one.
pub struct Subset {
    root: TempDir,
}

impl Subset {
    /// The first images of each of the two sets; `train_count` of them are split 11:1 into training and validation.
    pub fn new(train_count: u32, test_count: u32) -> Subset {
        let subset = Subset { root: tempfile::tempdir().unwrap() };
        fs::create_dir(subset.folder()).unwrap();
        for (name, count, header, item) in [
            (TRAIN_IMAGES, train_count, 16, 784),
            (TRAIN_LABELS, train_count, 8, 1),
            (TEST_IMAGES, test_count, 16, 784),
            (TEST_LABELS, test_count, 8, 1),
        ] {
            let mut bytes = gunzip_start(&data().join("mnist").join(name), header + item * u64::from(count));
            bytes[4..8].copy_from_slice(&count.to_be_bytes());
            fs::write(subset.folder().join(name), gzip(&bytes)).unwrap();
        }
        subset
    }

    /// The folder that holds the four files.
    pub fn folder(&self) -> PathBuf {
        self.root.path().join("손글씨 data")
    }

    /// Changes the content of a file, within its compression.
    pub fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = gunzip(&self.folder().join(name));
        change(&mut bytes);
        fs::write(self.folder().join(name), gzip(&bytes)).unwrap();
    }

    /// Puts a copy of the file `by` in the place of the file `name`.
    pub fn replace(&self, name: &str, by: &str) {
        fs::copy(self.folder().join(by), self.folder().join(name)).unwrap();
    }

    /// Reads the files as a program does.
    ///
    /// # Errors
    /// If they are not as they should be.
    pub fn load(&self) -> Result<Mnist, Error> {
        Mnist::load(Dataset::Mnist, Some(&self.folder()))
    }
}
