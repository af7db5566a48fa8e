//! [`resize`]: another height and width.
//!
//! Why not a library: none in Rust gives OpenCV's results, which a course beside OpenCV needs. `fast_image_resize` 6.1 with
//! its nearest settings (fixed kernel size, this cubic kernel) was compared on the golden pictures: linear differs by 1 of
//! 255, but cubic by up to 45, since it leaves out pixels beyond the border instead of repeating the last one, and rounds and
//! clips between its two passes; its box filter counts no parts of pixels.

use ndarray::{Array, ArrayView, Dimension};

use super::taps::{Rule, Taps};
use crate::kernels::resample::{sum_columns, sum_rows};

/// How [`resize`] finds the colour between pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// The pixel at the place: no new colours, but blocks and jagged edges. `INTER_NEAREST`.
    Nearest,
    /// Between the 2 x 2 pixels around the place: smooth, a little soft. `INTER_LINEAR`.
    Linear,
    /// From 4 x 4 pixels by a cubic curve: sharper; beside strong edges it overshoots. `INTER_CUBIC`.
    Cubic,
    /// The mean of all pixels that fall into the new one: best for making pictures much smaller, where the others skip
    /// pixels. `INTER_AREA`.
    Area,
}

impl Interpolation {
    /// All four, in the order from coarse to careful.
    pub const ALL: [Interpolation; 4] =
        [Interpolation::Nearest, Interpolation::Linear, Interpolation::Cubic, Interpolation::Area];
}

/// A picture of `[height, width]` pixels, made from one of any other size. Pictures are `[height, width]` or
/// `[height, width, channels]` with 1 to 4 channels, which are treated alike. (Note OpenCV's other order, `(width, height)`.)
///
/// The result is OpenCV's `resize` to within 1 of 255: pixel centres, kernels and borders are defined alike, but OpenCV
/// rounds some weights to 11 bits, and this does not. `Nearest` is the same to the bit.
///
/// ```
/// use ndarray::array;
/// use shared::image::{Interpolation, resize};
///
/// let edge = array![[0, 0, 200, 200]]; // [1, 4]
/// assert_eq!(resize(edge.view(), [1, 2], Interpolation::Area), array![[0, 200]]);
/// assert_eq!(resize(array![[0, 200]].view(), [1, 4], Interpolation::Nearest), edge);
/// assert_eq!(resize(array![[0, 200]].view(), [1, 4], Interpolation::Linear), array![[0, 50, 150, 200]]);
/// ```
///
/// # Panics
/// If the picture has another number of axes or channels, or a side of either picture is 0.
#[track_caller]
pub fn resize<D: Dimension>(
    image: ArrayView<'_, u8, D>,
    [height, width]: [usize; 2],
    interpolation: Interpolation,
) -> Array<u8, D> {
    let old = image.shape();
    let channels = if old.len() == 2 { 1 } else { *old.get(2).unwrap_or(&0) };
    assert!(
        matches!(old.len(), 2 | 3) && old[0] * old[1] > 0 && (1..=4).contains(&channels),
        "resize: expected a picture [height, width] or [height, width, 1 to 4] with height and width above 0, found {old:?}"
    );
    assert!(height > 0 && width > 0, "resize: expected a new height and width above 0, found [{height}, {width}]");
    let rule = Rule::of(interpolation, height <= old[0] && width <= old[1]);
    let (down, across) = (Taps::new(old[0], height, rule), Taps::new(old[1], width, rule));

    let mut shape = image.raw_dim();
    (shape[0], shape[1]) = (height, width);
    let image = image.as_standard_layout();
    let pixels = image.as_slice().expect("standard layout is contiguous");
    let resample = match channels {
        1 => resample::<1>,
        2 => resample::<2>,
        3 => resample::<3>,
        _ => resample::<4>,
    };
    Array::from_shape_vec(shape, resample(pixels, old[1], &down, &across))
        .expect("a byte for each channel of each pixel")
}

/// `pixels` is `[rows, row_len, C]`. Each new row is first summed over the old rows, in long vectors, then along itself.
fn resample<const C: usize>(pixels: &[u8], row_len: usize, down: &Taps, across: &Taps) -> Vec<u8> {
    let old_row = row_len * C;
    let mut sums = vec![0.0; old_row];
    let mut resized = vec![0; down.len() * across.len() * C];
    for ((rows, weights), new_row) in down.iter().zip(resized.chunks_exact_mut(across.len() * C)) {
        sum_rows(&pixels[rows.start * old_row..rows.end * old_row], weights, &mut sums);
        sum_columns(sums.as_chunks::<C>().0, across.iter(), new_row.as_chunks_mut::<C>().0);
    }
    resized
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use ndarray::{Array2, Array3, array, s};
    use serde_json::Value;

    fn bytes(json: &Value) -> Vec<u8> {
        json.as_array().unwrap().iter().map(|byte| byte.as_u64().unwrap() as u8).collect()
    }

    fn picture(json: &Value) -> Array3<u8> {
        let shape: Vec<usize> =
            json["shape"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
        Array3::from_shape_vec([shape[0], shape[1], shape[2]], bytes(&json["data"])).unwrap()
    }

    /// Compares with OpenCV: the largest difference may be 1.
    #[test]
    fn every_method_is_opencvs_to_within_1() {
        let golden = golden::read("resize");
        let cases = golden["cases"].as_array().unwrap();
        assert!(cases.len() >= 80);
        for case in cases {
            let name = case["interpolation"].as_str().unwrap();
            let interpolation = Interpolation::ALL.into_iter().find(|i| format!("{i:?}") == name).unwrap();
            let (input, expected) =
                (picture(&golden["inputs"][case["input"].as_str().unwrap()]), picture(&case["output"]));
            let (height, width, channels) = expected.dim();
            let ours = resize(input.view(), [height, width], interpolation);
            let allowed = if interpolation == Interpolation::Nearest { 0 } else { 1 };
            let differences = ours.iter().zip(&expected).map(|(a, b)| a.abs_diff(*b));
            let largest = differences.max().unwrap();
            assert!(largest <= allowed, "{name} {:?} to {height} x {width}: {largest}", input.dim());
            if channels == 1 {
                let gray = resize(input.slice(s![.., .., 0]), [height, width], interpolation);
                assert_eq!(gray, ours.slice(s![.., .., 0]));
            }
        }
    }

    #[test]
    fn the_same_size_gives_the_same_bits() {
        let image = Array3::from_shape_fn((7, 5, 4), |(y, x, c)| (y * 91 + x * 37 + c * 11) as u8);
        for interpolation in Interpolation::ALL {
            assert_eq!(resize(image.view(), [7, 5], interpolation), image, "{interpolation:?}");
        }
    }

    #[test]
    fn views_that_are_not_contiguous_work() {
        let image = Array3::from_shape_fn((6, 8, 3), |(y, x, c)| (y * 31 + x * 17 + c * 7) as u8);
        let view = image.slice(s![..;-1, ..;2, ..]);
        let resized = resize(view, [3, 9], Interpolation::Cubic);
        assert_eq!(resized, resize(view.to_owned().view(), [3, 9], Interpolation::Cubic));
    }

    #[test]
    fn cubic_overshoot_is_clipped() {
        let edge = Array2::from_shape_fn((4, 8), |(_, x)| if x < 4 { 0 } else { 255 });
        let wide = resize(edge.view(), [4, 32], Interpolation::Cubic);
        assert_eq!((wide[[0, 13]], wide[[0, 18]]), (0, 255));
        let soft = resize(array![[50, 50, 200, 200]].view(), [1, 16], Interpolation::Cubic);
        assert!(soft.iter().any(|&value| value < 50) && soft.iter().any(|&value| value > 200), "{soft}");
    }

    #[test]
    #[should_panic(expected = "expected a new height and width above 0, found [0, 60]")]
    fn no_size_is_the_callers_mistake() {
        resize(Array2::zeros((4, 4)).view(), [0, 60], Interpolation::Area);
    }

    #[test]
    #[should_panic(expected = "or [height, width, 1 to 4] with height and width above 0, found [2, 2, 5]")]
    fn five_channels_are_the_callers_mistake() {
        resize(Array3::zeros((2, 2, 5)).view(), [4, 4], Interpolation::Linear);
    }
}
