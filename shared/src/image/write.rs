//! [`imwrite`]: an array becomes a PNG file, whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use image::ImageEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use ndarray::{Array3, ArrayView2, ArrayView3};

use crate::{Error, Result};

/// Writes `[height, width, 3]` bytes (red, green, blue) as a PNG picture.
///
/// # Errors
/// When the file cannot be written, or its name ends in something else than `.png`.
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

/// Writes beside the target, then renames: a reader sees the old file or the whole new one.
fn write_atomically(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let attempt = || -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        // Others may read a picture; without this the file would be its owner's alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        let mut buffered = io::BufWriter::new(file.as_file_mut());
        write(&mut buffered)?;
        buffered.flush()?;
        drop(buffered);
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| Error::io(path, "write this file", &error))
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
    fn a_failed_write_leaves_the_old_file_and_no_scraps() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture.png");
        imwrite(&path, array![[[1, 2, 3]]].view()).unwrap();
        let error = write_atomically(&path, |writer| {
            writer.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(error.unwrap_err().to_string().contains("free some disk space"));
        assert_eq!(imread(&path).unwrap(), array![[[1, 2, 3]]]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn unwritable_places_and_other_formats_are_errors() {
        let pixels = array![[[1u8, 2, 3]]];
        let missing = imwrite("no-such-folder/picture.png", pixels.view()).unwrap_err();
        assert!(missing.to_string().starts_with("no-such-folder/picture.png: expected to write"), "{missing}");
        let other = imwrite("picture.bmp", pixels.view()).unwrap_err();
        assert!(other.to_string().contains("ends in .png"), "{other}");
    }

    #[test]
    #[should_panic(expected = "expected pixels [height, width, 3] with height and width above 0, found [2, 2, 4]")]
    fn four_channels_are_the_callers_mistake() {
        let _ = imwrite("never.png", Array3::zeros((2, 2, 4)).view());
    }
}
