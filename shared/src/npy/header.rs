//! The header of a `.npy` file: element type, order and shape, written as a Python dictionary.

use std::io::Read;
use std::path::Path;

use super::NpyElement;
use crate::error::{Error, Result};

const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// Longer headers are refused. Those of plain arrays have 128 bytes, and NumPy refuses more than 10,000.
const MOST_BYTES: usize = 10_000;
/// As many axes as an array of NumPy can have.
const MOST_AXES: usize = 64;
/// The numbers begin at a multiple of this.
const ALIGNMENT: usize = 64;

const HELP: &str = "in Python: np.save(path, array), with an array of numbers or truth values";

/// What is said about an array.
#[derive(Debug, PartialEq)]
pub(super) struct Header {
    /// Byte order, kind and size, e.g. `<f4`.
    pub descr: String,
    pub fortran_order: bool,
    pub shape: Vec<usize>,
}

impl Header {
    pub fn of<T: NpyElement>(shape: &[usize]) -> Header {
        let order = if T::SIZE == 1 { '|' } else { '<' };
        Header { descr: format!("{order}{}", T::CODE), fortran_order: false, shape: shape.to_vec() }
    }

    /// The bytes of the header, in version 1.0 of the format.
    pub fn to_bytes(&self) -> Vec<u8> {
        let sizes: String = self.shape.iter().map(|size| format!("{size}, ")).collect();
        let sizes = if self.shape.len() == 1 { sizes.trim_end() } else { sizes.trim_end_matches(", ") };
        let mut text = format!("{{'descr': '{}', 'fortran_order': False, 'shape': ({sizes}), }}", self.descr);
        let fixed = MAGIC.len() + 4;
        // One for the end of the line.
        let spaces = (fixed + text.len() + 1).next_multiple_of(ALIGNMENT) - (fixed + text.len() + 1);
        text.extend(std::iter::repeat_n(' ', spaces).chain(['\n']));
        [MAGIC, &[1, 0][..], &(text.len() as u16).to_le_bytes(), text.as_bytes()].concat()
    }

    /// Reads the header of versions 1.0, 2.0 and 3.0; the numbers follow.
    pub fn read(reader: &mut dyn Read, path: &Path) -> Result<Header> {
        let wrong = |found: String| Error::file(path).expected("an array as NumPy writes it").found(found).help(HELP);
        let mut read = |bytes: &mut [u8]| match reader.read_exact(bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Err(wrong("a file that ends within its header".to_owned()))
            }
            outcome => outcome.map_err(|error| Error::io(path, "read the array", &error)),
        };
        let mut start = [0; 8];
        read(&mut start)?;
        if &start[..6] != MAGIC {
            return Err(wrong("another kind of file".to_owned()));
        }
        let len = match start[6] {
            1 => {
                let mut len = [0; 2];
                read(&mut len)?;
                u16::from_le_bytes(len) as usize
            }
            2 | 3 => {
                let mut len = [0; 4];
                read(&mut len)?;
                u32::from_le_bytes(len) as usize
            }
            version => return Err(wrong(format!("version {version} of the format; known are 1, 2 and 3"))),
        };
        if len > MOST_BYTES {
            return Err(wrong(format!("a header of {len} bytes; at most {MOST_BYTES} are read")));
        }
        let mut text = vec![0; len];
        read(&mut text)?;
        let text = std::str::from_utf8(&text).map_err(|_| wrong("a header that is no text".to_owned()))?;
        parse(text).map_err(wrong)
    }

    /// Whether the elements are big-endian; they must be of type `T`.
    pub fn byte_order_of<T: NpyElement>(&self, path: &Path) -> Result<bool> {
        match self.descr.split_at_checked(1) {
            // "=", of this computer, is not written by NumPy.
            Some(("<" | "|", code)) if code == T::CODE => Ok(false),
            Some((">", code)) if code == T::CODE => Ok(true),
            _ => Err(self.other_type::<T>(path)),
        }
    }

    fn other_type<T: NpyElement>(&self, path: &Path) -> Error {
        let expected = format!("elements of type {} ({})", T::NAME, Header::of::<T>(&[]).descr);
        let error = Error::file(path).expected(expected).found(&self.descr);
        match self.descr.contains('O') {
            true => error.found("pickled Python objects (|O), which are never read").help(HELP),
            false => error.help(format!("in Python: np.save(path, array.astype(np.{}))", T::NAME)),
        }
    }

    /// The bytes of all elements; none if there are more than can be counted.
    pub fn bytes(&self, element: usize) -> Option<u64> {
        let count = self.shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size));
        count?.checked_mul(element).map(|bytes| bytes as u64)
    }

    /// The error of an array that is not as long as its shape says.
    pub fn unfit(&self, path: &Path, found: &str, element: usize) -> Error {
        let wanted = self.bytes(element).map_or("too many".to_owned(), |bytes| bytes.to_string());
        Error::file(path)
            .expected(format!("{wanted} bytes for the shape {:?} of {}", self.shape, self.descr))
            .found(found)
            .help("the file is truncated or damaged: copy or write it again")
    }
}

/// Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
fn parse(text: &str) -> Result<Header, String> {
    let (mut descr, mut fortran_order, mut shape) = (None, None, None);
    let inner = text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let mut rest = inner.ok_or("a header that is no dictionary")?.trim_start();
    while !rest.is_empty() {
        let (key, after) = quoted(rest).ok_or("a header without names")?;
        let value = after.trim_start().strip_prefix(':').ok_or("a header without values")?.trim_start();
        let after = match key {
            "descr" if value.starts_with('[') => return Err("a table of named columns, not one array".to_owned()),
            "descr" => {
                let (value, after) = quoted(value).ok_or("an element type that is no text")?;
                descr = Some(value.to_owned());
                after
            }
            "fortran_order" => {
                let (value, after) = truth(value).ok_or("an order that is neither True nor False")?;
                fortran_order = Some(value);
                after
            }
            "shape" => {
                let (sizes, after) =
                    value.strip_prefix('(').and_then(|value| value.split_once(')')).ok_or("no shape")?;
                shape = Some(parse_sizes(sizes)?);
                after
            }
            _ => return Err("a header with an unknown entry".to_owned()),
        };
        rest = after.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    match (descr, fortran_order, shape) {
        (Some(descr), Some(fortran_order), Some(shape)) => Ok(Header { descr, fortran_order, shape }),
        _ => Err("a header without type, order or shape".to_owned()),
    }
}

/// The text between the first two quotation marks, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    ['\'', '"'].into_iter().find_map(|mark| text.strip_prefix(mark)?.split_once(mark))
}

fn truth(text: &str) -> Option<(bool, &str)> {
    let (yes, no) = (text.strip_prefix("True"), text.strip_prefix("False"));
    yes.map(|after| (true, after)).or(no.map(|after| (false, after)))
}

fn parse_sizes(text: &str) -> Result<Vec<usize>, String> {
    let text = text.trim();
    let text = text.strip_suffix(',').unwrap_or(text);
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let sizes = text.split(',').take(MOST_AXES + 1).map(|size| size.trim().parse::<usize>());
    let sizes: Vec<usize> = sizes.collect::<Result<_, _>>().map_err(|_| format!("the shape ({text})"))?;
    if sizes.len() > MOST_AXES { Err(format!("more than {MOST_AXES} axes")) } else { Ok(sizes) }
}
