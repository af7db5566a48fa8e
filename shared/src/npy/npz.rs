//! `.npz`: a zip archive with a `.npy` file for each array.

use std::fs::File;
use std::io::{BufReader, Cursor, Write};
use std::path::{Path, PathBuf};

use ndarray::{ArrayBase, ArrayD, Data, Dimension};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{NpyElement, open, read_from, to_bytes};
use crate::error::{Error, Result};
use crate::files::write_atomically;

/// The arrays of a `.npz` file, each read when it is asked for.
///
/// ```
/// use ndarray::{arr1, arr2};
/// use shared::npy::{Npz, NpzBuilder};
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("data.npz");
/// let (images, labels) = (arr2(&[[0u8, 255], [7, 9]]), arr1(&[3, 1]));
/// NpzBuilder::new().array("images", &images).array("labels", &labels).save(&path)?;
///
/// let mut file = Npz::open(&path)?;
/// assert_eq!(file.names(), ["images", "labels"]);
/// assert_eq!(file.read::<u8>("images")?, images.into_dyn());
/// assert_eq!(file.read::<i32>("labels")?, labels.into_dyn());
/// # Ok::<(), shared::Error>(())
/// ```
pub struct Npz {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
}

impl Npz {
    /// The largest array, in bytes with its header, that is read from a compressed archive (1 GiB): a few bytes there
    /// can mean any number of zeros. Arrays that are not compressed may have any size.
    pub const MOST_INFLATED: u64 = 1 << 30;

    /// Opens the file; no array is read yet.
    ///
    /// # Errors
    /// If the file is missing, no ordinary file, or no zip archive.
    pub fn open(path: impl AsRef<Path>) -> Result<Npz> {
        let path = path.as_ref().to_owned();
        let (file, _) = open(&path)?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&path, &error))?;
        Ok(Npz { path, archive })
    }

    /// The names of the arrays, in the order of the file.
    pub fn names(&self) -> Vec<String> {
        let files = (0..self.archive.len()).filter_map(|index| self.archive.name_for_index(index)?.ok());
        files.filter_map(|file| file.strip_suffix(".npy").map(str::to_owned)).collect()
    }

    /// Reads the array of this name.
    ///
    /// # Errors
    /// If there is no such array, if it is damaged or truncated, if it has elements of another type, or if it is
    /// compressed and larger than [`MOST_INFLATED`](Npz::MOST_INFLATED).
    pub fn read<T: NpyElement>(&mut self, name: &str) -> Result<ArrayD<T>> {
        let about = self.path.join(format!("{name}.npy"));
        let names = self.names();
        let mut member = match self.archive.by_name(&format!("{name}.npy")) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => {
                let found = format!("no such array; there are: {}", names.join(", "));
                return Err(Error::file(&self.path).expected(format!("the array {name}")).found(found));
            }
            Err(error) => return Err(damaged(&about, &error)),
        };
        let most = match member.compression() {
            CompressionMethod::Stored => member.size(),
            _ => member.size().min(Npz::MOST_INFLATED),
        };
        if member.size() > most {
            return Err(Error::file(&about)
                .expected(format!("at most {most} bytes in a compressed archive"))
                .found(member.size().to_string())
                .help("in Python: np.savez, which does not compress, or several smaller arrays"));
        }
        read_from(&mut member, most, &about)
    }
}

/// Collects arrays by name, and writes them as one `.npz` file, as `np.savez` does: not compressed.
#[derive(Default)]
pub struct NpzBuilder {
    files: Vec<(String, Vec<u8>)>,
}

impl NpzBuilder {
    /// No arrays yet.
    pub fn new() -> NpzBuilder {
        NpzBuilder::default()
    }

    /// Adds an array.
    ///
    /// # Panics
    /// At the caller's line, if the name is taken.
    #[must_use]
    #[track_caller]
    pub fn array<T, S, D>(mut self, name: &str, array: &ArrayBase<S, D>) -> NpzBuilder
    where
        T: NpyElement,
        S: Data<Elem = T>,
        D: Dimension,
    {
        let file = format!("{name}.npy");
        assert!(self.files.iter().all(|(other, _)| *other != file), "NpzBuilder: two arrays are named {name}");
        self.files.push((file, to_bytes(array)));
        self
    }

    /// Writes the file, whole or not at all. Equal arrays give equal bytes.
    ///
    /// # Errors
    /// If the file cannot be written; an older file of this name then stays as it was.
    pub fn save(self, path: impl AsRef<Path>) -> Result<()> {
        let archive = self.archive().map_err(|error| {
            Error::file(&path).expected("arrays that fit into a zip archive").found(error.to_string())
        })?;
        write_atomically(path, |file| file.write_all(&archive))
    }

    fn archive(self) -> Result<Vec<u8>, ZipError> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in self.files {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            archive.start_file(name, options.large_file(bytes.len() > u32::MAX as usize))?;
            archive.write_all(&bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

fn damaged(path: &Path, error: &ZipError) -> Error {
    let help = "the file is truncated, damaged or encrypted: copy it again, or write it with np.savez";
    Error::file(path).expected("a whole .npz file").found(error.to_string()).help(help)
}
