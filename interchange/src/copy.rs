//! Arrays from a file of NumPy into another.

use std::path::Path;

use ndarray::ArrayD;
use shared::npy::{self, Npz, NpzBuilder};
use shared::{Error, Result};

/// Reads all arrays of `from` and writes them to `to`.
///
/// # Errors
/// If a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    match from.extension().and_then(|ending| ending.to_str()) {
        Some("npz") => copy_npz(from, to),
        Some("npy") => copy_npy(from, to),
        _ => Err(Error::file(from).expected("a file whose name ends in .npy or .npz").found("another ending")),
    }
}

/// Does something with the array in the first of the types that fits it; `read` is asked for one type after the other, until
/// an error is about something else than the type.
macro_rules! with_any_type {
    ($read:expr, |$array:ident| $do:expr, $type:ty $(, $other:ty)*) => {{
        let read: Result<ArrayD<$type>> = $read;
        match read {
            Ok($array) => Ok($do),
            Err(error) if !is_about_type(&error) => Err(error),
            Err(_error) => with_any_type!(@or _error, $read, |$array| $do $(, $other)*),
        }
    }};
    (@or $error:ident, $read:expr, |$array:ident| $do:expr) => { Err($error) };
    (@or $error:ident, $read:expr, |$array:ident| $do:expr $(, $other:ty)+) => {
        with_any_type!($read, |$array| $do $(, $other)+)
    };
}

fn is_about_type(error: &Error) -> bool {
    error.to_string().contains(": expected elements of type ")
}

fn copy_npz(from: &Path, to: &Path) -> Result<()> {
    let mut file = Npz::open(from)?;
    let mut copy = NpzBuilder::new();
    for name in file.names() {
        copy = with_any_type!(file.read(&name), |array| copy.array(&name, &array), f32, f64, i32, i64, u8, bool)?;
    }
    copy.save(to)
}

fn copy_npy(from: &Path, to: &Path) -> Result<()> {
    with_any_type!(npy::read(from), |array| npy::write(to, &array), f32, f64, i32, i64, u8, bool)?
}
