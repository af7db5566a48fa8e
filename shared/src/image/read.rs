//! [`imread`] and its variants: a PNG or JPEG file becomes an array.

use std::path::Path;

use image::{ColorType, DynamicImage};
use ndarray::{Array2, Array3, ArrayD, IxDyn};

use super::color::{Rgb2Gray, cvt_color};
use super::decode::{Orientation, decode};
use crate::Result;

/// Reads a PNG or JPEG picture in colour, as `[height, width, 3]`: red, green, blue, each 0 to 255.
///
/// The format is recognised by the file's first bytes, not by its name. Gray pictures get three equal channels, CMYK
/// pictures become RGB, and transparency is dropped. Samples of 16 bits are reduced to 8. A photograph is turned upright
/// if the camera noted how it was held. All this is as in OpenCV, whose channels however are blue, green, red.
///
/// # Errors
/// When the file is missing, unreadable, not a PNG or JPEG picture, or damaged; when a JPEG file is cut off, be it by one
/// byte; when the picture is larger than 16,384 pixels a side or 512 MB, or the file than 128 MB. A header that claims
/// more is refused before any memory is taken.
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
    let picture = decode(path.as_ref(), Orientation::Apply)?;
    Ok(rgb(picture))
}

/// Reads the brightness of a PNG or JPEG picture, as `[height, width]`: 0 black to 255 white.
///
/// A gray picture keeps its values. Of a colour picture it is the weighted sum of [`Rgb2Gray`],
/// 0.299 red + 0.587 green + 0.114 blue, for PNG and JPEG alike. (For JPEG, OpenCV takes the brightness that the file itself
/// stores, which is the same sum before the file was rounded: they differ by a few of 255 where colours are strong.)
/// Otherwise as [`imread`].
///
/// # Errors
/// As [`imread`].
///
/// ```
/// use ndarray::array;
/// use shared::image::{imread_grayscale, imwrite};
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("red, green, blue.png");
/// imwrite(&path, array![[[255, 0, 0], [0, 255, 0], [0, 0, 255]]].view())?;
/// assert_eq!(imread_grayscale(&path)?, array![[76, 150, 29]]);
/// # Ok::<(), shared::Error>(())
/// ```
#[expect(clippy::expect_used, reason = "the decoder gives a byte for each pixel")]
pub fn imread_grayscale(path: impl AsRef<Path>) -> Result<Array2<u8>> {
    let picture = decode(path.as_ref(), Orientation::Apply)?;
    if picture.color().has_color() {
        return Ok(cvt_color(rgb(picture).view(), Rgb2Gray));
    }
    let shape = [picture.height() as usize, picture.width() as usize];
    Ok(Array2::from_shape_vec(shape, picture.into_luma8().into_raw()).expect("one byte per pixel"))
}

/// Reads a PNG or JPEG picture as the file holds it. Which axes and channels there are depends on the file:
///
/// | picture | shape |
/// |---|---|
/// | gray | `[height, width]` |
/// | gray and alpha | `[height, width, 2]` |
/// | colour | `[height, width, 3]`: red, green, blue |
/// | colour and alpha | `[height, width, 4]`: red, green, blue, alpha |
///
/// Colour tables become colours. Samples of 16 bits are reduced to 8 by `round(value / 257)`, so that all pictures have
/// one element type; unlike in [`imread`], a photograph is not turned. (OpenCV keeps 16 bits, and makes four channels of
/// gray and alpha.)
///
/// # Errors
/// As [`imread`].
///
/// ```
/// use ndarray::array;
/// use shared::image::{imread_unchanged, imwrite};
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("half a red.png");
/// let half_transparent = array![[[255, 0, 0, 128]]]; // [1, 1, 4]
/// imwrite(&path, half_transparent.view())?;
/// assert_eq!(imread_unchanged(&path)?, half_transparent.into_dyn());
/// # Ok::<(), shared::Error>(())
/// ```
#[expect(clippy::expect_used, reason = "the decoder gives a byte for each channel")]
pub fn imread_unchanged(path: impl AsRef<Path>) -> Result<ArrayD<u8>> {
    let picture = decode(path.as_ref(), Orientation::Ignore)?;
    let (height, width) = (picture.height() as usize, picture.width() as usize);
    let (shape, bytes) = match picture.color() {
        ColorType::L8 | ColorType::L16 => (vec![height, width], picture.into_luma8().into_raw()),
        ColorType::La8 | ColorType::La16 => (vec![height, width, 2], picture.into_luma_alpha8().into_raw()),
        ColorType::Rgba8 | ColorType::Rgba16 => (vec![height, width, 4], picture.into_rgba8().into_raw()),
        _ => (vec![height, width, 3], picture.into_rgb8().into_raw()),
    };
    Ok(ArrayD::from_shape_vec(IxDyn(&shape), bytes).expect("a byte for each channel of each pixel"))
}

#[expect(clippy::expect_used, reason = "the decoder gives three bytes for each pixel")]
fn rgb(picture: DynamicImage) -> Array3<u8> {
    let shape = [picture.height() as usize, picture.width() as usize, 3];
    Array3::from_shape_vec(shape, picture.into_rgb8().into_raw()).expect("three bytes per pixel")
}
