//! [`imwrite`]: an array becomes a PNG file, whole or not at all.

use std::io;
use std::path::Path;

use image::ImageEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use ndarray::{Array3, ArrayView2, ArrayView3};

use crate::files::write_atomically;
use crate::{Error, Result};

/// Writes `[height, width, 3]` bytes (red, green, blue) as a PNG picture.
///
/// # Errors
/// When the file cannot be written (missing folders are created), or its name ends in something else than `.png`.
///
/// # Panics
/// When the last axis is not 3, or height or width is 0.
#[track_caller]
pub fn imwrite(path: impl AsRef<Path>, pixels: ArrayView3<'_, u8>) -> Result<()> {
    let (height, width, channels) = pixels.dim();
    assert!(
        channels == 3 && height > 0 && width > 0,
        "imwrite: expected pixels [height, width, 3] with height and width above 0, found {:?}",
        pixels.shape()
    );
    save_png(path.as_ref(), pixels)
}

/// Writes `[height, width]` brightnesses (0 black, 1 white, clipped beyond; NaN becomes black) as a PNG picture.
///
/// # Errors
/// As [`imwrite`].
///
/// # Panics
/// When height or width is 0.
#[track_caller]
pub fn imwrite_gray(path: impl AsRef<Path>, brightness: ArrayView2<'_, f32>) -> Result<()> {
    let (height, width) = brightness.dim();
    let bytes = brightness.mapv(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8);
    imwrite(path, Array3::from_shape_fn((height, width, 3), |(y, x, _)| bytes[[y, x]]).view())
}

pub(crate) fn save_png(path: &Path, pixels: ArrayView3<'_, u8>) -> Result<()> {
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png")) {
        return Err(Error::file(path)
            .expected("a file name that ends in .png")
            .found("another ending")
            .help("pictures are written as PNG: choose a name such as picture.png"));
    }
    let (height, width, _) = pixels.dim();
    let bytes = pixels.as_standard_layout();
    let bytes = bytes.as_slice().expect("standard layout is contiguous");
    write_atomically(path, |writer| {
        let encoder = PngEncoder::new_with_quality(writer, CompressionType::Default, FilterType::Adaptive);
        encoder
            .write_image(bytes, width as u32, height as u32, image::ExtendedColorType::Rgb8)
            .map_err(io::Error::other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::imread;
    use ndarray::array;

    #[test]
    fn names_with_hangul_and_spaces_work() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("그림 1 (첫째).png");
        imwrite_gray(&path, array![[0.0, 0.5, 2.0, f32::NAN]].view()).unwrap();
        let gray = [0, 128, 255, 0].map(|byte| [byte; 3]);
        assert_eq!(imread(&path).unwrap(), array![gray]);
    }

    #[test]
    fn unwritable_places_and_other_formats_are_errors() {
        let pixels = array![[[1u8, 2, 3]]];
        let file = tempfile::NamedTempFile::new().unwrap();
        let below_a_file = file.path().join("picture.png");
        let refused = imwrite(&below_a_file, pixels.view()).unwrap_err().to_string();
        assert!(refused.contains(&file.path().display().to_string()), "{refused}");
        let other = imwrite("picture.bmp", pixels.view()).unwrap_err();
        assert!(other.to_string().contains("ends in .png"), "{other}");
    }

    #[test]
    #[should_panic(expected = "expected pixels [height, width, 3] with height and width above 0, found [2, 2, 4]")]
    fn four_channels_are_the_callers_mistake() {
        let _ = imwrite("never.png", Array3::zeros((2, 2, 4)).view());
    }
}
