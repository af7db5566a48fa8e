//! Files of every kind, good and bad. The pictures in `golden/pictures` are of kinds that the course does not write itself.

use std::fs;
use std::path::{Path, PathBuf};

use ndarray::{Array3, ArrayD, Axis};
use serde_json::Value;

use super::{imread, imread_grayscale, imread_unchanged, imwrite};
use crate::golden;

fn message_for(name: &str, content: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    refused(&path)
}

/// All three functions refuse the file in the same words, which name it.
fn refused(path: &Path) -> String {
    let messages = [imread(path).map(drop), imread_grayscale(path).map(drop), imread_unchanged(path).map(drop)]
        .map(|result| result.unwrap_err().to_string());
    assert!(messages[0].starts_with(&path.display().to_string()), "{}", messages[0]);
    assert!(messages[0].contains("\n  help: "), "{}", messages[0]);
    assert!(messages.iter().all(|message| *message == messages[0]), "{messages:?}");
    messages[0].clone()
}

fn golden_picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/pictures").join(name)
}

fn array(json: &Value) -> ArrayD<u8> {
    let numbers = |key: &str| json[key].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect::<Vec<_>>();
    let shape: Vec<usize> = numbers("shape").into_iter().map(|n| n as usize).filter(|&n| n > 0).collect();
    ArrayD::from_shape_vec(shape, numbers("data").into_iter().map(|n| n as u8).collect()).unwrap()
}

fn largest_difference(a: &ArrayD<u8>, b: &ArrayD<u8>) -> u8 {
    assert_eq!(a.shape(), b.shape());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

/// A JPEG picture of noise: it has compressed data in every part of the file.
fn jpeg() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.jpg");
    imwrite(&path, Array3::from_shape_fn((40, 40, 3), |(y, x, c)| (y * 31 + x * 17 + c * 7) as u8).view()).unwrap();
    fs::read(path).unwrap()
}

#[test]
fn every_kind_of_picture_reads_as_opencv_reads_it() {
    let golden = golden::read("resize");
    let pictures = golden["pictures"].as_object().unwrap();
    assert_eq!(pictures.len(), 8);
    for (name, expected) in pictures {
        let path = golden_picture(name);
        // CMYK is compared with the picture before it was compressed; OpenCV cuts 16 bits off, and JPEG decoders differ.
        let allowed = if name == "cmyk.jpg" {
            10
        } else if name.ends_with("jpg") {
            3
        } else {
            1
        };
        let color = largest_difference(&imread(&path).unwrap().into_dyn(), &array(&expected["color"]));
        assert!(color <= allowed, "{name} in colour: {color}");
        let gray = largest_difference(&imread_grayscale(&path).unwrap().into_dyn(), &array(&expected["gray"]));
        assert!(gray <= allowed, "{name} in gray: {gray}");
    }
}

#[test]
fn unchanged_has_the_axes_and_channels_of_the_file() {
    let shapes: [(&str, &[usize]); 7] = [
        ("gray_16_bit.png", &[8, 12]),
        ("gray_alpha.png", &[8, 12, 2]),
        ("one_bit.png", &[8, 12]),
        ("palette.png", &[8, 12, 3]),
        ("rgb_16_bit.png", &[8, 12, 3]),
        ("cmyk.jpg", &[32, 48, 3]),
        ("turned.jpg", &[32, 48, 3]),
    ];
    for (name, shape) in shapes {
        assert_eq!(imread_unchanged(golden_picture(name)).unwrap().shape(), shape, "{name}");
    }
    let gray_alpha = imread_unchanged(golden_picture("gray_alpha.png")).unwrap();
    assert_eq!(
        gray_alpha.index_axis(Axis(2), 0),
        imread_grayscale(golden_picture("gray_alpha.png")).unwrap().into_dyn()
    );
    assert_eq!((gray_alpha[[3, 4, 0]], gray_alpha[[3, 4, 1]]), (80, 140));
}

#[test]
fn sixteen_bits_are_rounded_to_eight() {
    // Stored was 20 x * 257 - 100 for column x: a little below the byte 20 x.
    let gray = imread_unchanged(golden_picture("gray_16_bit.png")).unwrap();
    assert_eq!(
        gray.index_axis(Axis(0), 3).iter().copied().collect::<Vec<u8>>(),
        (0..12).map(|x| 20 * x).collect::<Vec<u8>>()
    );
}

#[test]
fn a_photograph_is_turned_upright_unless_it_is_read_unchanged() {
    let (upright, stored) =
        (imread(golden_picture("turned.jpg")).unwrap(), imread_unchanged(golden_picture("turned.jpg")).unwrap());
    assert_eq!(upright.dim(), (48, 32, 3));
    assert_eq!(imread_grayscale(golden_picture("turned.jpg")).unwrap().dim(), (48, 32));
    // The stored left edge, from below upwards, is the upright top edge.
    for x in 0..32 {
        assert_eq!(upright[[0, x, 0]], stored[[31 - x, 0, 0]]);
    }
}

#[test]
fn a_file_that_is_no_picture_says_which_formats_are_read() {
    let page = message_for("page.png", b"<html>404</html>");
    assert!(page.contains("found a file that is no picture (it starts with the bytes 3c 68 74 6d)"), "{page}");
    assert!(page.contains("save the picture as PNG or JPEG"), "{page}");
    let gif = message_for("cat.jpg", b"GIF89a\x01\0\x01\0");
    assert!(gif.contains("found a picture of the format Gif"), "{gif}");
    let empty = message_for("empty.png", b"");
    assert!(empty.contains("expected a PNG or JPEG picture, found an empty file (0 bytes)"), "{empty}");
}

#[test]
fn what_is_not_an_ordinary_file_is_not_even_opened() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path()).contains("found a folder"));
    let missing = refused(&folder.path().join("없는 고양이.jpg"));
    assert!(missing.contains("expected to read a picture") && missing.contains("check the path"), "{missing}");
    #[cfg(unix)]
    {
        assert!(refused(Path::new("/dev/zero")).contains("found a device or a pipe"));
        let pipe = folder.path().join("pipe.png");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(refused(&pipe).contains("found a device or a pipe"));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.png");
    fs::write(&path, "secret").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything; then the content is refused.
    let expected =
        if fs::File::open(&path).is_ok() { "found a file that is no picture" } else { "check who owns the file" };
    let message = refused(&path);
    assert!(message.contains(expected), "{message}");
}

#[test]
fn a_jpeg_that_is_cut_off_anywhere_is_an_error() {
    let whole = jpeg();
    let missing = [1, 2, 3, 50, whole.len() / 2, whole.len() - 200, whole.len() - 4];
    for len in missing.map(|missing| whole.len() - missing) {
        let message = message_for("cut.jpg", &whole[..len]);
        assert!(message.contains("cut off"), "{len} of {} bytes: {message}", whole.len());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("with a film.jpg");
    fs::write(&path, [&whole[..], b"what phones put behind a picture"].concat()).unwrap();
    assert_eq!(imread(path).unwrap().dim(), (40, 40, 3));
}

#[test]
fn a_png_that_is_cut_off_or_damaged_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.png");
    imwrite(&path, Array3::from_shape_fn((40, 40, 3), |(y, x, c)| (y * 31 + x * 17 + c * 7) as u8).view()).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    for part in 1..8 {
        let message = message_for("cut.png", &bytes[..bytes.len() * part / 8]);
        assert!(message.contains("damaged or cut off"), "{message}");
    }
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    assert!(message_for("flipped.png", &bytes).contains("damaged or cut off"));
}

#[test]
fn a_damaged_jpeg_ends_in_a_picture_or_an_error_never_in_a_panic() {
    let whole = jpeg();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.jpg");
    for at in (2..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, bytes).unwrap();
        match imread(&path) {
            Ok(picture) => assert_eq!(picture.dim().2, 3),
            Err(error) => assert!(error.to_string().contains("damaged.jpg: expected"), "{error}"),
        }
    }
}

/// A PNG file with nothing but a header.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    chunk.extend([8, 2, 0, 0, 0]); // 8 bits, red, green and blue
    let checksum = crc32(&chunk);
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &chunk, &checksum.to_be_bytes(), b"\0\0\0\x01IDAT\0"].concat()
}

/// The checksum of PNG's chunks, bit by bit (annex D of the specification).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// A JPEG file that claims this size: the header of a whole file, changed.
fn jpeg_with_size(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg();
    let frame = bytes.windows(2).position(|marker| marker == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// The most memory that this process has held so far, in kB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim_end_matches("kB").trim().parse().unwrap()
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_takes_memory() {
    #[cfg(target_os = "linux")]
    let before = peak_memory();
    let claims = [
        ("huge.png", png_header(60_000, 60_000)),
        ("huge.jpg", jpeg_with_size(60_000, 60_000)),
        ("wide.png", png_header(16_385, 1)),
        ("within both sides.png", png_header(16_000, 16_000)),
        ("within both sides.jpg", jpeg_with_size(16_000, 16_000)),
    ];
    for (name, content) in claims {
        let message = message_for(name, &content);
        assert!(message.contains("at most 16384 pixels a side and 512 MB in memory"), "{name}: {message}");
    }
    // 60,000 x 60,000 x 3 bytes are 10.8 GB; what the other tests hold at the same time is far less than 512 MB.
    #[cfg(target_os = "linux")]
    assert!(peak_memory() - before < 512 << 10, "{} kB more", peak_memory() - before);
}
