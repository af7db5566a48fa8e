//! IDX, the file format of MNIST: a magic number, the sizes of the dimensions, then the elements, last index fastest.
//!
//! ```text
//! byte 0-1   0, 0
//! byte 2     element type; 0x08 is an unsigned byte, the only one that the data sets of this course use
//! byte 3     number of dimensions n: 3 for images, 1 for labels
//! then       n sizes of 4 bytes each, most significant byte first
//! then       the elements
//! ```
//!
//! Files are read gzip-compressed or not. A file is never trusted: its header must fit its length before anything is
//! allocated, and every disagreement is an [`Error`].

use std::fmt;
use std::path::Path;

use ndarray::{Array1, Array3, ArrayD, ArrayView1, IxDyn};

use super::source::{RESTORE, Source, describe};
use crate::{Error, Result};

const UNSIGNED_BYTE: u8 = 0x08;

/// Larger files are refused; the training images of MNIST are a twentieth of this.
const MOST_ELEMENTS: usize = 1 << 30;

/// The header of an IDX file of unsigned bytes: the sizes of its dimensions.
///
/// ```
/// # fn main() -> shared::Result<()> {
/// use shared::data::{find_folder, idx::Header};
///
/// let folder = find_folder("mnist", None, |folder| folder.is_dir())?;
/// let header = Header::peek(folder.join("t10k-images-idx3-ubyte.gz"))?;
/// assert_eq!(header.dims(), [10_000, 28, 28]);
/// assert_eq!(header.to_string(), "10000 x 28 x 28 unsigned bytes");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    dims: Vec<usize>,
}

impl Header {
    /// Reads only the header of the file at `path`.
    ///
    /// # Errors
    /// As [`read`], except that the elements are not looked at.
    pub fn peek(path: impl AsRef<Path>) -> Result<Header> {
        Header::read(&mut Source::open(path.as_ref())?)
    }

    /// The size of each dimension, outermost first: `[n, rows, columns]` of images, `[n]` of labels.
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// How many elements follow the header.
    pub fn element_count(&self) -> usize {
        self.dims.iter().product()
    }

    /// The header's bytes, as they stand in the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let sizes = self.dims.iter().flat_map(|&dim| (dim as u32).to_be_bytes());
        [0, 0, UNSIGNED_BYTE, self.dims.len() as u8].into_iter().chain(sizes).collect()
    }

    pub(super) fn read(source: &mut Source) -> Result<Header> {
        let mut head = Vec::new();
        source.read_up_to(4, &mut head)?;
        match head[..] {
            [0, 0, UNSIGNED_BYTE, dim_count @ 1..=u8::MAX] => Header::read_sizes(source, usize::from(dim_count)),
            [0, 0, element_type, _] => Err(not_unsigned_bytes(source.path(), element_type)),
            _ => {
                source.read_up_to(60, &mut head)?;
                let expected = "an IDX file of unsigned bytes (it starts with 00 00 08)";
                Err(Error::file(source.path()).expected(expected).found(describe(&head)).help(RESTORE))
            }
        }
    }

    fn read_sizes(source: &mut Source, dim_count: usize) -> Result<Header> {
        let mut sizes = Vec::new();
        let about_file = Error::file(source.path()).help(RESTORE);
        if source.read_up_to(4 * dim_count, &mut sizes)? < 4 * dim_count {
            let expected = format!("a header of {} bytes ({dim_count} dimensions)", 4 + 4 * dim_count);
            return Err(about_file.expected(expected).found(format!("only {} bytes", 4 + sizes.len())));
        }
        let (sizes, _) = sizes.as_chunks();
        let dims: Vec<usize> = sizes.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
        let header = Header { dims };
        // A size of zero must not hide that the others are absurd: arrays check the product of the sizes above zero.
        let count = header.dims.iter().try_fold(1_usize, |product, &dim| product.checked_mul(dim.max(1)));
        if count.is_none_or(|count| count > MOST_ELEMENTS) {
            let expected = format!("at most {MOST_ELEMENTS} elements");
            return Err(about_file.expected(expected).found(format!("a header that claims {header}")));
        }
        let header_bytes = 4 + 4 * dim_count as u64;
        if header_bytes + header.element_count() as u64 > source.most_bytes() {
            let expected = format!("{header}, as the header claims");
            let found = format!("a file that can hold at most {} of them", source.most_bytes() - header_bytes);
            return Err(about_file.expected(expected).found(format!("{found}: it is truncated")));
        }
        Ok(header)
    }
}

/// Prints as `60000 x 28 x 28 unsigned bytes`.
impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dims: Vec<String> = self.dims.iter().map(usize::to_string).collect();
        write!(f, "{} unsigned bytes", dims.join(" x "))
    }
}

/// Reads an IDX file of unsigned bytes with any number of dimensions, gzip-compressed or not.
///
/// # Errors
/// If the file is missing, unreadable, a folder, empty, not IDX, of other elements than unsigned bytes, shorter or
/// longer than its header says, or damaged gzip.
pub fn read(path: impl AsRef<Path>) -> Result<ArrayD<u8>> {
    let mut source = Source::open(path.as_ref())?;
    let header = Header::read(&mut source)?;
    let elements = read_elements(&mut source, &header)?;
    ArrayD::from_shape_vec(IxDyn(header.dims()), elements).map_err(|error| {
        Error::file(path).expected("sizes that an array can have").found(format!("{header}: {error}")).help(RESTORE)
    })
}

/// Reads images: `[n, rows, columns]`, 0 (background) to 255.
///
/// ```
/// # fn main() -> shared::Result<()> {
/// use shared::data::{find_folder, idx};
///
/// let folder = find_folder("mnist", None, |folder| folder.is_dir())?;
/// let images = idx::read_images(folder.join("t10k-images-idx3-ubyte.gz"))?;
/// assert_eq!(images.dim(), (10_000, 28, 28));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// As [`read`], and if the file has not 3 dimensions.
pub fn read_images(path: impl AsRef<Path>) -> Result<Array3<u8>> {
    let array = read(&path)?;
    let dim_count = array.ndim();
    array.into_dimensionality().map_err(|_| wrong_dimensions(path.as_ref(), 3, dim_count))
}

/// Reads labels: `[n]`. See [`check_labels`] for their range.
///
/// # Errors
/// As [`read`], and if the file has not 1 dimension.
pub fn read_labels(path: impl AsRef<Path>) -> Result<Array1<u8>> {
    let array = read(&path)?;
    let dim_count = array.ndim();
    array.into_dimensionality().map_err(|_| wrong_dimensions(path.as_ref(), 1, dim_count))
}

/// Checks that the labels `[n]` of the file at `path` are classes in `0..class_count`.
///
/// # Errors
/// At the first label that is not.
pub fn check_labels(path: impl AsRef<Path>, labels: ArrayView1<'_, u8>, class_count: u8) -> Result<()> {
    match labels.iter().enumerate().find(|&(_, &label)| label >= class_count) {
        None => Ok(()),
        Some((index, label)) => Err(Error::file(path)
            .expected(format!("labels from 0 to {}", class_count - 1))
            .found(format!("label {label} at index {index}"))
            .help(RESTORE)),
    }
}

pub(super) fn wrong_dimensions(path: &Path, expected: usize, found: usize) -> Error {
    let name = |dim_count: usize| match dim_count {
        1 => "magic number 0x00000801 (labels: 1 dimension)".to_owned(),
        3 => "magic number 0x00000803 (images: 3 dimensions)".to_owned(),
        other => format!("magic number 0x000008{other:02x} ({other} dimensions)"),
    };
    Error::file(path).expected(name(expected)).found(name(found)).help(format!("were two files mixed up? {RESTORE}"))
}

fn too_few_elements(path: &Path, header: &Header, found: usize) -> Error {
    let found = format!("{found} bytes after the header: it is truncated");
    Error::file(path).expected(header.to_string()).found(found).help(RESTORE)
}

/// Checks that nothing follows the elements (and, for gzip, the checksum).
fn check_end(source: &mut Source, header: &Header) -> Result<()> {
    if source.is_at_end()? {
        return Ok(());
    }
    let found = "more bytes after them";
    Err(Error::file(source.path()).expected(format!("{header}, then the end of the file")).found(found).help(RESTORE))
}

fn read_elements(source: &mut Source, header: &Header) -> Result<Vec<u8>> {
    let mut elements = Vec::new();
    let count = source.read_up_to(header.element_count(), &mut elements)?;
    if count < header.element_count() {
        return Err(too_few_elements(source.path(), header, count));
    }
    check_end(source, header)?;
    Ok(elements)
}

fn not_unsigned_bytes(path: &Path, element_type: u8) -> Error {
    let name = match element_type {
        UNSIGNED_BYTE => "no dimensions",
        0x09 => "signed bytes",
        0x0b => "16-bit integers",
        0x0c => "32-bit integers",
        0x0d => "32-bit floats",
        0x0e => "64-bit floats",
        _ => "an unknown element type",
    };
    Error::file(path)
        .expected("an IDX file of unsigned bytes (type 0x08)")
        .found(format!("{name} (type 0x{element_type:02x})"))
        .help(RESTORE)
}

#[cfg(test)]
#[path = "idx_tests.rs"]
mod tests;
