//! PNG and JPEG pictures: decoded in three ways, then resized in one of four, to a size that the first bytes say.

#![no_main]
#![allow(missing_docs)] // of what the macro makes

use fuzz::{check_error, with_file};
use libfuzzer_sys::fuzz_target;
use shared::image::{Interpolation, imread, imread_grayscale, imread_unchanged, resize};

/// Larger pictures are only decoded: to resize them takes time, and the same loops.
const MOST_PIXELS: usize = 1 << 16;

fuzz_target!(|bytes: &[u8]| {
    let Some((&[height, width, way], file)) = bytes.split_first_chunk() else { return };
    let size = [height, width].map(|side| usize::from(side % 64) + 1);
    let interpolation = Interpolation::ALL[usize::from(way) % Interpolation::ALL.len()];
    with_file(file, |path| match imread_unchanged(path) {
        Err(error) => check_error(&error, path),
        Ok(picture) => {
            if picture.len() > MOST_PIXELS {
                return;
            }
            let colour = imread(path).expect("what can be read at all");
            let gray = imread_grayscale(path).expect("what can be read at all");
            assert_eq!(colour.shape()[..2], *gray.shape());
            assert_eq!(picture.len() % gray.len(), 0);
            assert_eq!(resize(colour.view(), size, interpolation).shape(), [size[0], size[1], 3]);
            assert_eq!(resize(gray.view(), size, interpolation).shape(), size);
        }
    });
});
