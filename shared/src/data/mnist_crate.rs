//! Reads the four files through the `mnist` crate, where they are uncompressed and of the published size.
//!
//! The crate panics where a file is not as it expects, shifts labels where one is truncated, and reads only
//! uncompressed files of 60,000 and 10,000 images. It therefore gets only files that [`MnistFiles::check`] and
//! [`readable_in_place`] have accepted. The compressed files of the course go through our own reader: to unpack them for the
//! crate into a temporary folder doubled the time of a start (0.22 s instead of 0.1 s) and the memory for the bytes.

use std::fs;
use std::path::{Path, PathBuf};

use mnist::MnistBuilder;

use super::idx::Header;
use super::mnist_files::{MnistFiles, RawSet, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS};
use super::source::Source;
use crate::{Error, Result};

/// Training, validation and test set of the `files`; `None` if the crate cannot read them.
pub(super) fn read(files: &MnistFiles) -> Result<Option<[RawSet; 3]>> {
    let sources = [
        (&files.train.images, TRAIN_IMAGES),
        (&files.test.images, TEST_IMAGES),
        (&files.train.labels, TRAIN_LABELS),
        (&files.test.labels, TEST_LABELS),
    ];
    if !files.are_of_published_size() {
        return Ok(None);
    }
    Ok(readable_in_place(&sources)?.map(|folder| finalize(folder, files)))
}

fn finalize(folder: &str, files: &MnistFiles) -> [RawSet; 3] {
    let train_count = files.train_count();
    // The crate cuts both files, joined, into these lengths: only if the first two make up the whole training file is
    // the test set the test file.
    let all = MnistBuilder::new()
        .base_path(folder)
        .label_format_digit()
        .training_set_length(train_count as u32)
        .validation_set_length((files.train.count - train_count) as u32)
        .test_set_length(files.test.count as u32)
        .finalize();
    [
        RawSet { pixels: all.trn_img, labels: all.trn_lbl },
        RawSet { pixels: all.val_img, labels: all.val_lbl },
        RawSet { pixels: all.tst_img, labels: all.tst_lbl },
    ]
}

/// The folder of the files, if the crate can read them where they are: uncompressed, whole, under a UTF-8 path.
fn readable_in_place<'a>(sources: &[(&'a PathBuf, &str); 4]) -> Result<Option<&'a str>> {
    for (path, name) in sources {
        let mut source = Source::open(path)?;
        if !source.is_plain() || !path.ends_with(name) {
            return Ok(None);
        }
        check_length(&Header::read(&mut source)?, path)?;
    }
    Ok(sources[0].0.parent().and_then(Path::to_str))
}

fn check_length(header: &Header, path: &Path) -> Result<()> {
    let expected = (header.to_bytes().len() + header.element_count()) as u64;
    let found = fs::metadata(path).map_err(|error| Error::io(path, "ask for the size of the file", &error))?.len();
    if found == expected {
        return Ok(());
    }
    let expected = format!("{expected} bytes ({header} and their header)");
    Err(Error::file(path).expected(expected).found(format!("{found} bytes")).help(super::source::RESTORE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{find_folder, idx};

    #[test]
    fn the_crate_and_our_reader_give_the_same_bytes() {
        for name in ["mnist", "fashion_mnist"] {
            let compressed = MnistFiles::check(&find_folder(name, None, MnistFiles::any_in).unwrap()).unwrap();
            assert!(read(&compressed).unwrap().is_none(), "compressed files are not for the crate");
            let folder = tempfile::tempdir().unwrap();
            for pair in [&compressed.train, &compressed.test] {
                for path in [&pair.images, &pair.labels] {
                    let mut bytes = Header::peek(path).unwrap().to_bytes();
                    bytes.extend(idx::read(path).unwrap());
                    fs::write(folder.path().join(path.file_stem().unwrap()), bytes).unwrap();
                }
            }
            let uncompressed = MnistFiles::check(folder.path()).unwrap();
            let by_the_crate = read(&uncompressed).unwrap().expect("uncompressed and of the published size");
            // No `assert_eq!`: its message would print 55 million bytes.
            assert!(by_the_crate == compressed.read().unwrap(), "{name} differs");
            assert!(by_the_crate == uncompressed.read().unwrap(), "{name} differs");
        }
    }
}
