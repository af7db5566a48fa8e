//! From a file to a decoded picture, within bounds: whatever the file is, it takes bounded memory and ends in an [`Error`].

use std::fs::{self, File};
use std::io::{Cursor, ErrorKind, Read};
use std::path::Path;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::{guard, jpeg};
use crate::{Error, Result};

/// No picture of the course is larger; a file that claims more is broken or hostile.
pub(super) const MAX_SIDE: u32 = 16_384;
/// The most memory that decoded pixels may take, in bytes.
pub(super) const MAX_BYTES: u64 = 512 << 20;
/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 128 << 20;

/// Whether the picture is turned as the camera that took it was held (EXIF); phones rely on it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Orientation {
    Apply,
    Ignore,
}

/// Reads and decodes a PNG or JPEG file.
///
/// # Errors
/// When it is not a whole PNG or JPEG picture within the bounds.
pub(super) fn decode(path: &Path, orientation: Orientation) -> Result<DynamicImage> {
    let file = read_bounded(path)?;
    let format = format_of(path, &file)?;
    if format == ImageFormat::Jpeg && !jpeg::reaches_its_end(&file) {
        return Err(Error::file(path)
            .expected("a whole JPEG picture")
            .found("one that is cut off: its end-of-image marker is missing")
            .help("copy the file again"));
    }
    match guard::catch_panic(|| decode_bytes(&file, format, orientation)) {
        Ok(decoded) => decoded.map_err(|error| undecodable(path, &error)),
        Err(panic) => Err(damaged(path).found(format!("one that the decoder gave up on ({panic})"))),
    }
}

/// The bytes of the file. Special files are not even opened: a pipe would block, a device has no end.
fn read_bounded(path: &Path) -> Result<Vec<u8>> {
    let wrong =
        || Error::file(path).expected("a PNG or JPEG picture").help("check the path: it must name a picture file");
    let metadata = fs::metadata(path).map_err(|error| Error::io(path, "read a picture", &error))?;
    if metadata.is_dir() {
        return Err(wrong().found("a folder"));
    }
    if !metadata.is_file() {
        return Err(wrong().found("a device or a pipe"));
    }
    let mut file = Vec::with_capacity(metadata.len().min(MAX_FILE) as usize + 1);
    let opened = File::open(path).and_then(|opened| opened.take(MAX_FILE + 1).read_to_end(&mut file));
    opened.map_err(|error| Error::io(path, "read a picture", &error))?;
    if file.is_empty() {
        return Err(wrong().found("an empty file (0 bytes)"));
    }
    if file.len() as u64 > MAX_FILE {
        return Err(too_large(path).found(format!("a file of more than {} MB", MAX_FILE >> 20)));
    }
    Ok(file)
}

/// The format, by the file's first bytes; names say nothing.
fn format_of(path: &Path, file: &[u8]) -> Result<ImageFormat> {
    let wrong = |found: String| {
        Error::file(path).expected("a PNG or JPEG picture").found(found).help("save the picture as PNG or JPEG")
    };
    match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => Ok(format),
        Ok(format) => Err(wrong(format!("a picture of the format {format:?}"))),
        Err(_) => {
            let start: Vec<String> = file.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            Err(wrong(format!("a file that is no picture (it starts with the bytes {})", start.join(" "))))
        }
    }
}

fn decode_bytes(file: &[u8], format: ImageFormat, wanted: Orientation) -> Result<DynamicImage, ImageError> {
    let (mut picture, orientation) = if format == ImageFormat::Jpeg { jpeg::decode(file)? } else { decode_png(file)? };
    if wanted == Orientation::Apply {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn decode_png(file: &[u8]) -> Result<(DynamicImage, image::metadata::Orientation), ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(file), ImageFormat::Png);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?; // has read the header only, and checked both sides
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

fn damaged(path: &Path) -> Error {
    Error::file(path).expected("a whole PNG or JPEG picture").help("copy the file again: it is damaged or cut off")
}

fn too_large(path: &Path) -> Error {
    let bounds = format!("a picture of at most {MAX_SIDE} pixels a side and {} MB in memory", MAX_BYTES >> 20);
    Error::file(path).expected(bounds).help("scale the picture down")
}

fn undecodable(path: &Path, error: &ImageError) -> Error {
    match error {
        ImageError::IoError(error) if error.kind() != ErrorKind::UnexpectedEof => {
            Error::io(path, "read a picture", error)
        }
        ImageError::Limits(_) => too_large(path).found("a larger one"),
        ImageError::Unsupported(_) => {
            damaged(path).found(error.to_string()).help("save the picture in the usual way, as PNG or JPEG with 8 bits")
        }
        _ => damaged(path).found(error.to_string()),
    }
}
