//! [`imread`]: a PNG or JPEG file becomes an array.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use image::{ImageError, ImageReader, Limits};
use ndarray::Array3;

use crate::{Error, Result};

/// No picture of the course is larger; a file that claims more is broken or hostile.
const MAX_SIDE: u32 = 16_384;
/// The most memory that decoding may take, in bytes.
const MAX_BYTES: u64 = 512 << 20;

/// Reads a PNG or JPEG picture as `[height, width, 3]`: red, green, blue, each 0 to 255.
///
/// The format is recognised by the file's first bytes, not by its name. Gray pictures get three equal channels,
/// and transparency is dropped.
///
/// # Errors
/// When the file is missing, unreadable, not a PNG or JPEG picture, damaged, or larger than 16384 pixels a side.
///
/// ```
/// use ndarray::array;
/// use shared::image::{imread, imwrite};
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("two pixels.png");
/// let red_and_blue = array![[[255, 0, 0], [0, 0, 255]]]; // [1, 2, 3]
/// imwrite(&path, red_and_blue.view())?;
/// assert_eq!(imread(&path)?, red_and_blue);
/// # Ok::<(), shared::Error>(())
/// ```
pub fn imread(path: impl AsRef<Path>) -> Result<Array3<u8>> {
    let path = path.as_ref();
    // Not `ImageReader::open`, which falls back on the file's name.
    let opened = File::open(path).and_then(|file| ImageReader::new(BufReader::new(file)).with_guessed_format());
    let mut reader = opened.map_err(|error| Error::io(path, "read a picture", &error))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let pixels = reader.decode().map_err(|error| undecodable(path, &error))?.into_rgb8();
    let shape = (pixels.height() as usize, pixels.width() as usize, 3);
    Ok(Array3::from_shape_vec(shape, pixels.into_raw()).expect("three bytes per pixel"))
}

fn undecodable(path: &Path, error: &ImageError) -> Error {
    let wrong = Error::file(path).expected("a whole PNG or JPEG picture").found(error.to_string());
    match error {
        ImageError::IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Error::io(path, "read a picture", error)
        }
        ImageError::Limits(_) => wrong.help(format!("scale the picture down to at most {MAX_SIDE} pixels a side")),
        ImageError::Unsupported(_) => wrong.help("save the picture as PNG or JPEG"),
        _ => wrong.help("copy the file again: it is damaged or cut off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::imwrite;
    use std::fs;

    fn message_for(name: &str, content: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let message = imread(&path).unwrap_err().to_string();
        assert!(message.contains(name), "{message}");
        message
    }

    #[test]
    fn a_file_that_is_no_picture_says_which_formats_are_read() {
        assert!(message_for("page.png", b"<html>404</html>").contains("save the picture as PNG or JPEG"));
        assert!(message_for("empty.png", b"").contains("PNG or JPEG"));
    }

    #[test]
    fn a_truncated_picture_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("whole.png");
        imwrite(&path, Array3::from_shape_fn((40, 40, 3), |(y, x, c)| (y * 31 + x * 17 + c * 7) as u8).view()).unwrap();
        let whole = fs::read(&path).unwrap();
        assert!(message_for("cut.png", &whole[..whole.len() / 2]).contains("damaged or cut off"));
    }

    #[test]
    fn a_picture_that_claims_to_be_huge_is_refused_before_it_takes_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wide.png");
        imwrite(&path, Array3::zeros((1, MAX_SIDE as usize + 1, 3)).view()).unwrap();
        assert!(imread(&path).unwrap_err().to_string().contains("at most 16384 pixels"));
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = imread("no-such-folder/cat.jpg").unwrap_err();
        assert!(error.to_string().starts_with("no-such-folder/cat.jpg: expected to read a picture"), "{error}");
    }
}
