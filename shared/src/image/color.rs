//! [`cvt_color`]: between RGB, BGR and gray.

use ndarray::{Array, Array2, Array3, ArrayView, ArrayView2, ArrayView3, Axis, Dimension, Ix2, Ix3, s};

/// From one colour space to another; the type says which axes the pictures have. For [`cvt_color`].
pub trait ColorConversion {
    /// The axes of the picture before: [`Ix2`](type@Ix2) for gray, [`Ix3`](type@Ix3) for colour.
    type From: Dimension;
    /// The axes of the picture after.
    type To: Dimension;

    /// Makes the new picture.
    ///
    /// # Panics
    /// If a colour picture has other than 3 channels.
    fn convert(&self, image: ArrayView<'_, u8, Self::From>) -> Array<u8, Self::To>;
}

/// Converts a picture to another colour space: `cvt_color(img.view(), Rgb2Gray)`.
///
/// ```
/// use ndarray::array;
/// use shared::image::{Gray2Rgb, Rgb2Bgr, Rgb2Gray, cvt_color};
///
/// let orange = array![[[255, 165, 0]]]; // [1, 1, 3]
/// assert_eq!(cvt_color(orange.view(), Rgb2Bgr), array![[[0, 165, 255]]]);
/// let gray = cvt_color(orange.view(), Rgb2Gray);
/// assert_eq!(gray, array![[173]]); // [1, 1]
/// assert_eq!(cvt_color(gray.view(), Gray2Rgb), array![[[173, 173, 173]]]);
/// ```
///
/// # Panics
/// If a colour picture has other than 3 channels.
#[track_caller]
pub fn cvt_color<C: ColorConversion>(image: ArrayView<'_, u8, C::From>, conversion: C) -> Array<u8, C::To> {
    let shape = image.shape();
    let fits = matches!(shape, [_, _] | [_, _, 3]);
    assert!(fits, "cvt_color: expected a colour picture [height, width, 3], found {shape:?}");
    conversion.convert(image)
}

/// Red, green, blue to blue, green, red. The same swap leads back.
#[derive(Clone, Copy, Debug)]
pub struct Rgb2Bgr;

/// Blue, green, red, the order of OpenCV, to red, green, blue.
#[derive(Clone, Copy, Debug)]
pub struct Bgr2Rgb;

/// Red, green, blue to brightness: 0.299 red + 0.587 green + 0.114 blue, the weights of ITU-R BT.601, by which green looks
/// brightest and blue darkest. Rounded exactly as OpenCV does.
#[derive(Clone, Copy, Debug)]
pub struct Rgb2Gray;

/// Blue, green, red to brightness, as [`Rgb2Gray`].
#[derive(Clone, Copy, Debug)]
pub struct Bgr2Gray;

/// Brightness to three equal channels.
#[derive(Clone, Copy, Debug)]
pub struct Gray2Rgb;

impl ColorConversion for Rgb2Bgr {
    type From = Ix3;
    type To = Ix3;

    fn convert(&self, image: ArrayView3<'_, u8>) -> Array3<u8> {
        image.slice(s![.., .., ..;-1]).as_standard_layout().into_owned()
    }
}

impl ColorConversion for Bgr2Rgb {
    type From = Ix3;
    type To = Ix3;

    fn convert(&self, image: ArrayView3<'_, u8>) -> Array3<u8> {
        Rgb2Bgr.convert(image)
    }
}

impl ColorConversion for Rgb2Gray {
    type From = Ix3;
    type To = Ix2;

    fn convert(&self, image: ArrayView3<'_, u8>) -> Array2<u8> {
        gray(image, |[red, green, blue]| brightness(red, green, blue))
    }
}

impl ColorConversion for Bgr2Gray {
    type From = Ix3;
    type To = Ix2;

    fn convert(&self, image: ArrayView3<'_, u8>) -> Array2<u8> {
        gray(image, |[blue, green, red]| brightness(red, green, blue))
    }
}

impl ColorConversion for Gray2Rgb {
    type From = Ix2;
    type To = Ix3;

    #[expect(clippy::expect_used, reason = "an axis of 1 repeats")]
    fn convert(&self, image: ArrayView2<'_, u8>) -> Array3<u8> {
        let (height, width) = image.dim();
        let wide = image.insert_axis(Axis(2));
        wide.broadcast((height, width, 3)).expect("an axis of 1 repeats").as_standard_layout().into_owned()
    }
}

#[expect(clippy::expect_used, reason = "the standard layout lies in one piece, and gives a byte for each pixel")]
fn gray(image: ArrayView3<'_, u8>, brightness: impl Fn([u8; 3]) -> u8) -> Array2<u8> {
    let (height, width, _) = image.dim();
    let image = image.as_standard_layout();
    let (pixels, _) = image.as_slice().expect("standard layout is contiguous").as_chunks::<3>();
    let gray = pixels.iter().map(|&pixel| brightness(pixel)).collect();
    Array2::from_shape_vec((height, width), gray).expect("one byte per pixel")
}

/// The weights as OpenCV has them: 15 bits after the point, which add up to 1 exactly.
fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 9798 * u32::from(red) + 19_235 * u32::from(green) + 3735 * u32::from(blue);
    ((sum + (1 << 14)) >> 15) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn gray_is_opencvs_gray() {
        let golden = golden::read("resize");
        let triples = golden["gray"].as_array().unwrap();
        assert!(triples.len() > 500);
        for triple in triples {
            let [r, g, b, gray] = std::array::from_fn(|k| triple[k].as_u64().unwrap() as u8);
            assert_eq!(brightness(r, g, b), gray, "{r} {g} {b}");
        }
    }

    #[test]
    fn bgr_and_back_is_the_same_and_gray_does_not_depend_on_the_order() {
        let image = Array3::from_shape_fn((5, 4, 3), |(y, x, c)| (y * 50 + x * 13 + c * 71) as u8);
        let bgr = cvt_color(image.view(), Rgb2Bgr);
        assert_eq!(bgr[[2, 1, 0]], image[[2, 1, 2]]);
        assert!(bgr.is_standard_layout());
        assert_eq!(cvt_color(bgr.view(), Bgr2Rgb), image);
        assert_eq!(cvt_color(bgr.view(), Bgr2Gray), cvt_color(image.view(), Rgb2Gray));
        assert_eq!(cvt_color(Array3::zeros((0, 4, 3)).view(), Rgb2Gray).dim(), (0, 4));
    }

    #[test]
    #[should_panic(expected = "expected a colour picture [height, width, 3], found [2, 2, 4]")]
    fn alpha_is_no_colour() {
        cvt_color(Array3::zeros((2, 2, 4)).view(), Rgb2Bgr);
    }
}
