//! JPEG files: whether a file is whole, and its pixels.
//!
//! The decoder is called without the `image` crate between: that copies the file and reads its header, with all Huffman
//! tables, three times, which is about 5 % of the time for a photograph of 400 x 300 pixels.
//!
//! Of the time from such a file (28 KB, quality 90, colours at half the resolution) to 60 x 60 numbers, some 400
//! microseconds, 16 are ours and 8 the file system's; half of the rest are Huffman codes, a fifth inverse cosine
//! transforms. OpenCV needs 415 to 420. Files with all colours and quality 95 (48 KB) take 650, and OpenCV 5 % less:
//! there the decoder's Huffman codes are what is left to gain. Tried without gain: the decoder compiled as one unit
//! (380 us before, 376 to 380 after), for AVX2 and BMI2 (396), for this very processor (370 to 460).

use image::error::{DecodingError, LimitError, LimitErrorKind, UnsupportedError, UnsupportedErrorKind};
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageError, ImageFormat, RgbImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::decode::{MAX_BYTES, MAX_SIDE};

const MARKER: u8 = 0xFF;
const END_OF_IMAGE: u8 = 0xD9;

/// Bytes that are searched for a marker at once.
const BLOCK: usize = 32;

/// The picture, gray or RGB, as it is stored, and how the camera was held.
pub(super) fn decode(file: &[u8]) -> Result<(DynamicImage, Orientation), ImageError> {
    // Whatever else is wrong with a picture, what could be read of it is shown. Both sides are checked below.
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(image_error)?;
    let is_gray = decoder.input_colorspace() == Some(ColorSpace::Luma);
    if is_gray {
        decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::Luma));
    }
    let Some((width, height)) = decoder.dimensions() else { return Err(too_large()) };
    let len = width * height * if is_gray { 1 } else { 3 };
    if width.max(height) > MAX_SIDE as usize || len as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let mut pixels = vec![0; len];
    decoder.decode_into(&mut pixels).map_err(image_error)?;

    let orientation = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    let (width, height) = (width as u32, height as u32);
    let picture = if is_gray {
        GrayImage::from_raw(width, height, pixels).map(DynamicImage::from)
    } else {
        RgbImage::from_raw(width, height, pixels).map(DynamicImage::from)
    };
    Ok((picture.ok_or_else(too_large)?, orientation.unwrap_or(Orientation::NoTransforms)))
}

fn too_large() -> ImageError {
    ImageError::Limits(LimitError::from_kind(LimitErrorKind::DimensionError))
}

fn image_error(error: DecodeErrors) -> ImageError {
    let format = ImageFormat::Jpeg.into();
    match error {
        DecodeErrors::Unsupported(what) => {
            let kind = UnsupportedErrorKind::GenericFeature(format!("{what:?}"));
            ImageError::Unsupported(UnsupportedError::from_format_and_kind(format, kind))
        }
        error => ImageError::Decoding(DecodingError::new(format, error)),
    }
}

/// Whether the file, which starts as a JPEG file, reaches its end-of-image marker. Decoders fill what is missing with gray,
/// which a class of pictures should not learn from. What follows the marker does not matter: phones put further data there.
/// Markers inside of segments, such as a thumbnail's end, do not count.
pub(super) fn reaches_its_end(file: &[u8]) -> bool {
    let mut at = 2; // after the start-of-image marker
    while let Some(found) = file.get(at..).and_then(find_marker) {
        at += found + 1;
        match file.get(at) {
            Some(&END_OF_IMAGE) => return true,
            // A byte 255 of the compressed data, and markers without a segment: restarts, and one that means nothing.
            Some(0x00 | 0x01 | 0xD0..=0xD8) => at += 1,
            // Any number of bytes 255 may stand before a marker.
            Some(&MARKER) => {}
            Some(_) => match file.get(at + 1..at + 3) {
                // The length counts its own two bytes.
                Some(&[high, low]) => at += 1 + usize::from(u16::from_be_bytes([high, low])),
                _ => return false,
            },
            None => return false,
        }
    }
    false
}

/// Where the first byte 255 stands. Most blocks have none, which the compiler finds out for a whole block at once: with a
/// plain search, looking for the end took 8 microseconds of the 420 for a picture, now 2.
fn find_marker(bytes: &[u8]) -> Option<usize> {
    let has_none = |block: &&[u8]| !block.iter().fold(false, |any, &byte| any | (byte == MARKER));
    let start = BLOCK * bytes.chunks_exact(BLOCK).take_while(has_none).count();
    bytes.get(start..)?.iter().position(|&byte| byte == MARKER).map(|at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start, a comment that holds an end marker, a scan with a stuffed byte and a restart, the end.
    const FILE: [u8; 20] =
        [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 2, 9, 0xFF, 0x00, 0xFF, 0xD0, 7, 0xFF, 0xD9];

    #[test]
    fn only_the_whole_file_reaches_its_end() {
        assert!(reaches_its_end(&FILE));
        for len in 0..FILE.len() {
            assert!(!reaches_its_end(&FILE[..len]), "{len} bytes");
        }
    }

    #[test]
    fn what_follows_the_end_and_fills_before_a_marker_do_not_matter() {
        assert!(reaches_its_end(&[&FILE[..], b"a film of a second"].concat()));
        assert!(reaches_its_end(&[&FILE[..18], &[0xFF, 0xFF, 0xFF, 0xD9]].concat()));
    }

    #[test]
    fn markers_are_found_at_every_place_around_the_blocks() {
        for len in 0..3 * BLOCK {
            let mut bytes = vec![0; len];
            assert_eq!(find_marker(&bytes), None);
            for at in (0..len).rev() {
                bytes[at] = MARKER;
                assert_eq!(find_marker(&bytes), Some(at), "of {len}");
            }
        }
    }
}
