//! [`imwrite`]: an array becomes a PNG or JPEG file, whole or not at all.

use std::io;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use ndarray::{ArrayView, ArrayView2, ArrayView3, Dimension};

use crate::files::write_atomically;
use crate::{Error, Result};

/// From 1 to 100; OpenCV's default too. At 95, losses are hardly visible.
const JPEG_QUALITY: u8 = 95;

/// Writes a picture as PNG, which keeps every bit, or as JPEG of quality 95, which is smaller and does not: the file's
/// ending decides, `.png`, `.jpg` or `.jpeg`. Pictures are `[height, width]` gray or `[height, width, 3]` red, green, blue;
/// for PNG also `[height, width, 4]` with alpha.
///
/// The file is written whole or not at all, and missing folders are created.
///
/// ```
/// use ndarray::array;
/// use shared::image::{imread_unchanged, imwrite};
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("gray.png");
/// let gray = array![[0, 100], [200, 255]];
/// imwrite(&path, gray.view())?;
/// assert_eq!(imread_unchanged(&path)?, gray.into_dyn());
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// When the file cannot be written, or its name has another ending; when a picture with alpha should become JPEG, which
/// has none, or a side is too long for JPEG (65,535 pixels).
///
/// # Panics
/// When the picture has other axes or channels, or height or width is 0.
#[expect(clippy::expect_used, reason = "the standard layout lies in one piece")]
#[track_caller]
pub fn imwrite<D: Dimension>(path: impl AsRef<Path>, pixels: ArrayView<'_, u8, D>) -> Result<()> {
    let shape = pixels.shape();
    let (height, width, color, has_alpha) = match *shape {
        [height, width] => (height, width, ExtendedColorType::L8, false),
        [height, width, 3] => (height, width, ExtendedColorType::Rgb8, false),
        [height, width, 4] => (height, width, ExtendedColorType::Rgba8, true),
        _ => (0, 0, ExtendedColorType::Rgb8, false),
    };
    assert!(
        height > 0 && width > 0,
        "imwrite: expected pixels [height, width], [height, width, 3] or [height, width, 4] with height and width above 0, \
         found {shape:?}"
    );
    let (path, size) = (path.as_ref(), [height as u32, width as u32]);
    let bytes = pixels.as_standard_layout();
    let bytes = bytes.as_slice().expect("standard layout is contiguous");
    match ending(path).as_str() {
        "png" => write_png(path, bytes, size, color),
        "jpg" | "jpeg" if has_alpha => Err(Error::file(path)
            .expected("a file name that ends in .png, for a picture with alpha")
            .found("a JPEG file, which has no alpha")
            .help("choose a name such as picture.png, or write the first three channels")),
        "jpg" | "jpeg" => write_jpeg(path, bytes, size, color),
        _ => Err(Error::file(path)
            .expected("a file name that ends in .png, .jpg or .jpeg")
            .found("another ending")
            .help("choose a name such as picture.png")),
    }
}

/// Writes `[height, width]` brightnesses (0 black, 1 white, clipped beyond; NaN becomes black) as a gray picture.
///
/// # Errors
/// As [`imwrite`].
///
/// # Panics
/// When height or width is 0.
#[track_caller]
pub fn imwrite_gray(path: impl AsRef<Path>, brightness: ArrayView2<'_, f32>) -> Result<()> {
    imwrite(path, brightness.mapv(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8).view())
}

/// Writes a plot `[height, width, 3]`, which must be PNG.
pub(crate) fn save_png(path: &Path, pixels: ArrayView3<'_, u8>) -> Result<()> {
    if ending(path) != "png" {
        return Err(Error::file(path)
            .expected("a file name that ends in .png")
            .found("another ending")
            .help("plots are written as PNG: choose a name such as picture.png"));
    }
    imwrite(path, pixels)
}

/// The part of the name after the last dot, in small letters.
fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

/// A picture `[height, width, 3]` as a PNG file in memory.
pub(crate) fn png_bytes(pixels: ArrayView3<'_, u8>) -> io::Result<Vec<u8>> {
    let (height, width, _) = pixels.dim();
    let pixels: Vec<u8> = pixels.iter().copied().collect();
    let mut png = Vec::new();
    write_png_to(&mut png, &pixels, [height as u32, width as u32], ExtendedColorType::Rgb8)?;
    Ok(png)
}

fn write_png(path: &Path, bytes: &[u8], [height, width]: [u32; 2], color: ExtendedColorType) -> Result<()> {
    write_atomically(path, |writer| write_png_to(writer, bytes, [height, width], color))
}

fn write_png_to(
    writer: impl io::Write,
    bytes: &[u8],
    [height, width]: [u32; 2],
    color: ExtendedColorType,
) -> io::Result<()> {
    let encoder = PngEncoder::new_with_quality(writer, CompressionType::Default, FilterType::Adaptive);
    encoder.write_image(bytes, width, height, color).map_err(io::Error::other)
}

fn write_jpeg(path: &Path, bytes: &[u8], [height, width]: [u32; 2], color: ExtendedColorType) -> Result<()> {
    write_atomically(path, |writer| {
        let encoder = JpegEncoder::new_with_quality(writer, JPEG_QUALITY);
        encoder.write_image(bytes, width, height, color).map_err(io::Error::other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{imread, imread_grayscale, imread_unchanged};
    use ndarray::{Array2, Array3, array};

    #[test]
    fn names_with_hangul_and_spaces_work() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("그림 1 (첫째).PNG");
        imwrite_gray(&path, array![[0.0, 0.5, 2.0, f32::NAN]].view()).unwrap();
        assert_eq!(imread_unchanged(&path).unwrap(), array![[0, 128, 255, 0]].into_dyn());
    }

    #[test]
    fn png_keeps_every_bit_and_jpeg_nearly() {
        let folder = tempfile::tempdir().unwrap();
        let image = Array3::from_shape_fn((30, 40, 3), |(y, x, c)| (3 * y + 2 * x + 40 * c) as u8);
        for name in ["picture.png", "picture.jpg", "picture.JPEG"] {
            let path = folder.path().join(name);
            imwrite(&path, image.view()).unwrap();
            let (read, gray) = (imread(&path).unwrap(), imread_grayscale(&path).unwrap());
            let largest = read.iter().zip(&image).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            let allowed = if name == "picture.png" { 0 } else { 8 };
            assert!(largest <= allowed, "{name}: {largest}");
            imwrite(&path, gray.view()).unwrap();
            assert_eq!(imread_unchanged(&path).unwrap().ndim(), 2, "{name} is gray");
        }
        let rgba = Array3::from_shape_fn((5, 4, 4), |(y, x, c)| (50 * y + 9 * x + 60 * c) as u8);
        imwrite(folder.path().join("alpha.png"), rgba.view()).unwrap();
        assert_eq!(imread_unchanged(folder.path().join("alpha.png")).unwrap(), rgba.into_dyn());
    }

    #[test]
    fn unwritable_places_and_other_formats_are_errors() {
        let pixels = array![[[1u8, 2, 3]]];
        let file = tempfile::NamedTempFile::new().unwrap();
        let below_a_file = file.path().join("picture.png");
        let refused = imwrite(&below_a_file, pixels.view()).unwrap_err().to_string();
        assert!(refused.contains(&file.path().display().to_string()), "{refused}");
        for name in ["picture.bmp", "picture", "png"] {
            let other = imwrite(name, pixels.view()).unwrap_err();
            assert!(other.to_string().contains("ends in .png, .jpg or .jpeg, found another ending"), "{other}");
        }
        let alpha = imwrite("picture.jpg", Array3::zeros((2, 2, 4)).view()).unwrap_err();
        assert!(alpha.to_string().contains("found a JPEG file, which has no alpha"), "{alpha}");
        assert!(
            save_png(Path::new("plot.jpg"), pixels.view())
                .unwrap_err()
                .to_string()
                .contains("plots are written as PNG")
        );
    }

    #[test]
    fn a_side_too_long_for_jpeg_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.jpg");
        let error = imwrite(&path, Array2::zeros((1, 70_000)).view()).unwrap_err();
        assert!(error.to_string().contains("long.jpg: expected to write the file"), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    #[should_panic(expected = "or [height, width, 4] with height and width above 0, found [2, 2, 5]")]
    fn five_channels_are_the_callers_mistake() {
        let _ = imwrite("never.png", Array3::zeros((2, 2, 5)).view());
    }
}
