//! NumPy's files: `.npy` holds one array, `.npz` several by name.
//!
//! | wish | item | NumPy |
//! |---|---|---|
//! | one array from a file | [`read()`] | `np.load("images.npy")` |
//! | one array to a file | [`write()`] | `np.save("images.npy", images)` |
//! | arrays by name from a file | [`Npz`] | `np.load("data.npz")["images"]` |
//! | arrays by name to a file | [`NpzBuilder`] | `np.savez("data.npz", images=images)` |
//!
//! Elements are `f32`, `f64`, `i32`, `i64`, `u8` or `bool`; they are not converted, for that could lose something. Rows
//! and columns may lie in either order (`order="F"`), bytes too (`">f4"`). Pickled objects are refused: reading them
//! means running what somebody has written.
//!
//! A file is not trusted: what it says about sizes is compared with what there is before memory is asked for.
//!
//! Source of the format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.

mod element;
mod header;
mod npz;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use ndarray::{ArrayBase, ArrayD, Data, Dimension, IxDyn, ShapeBuilder};

use crate::error::{Error, Result};
use crate::files::write_atomically;

pub use element::NpyElement;
pub use npz::{Npz, NpzBuilder};

use header::Header;

/// How much is read at once: memory grows with what is there, not with what a header promises.
const CHUNK: u64 = 1 << 20;

/// Reads the array of a `.npy` file.
///
/// ```
/// use ndarray::arr2;
/// use shared::npy;
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("rows.npy");
/// let rows = arr2(&[[1.0f32, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// npy::write(&path, &rows)?; // Python: np.load("rows.npy")
/// assert_eq!(npy::read::<f32>(&path)?, rows.into_dyn());
///
/// let error = npy::read::<i32>(&path).unwrap_err();
/// assert!(error.to_string().contains("rows.npy: expected elements of type int32 (<i4), found <f4"));
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// If the file is missing, no ordinary file, damaged or truncated, or holds elements of another type.
pub fn read<T: NpyElement>(path: impl AsRef<Path>) -> Result<ArrayD<T>> {
    let path = path.as_ref();
    let (file, len) = open(path)?;
    read_from(&mut BufReader::new(file), len, path)
}

/// Reads the array of a `.npy` file that is in memory; `path` is for the errors.
///
/// # Errors
/// As [`read`].
pub fn from_bytes<T: NpyElement>(bytes: &[u8], path: impl AsRef<Path>) -> Result<ArrayD<T>> {
    read_from(&mut &bytes[..], bytes.len() as u64, path.as_ref())
}

/// Writes an array as a `.npy` file, whole or not at all.
///
/// # Errors
/// If the file cannot be written; an older file of this name then stays as it was.
pub fn write<T, S, D>(path: impl AsRef<Path>, array: &ArrayBase<S, D>) -> Result<()>
where
    T: NpyElement,
    S: Data<Elem = T>,
    D: Dimension,
{
    let bytes = to_bytes(array);
    write_atomically(path, |file| file.write_all(&bytes))
}

/// A `.npy` file in memory.
fn to_bytes<T, S, D>(array: &ArrayBase<S, D>) -> Vec<u8>
where
    T: NpyElement,
    S: Data<Elem = T>,
    D: Dimension,
{
    let mut bytes = Header::of::<T>(array.shape()).to_bytes();
    bytes.reserve(array.len() * T::SIZE);
    array.iter().for_each(|&element| element.append_to(&mut bytes));
    bytes
}

/// An ordinary file, open, with its length in bytes.
fn open(path: &Path) -> Result<(File, u64)> {
    let cannot = |error: io::Error| Error::io(path, "read the arrays", &error);
    // Before it is opened: a pipe would wait for somebody to write into it.
    let metadata = std::fs::metadata(path).map_err(cannot)?;
    if !metadata.is_file() {
        let what = "a .npy or .npz file";
        return Err(Error::file(path).expected(what).found("a folder or a device").help("name the file itself"));
    }
    Ok((File::open(path).map_err(cannot)?, metadata.len()))
}

/// Reads a whole `.npy` file of at most `most` bytes.
fn read_from<T: NpyElement>(reader: &mut dyn Read, most: u64, path: &Path) -> Result<ArrayD<T>> {
    let header = Header::read(reader, path)?;
    let big_endian = header.byte_order_of::<T>(path)?;
    let shape = IxDyn(&header.shape);
    let wanted = header.bytes(T::SIZE).filter(|&bytes| bytes <= most && bytes <= isize::MAX as u64);
    let Some(wanted) = wanted else {
        return Err(header.unfit(path, &format!("at most {most} bytes in all"), T::SIZE));
    };
    let mut bytes = Vec::new();
    // One more than wanted, to notice what is too much.
    let mut rest = reader.take(wanted + 1);
    loop {
        let read = rest.by_ref().take(CHUNK).read_to_end(&mut bytes);
        if read.map_err(|error| Error::io(path, "read the array", &error))? == 0 {
            break;
        }
    }
    if bytes.len() as u64 != wanted {
        let found = if (bytes.len() as u64) < wanted { bytes.len().to_string() } else { "more".to_owned() };
        return Err(header.unfit(path, &found, T::SIZE));
    }
    let values = elements::<T>(&bytes, big_endian).map_err(|(expected, found)| {
        Error::file(path).expected(expected).found(found).help("the file is damaged: write it again")
    })?;
    let array = ArrayD::from_shape_vec(shape.set_f(header.fortran_order), values);
    let array = array.map_err(|error| header.unfit(path, &error.to_string(), T::SIZE))?;
    Ok(if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() })
}

#[expect(clippy::indexing_slicing, reason = "elements have 1 to 8 bytes")]
fn elements<T: NpyElement>(bytes: &[u8], big_endian: bool) -> Result<Vec<T>, (String, String)> {
    let mut values = Vec::with_capacity(bytes.len() / T::SIZE);
    let mut turned = [0; 8];
    for element in bytes.chunks_exact(T::SIZE) {
        let turned = &mut turned[..T::SIZE];
        turned.copy_from_slice(element);
        if big_endian {
            turned.reverse();
        }
        values.push(T::from_little_endian(turned).ok_or_else(|| {
            (format!("elements of type {}", T::NAME), format!("the byte {} at {}", element[0], values.len()))
        })?);
    }
    Ok(values)
}
