//! Small made files; the real ones are used in the workspace's `tests/data_files.rs`.

use std::io::Write;
use std::path::PathBuf;

use flate2::{Compression, write::GzEncoder};
use ndarray::array;
use tempfile::TempDir;

use super::*;

const IMAGES: [u8; 24] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 255];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stored(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[track_caller]
fn assert_error(bytes: &[u8], parts: &[&str]) {
    let (_folder, path) = stored(bytes);
    let text = read_images(&path).expect_err("the file is bad").to_string();
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in: {text}");
    }
}

#[test]
fn reads_images_plain_and_gzip() {
    let expected = array![[[1, 2], [3, 4]], [[5, 6], [7, 255]]];
    for bytes in [IMAGES.to_vec(), gzip(&IMAGES)] {
        let (_folder, path) = stored(&bytes);
        assert_eq!(read_images(&path).unwrap(), expected);
        assert_eq!(read(&path).unwrap(), expected.clone().into_dyn());
        let header = Header::peek(&path).unwrap();
        assert_eq!(header.to_string(), "2 x 2 x 2 unsigned bytes");
        assert_eq!(header.to_bytes(), IMAGES[..16]);
    }
}

#[test]
fn reads_labels_and_other_numbers_of_dimensions() {
    let (_folder, path) = stored(&[0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]);
    assert_eq!(read_labels(&path).unwrap(), array![7, 0, 9]);
    let (_folder, path) = stored(&[0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 4, 5]);
    assert_eq!(read(&path).unwrap(), array![[4, 5]].into_dyn());
    let (_folder, path) = stored(&[0, 0, 8, 1, 0, 0, 0, 0]);
    assert_eq!(read_labels(&path).unwrap().len(), 0);
}

#[test]
fn labels_outside_the_classes_are_named_with_their_index() {
    assert!(check_labels("x", array![0, 9].view(), 10).is_ok());
    let error = check_labels("x", array![0, 77, 9].view(), 10).unwrap_err().to_string();
    assert!(error.starts_with("x: expected labels from 0 to 9, found label 77 at index 1\n  help: "), "{error}");
}

#[test]
fn every_truncation_is_an_error_naming_the_file() {
    let packed = gzip(&IMAGES);
    for bytes in [&IMAGES[..], &packed] {
        for end in 0..bytes.len() {
            assert_error(&bytes[..end], &["file: expected ", "found ", "help: `git checkout -- data/`"]);
        }
    }
}

#[test]
fn bytes_after_the_elements_are_refused() {
    let mut longer = IMAGES.to_vec();
    longer.push(0);
    assert_error(&longer, &["2 x 2 x 2 unsigned bytes, then the end of the file", "found more bytes"]);
    assert_error(&gzip(&longer), &["found more bytes"]);
    let mut garbage_behind_gzip = gzip(&IMAGES);
    garbage_behind_gzip.push(1);
    assert_error(&garbage_behind_gzip, &["a whole gzip file"]);
}

#[test]
fn any_changed_byte_of_gzip_is_noticed_or_harmless() {
    let packed = gzip(&IMAGES);
    for index in 2..packed.len() {
        for change in [1, 0x10, 0xff] {
            let mut bytes = packed.clone();
            bytes[index] ^= change;
            let (_folder, path) = stored(&bytes);
            if let Ok(images) = read_images(&path) {
                assert_eq!(images.as_slice().unwrap(), &IMAGES[16..], "byte {index} ^ {change:#x}");
            }
        }
    }
}

#[test]
fn any_header_byte_may_lie_without_a_panic() {
    for index in 0..16 {
        for value in [0, 1, 2, 3, 4, 9, 0x7f, 0x80, 0xff].into_iter().filter(|&value| value != IMAGES[index]) {
            let mut bytes = IMAGES;
            bytes[index] = value;
            assert_error(&bytes, &["expected ", "found ", "help: "]);
            assert_error(&gzip(&bytes), &["expected ", "found ", "help: "]);
        }
    }
}

#[test]
fn absurd_sizes_are_refused_before_anything_is_allocated() {
    let claim = |sizes: [u32; 3]| {
        let sizes = sizes.iter().flat_map(|size| size.to_be_bytes());
        [0, 0, 8, 3].into_iter().chain(sizes).chain([1, 2, 3]).collect::<Vec<u8>>()
    };
    assert_error(&claim([u32::MAX; 3]), &["at most 1073741824 elements", "4294967295 x 4294967295 x 4294967295"]);
    assert_error(&claim([0, u32::MAX, u32::MAX]), &["at most 1073741824 elements"]);
    assert_error(
        &claim([1 << 30, 1, 1]),
        &["1073741824 x 1 x 1 unsigned bytes, as the header claims", "at most 3 of them"],
    );
    assert_error(&gzip(&claim([1 << 30, 1, 1])), &["as the header claims", "truncated"]);
    assert_error(&gzip(&claim([10, 28, 28])), &["10 x 28 x 28 unsigned bytes", "3 bytes after the header"]);
}

#[test]
fn a_gzip_bomb_is_read_no_further_than_its_header_says() {
    let mut bytes = IMAGES.to_vec();
    bytes.resize(64 << 20, 0);
    assert_error(&gzip(&bytes), &["found more bytes"]);
}

#[test]
fn other_files_are_recognised() {
    let html = b"<!DOCTYPE html><html><body>403 Forbidden</body></html>";
    assert_error(html, &["expected an IDX file of unsigned bytes", "found an HTML page"]);
    assert_error(&gzip(html), &["found an HTML page"]);
    assert_error(&gzip(&gzip(&IMAGES)), &["gzip data inside gzip data"]);
    assert_error(&[0, 0, 0x0d, 1, 0, 0, 0, 0], &["32-bit floats (type 0x0d)"]);
    assert_error(&[0, 0, 8, 0], &["no dimensions"]);
    let labels = [0, 0, 8, 1, 0, 0, 0, 1, 5];
    assert_error(&labels, &["0x00000803 (images: 3 dimensions), found magic number 0x00000801 (labels: 1 dimension)"]);
}

#[test]
fn missing_files_and_folders_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = read_labels(folder.path().join("no")).unwrap_err().to_string();
    assert!(text.contains("no: expected a readable file, found no such file"), "{text}");
    let text = read_labels(folder.path()).unwrap_err().to_string();
    assert!(text.contains("expected a file, found a folder"), "{text}");
}
