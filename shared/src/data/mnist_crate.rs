//! Reads the four files through the `mnist` crate.
//!
//! The crate panics where a file is not as it expects, shifts labels where one is truncated, and reads only
//! uncompressed files of 60,000 and 10,000 images. It therefore gets files that [`MnistFiles::check`] and
//! [`unpack`] have accepted: usually uncompressed copies in a private temporary folder.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use mnist::MnistBuilder;
use rayon::prelude::*;
use tempfile::TempDir;

use super::idx::{self, Header};
use super::mnist_files::{MnistFiles, RawSet, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS};
use super::source::Source;
use crate::{Error, Result};

/// Bytes that are decompressed at a time.
const CHUNK: usize = 1 << 18;

/// Training, validation and test set of the `files`, which must be of the published size.
pub(super) fn read(files: &MnistFiles) -> Result<[RawSet; 3]> {
    let sources = [
        (&files.train.images, TRAIN_IMAGES),
        (&files.test.images, TEST_IMAGES),
        (&files.train.labels, TRAIN_LABELS),
        (&files.test.labels, TEST_LABELS),
    ];
    if let Some(folder) = readable_in_place(&sources)? {
        return Ok(finalize(folder, files));
    }
    let unpacked = TempDir::new().map_err(|error| temporary_folder_error(&std::env::temp_dir(), &error))?;
    sources.par_iter().try_for_each(|(path, name)| unpack(path, &unpacked.path().join(name)))?;
    let folder = unpacked.path().to_str().ok_or_else(|| {
        Error::file(unpacked.path())
            .expected("a temporary folder whose path is UTF-8")
            .found("another one")
            .help(TMPDIR)
    })?;
    Ok(finalize(folder, files))
}

const TMPDIR: &str = "the environment variable TMPDIR names another folder for temporary files; 60 MB are needed";

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

/// Writes the content of the IDX file `from`, gzip-compressed or not, to `to`, and checks its length on the way.
fn unpack(from: &Path, to: &Path) -> Result<()> {
    let mut source = Source::open(from)?;
    let header = Header::read(&mut source)?;
    let mut file = File::create(to).map_err(|error| temporary_folder_error(to, &error))?;
    let mut chunk = header.to_bytes();
    let mut missing = header.element_count();
    loop {
        file.write_all(&chunk).map_err(|error| temporary_folder_error(to, &error))?;
        if missing == 0 {
            return idx::check_end(&mut source, &header);
        }
        chunk.clear();
        let count = source.read_up_to(missing.min(CHUNK), &mut chunk)?;
        if count == 0 {
            return Err(idx::too_few_elements(from, &header, header.element_count() - missing));
        }
        missing -= count;
    }
}

fn temporary_folder_error(path: &Path, error: &std::io::Error) -> Error {
    Error::io(path, "unpack the data into a temporary folder", error).help(TMPDIR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::find_folder;

    #[test]
    fn the_crate_and_our_reader_give_the_same_bytes() {
        for name in ["mnist", "fashion_mnist"] {
            let folder = find_folder(name, None, MnistFiles::any_in).unwrap();
            let files = MnistFiles::check(&folder).unwrap();
            assert!(files.are_of_published_size());
            // No `assert_eq!`: its message would print 55 million bytes.
            assert!(read(&files).unwrap() == files.read().unwrap(), "{name} differs");
        }
    }
}
