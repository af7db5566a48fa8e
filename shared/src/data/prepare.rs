//! Interim: until the image room has these.

use std::path::Path;

use ndarray::Array3;

use crate::{Error, Result};

pub(super) fn imread_unchanged(path: &Path) -> Result<ndarray::ArrayD<u8>> {
    let opened = ::image::ImageReader::open(path).and_then(|reader| reader.with_guessed_format());
    let reader = opened.map_err(|error| Error::io(path, "read a picture", &error))?;
    let pixels = reader
        .decode()
        .map_err(|error| Error::file(path).expected("a whole PNG or JPEG picture").found(error.to_string()))?
        .into_rgba8();
    let shape = (pixels.height() as usize, pixels.width() as usize, 4);
    Ok(Array3::from_shape_vec(shape, pixels.into_raw()).expect("four bytes per pixel").into_dyn())
}

pub(super) enum Interpolation {
    Cubic,
}

pub(super) fn resize(image: ndarray::ArrayView3<'_, u8>, size: [usize; 2], _: Interpolation) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let picture =
        ::image::RgbImage::from_raw(width as u32, height as u32, image.as_standard_layout().iter().copied().collect())
            .expect("three bytes per pixel");
    let filter = ::image::imageops::FilterType::CatmullRom;
    let small = ::image::imageops::resize(&picture, size[1] as u32, size[0] as u32, filter);
    Array3::from_shape_vec((size[0], size[1], 3), small.into_raw()).expect("three bytes per pixel")
}

pub(super) fn zero_center(image: ndarray::ArrayView3<'_, f32>) -> Array3<f32> {
    let mean = image.mean().unwrap_or_default();
    let deviation = image.std(0.0);
    image.mapv(|value| if deviation > 0.0 { (value - mean) / deviation } else { 0.0 })
}
