//! [`resize`]: another height and width.
//!
//! Why not a library: none in Rust gives OpenCV's results, which a course beside OpenCV needs. `fast_image_resize` 6.1
//! with its nearest settings (fixed kernel size, this cubic kernel) was compared on the golden pictures: linear differs
//! by 1 of 255, but cubic by up to 45, since it leaves out pixels beyond the border instead of repeating the last one,
//! and rounds and clips between its two passes; its box filter counts no parts of pixels.

use std::borrow::Cow;

use ndarray::{Array, ArrayView, Dimension};

use super::taps::{Rule, Taps};
use crate::kernels::resample::{PADDING, cut_to_bytes, sum_columns, sum_rows};

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
/// `[height, width, channels]` with 1 to 4 channels, which are treated alike. (Note OpenCV's other order,
/// `(width, height)`.)
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
#[expect(clippy::expect_used, reason = "the new picture has a byte for each channel of each pixel")]
#[track_caller]
pub fn resize<D: Dimension>(
    image: ArrayView<'_, u8, D>,
    [height, width]: [usize; 2],
    interpolation: Interpolation,
) -> Array<u8, D> {
    let mut shape = image.raw_dim();
    let mut resizer = Resizer::new([height, width], interpolation);
    let bytes = resizer.resize(image).to_vec();
    (shape[0], shape[1]) = (height, width);
    Array::from_shape_vec(shape, bytes).expect("a byte for each channel of each pixel")
}

/// [`resize`] for many pictures: keeps its tables while their size stays the same, and its memory.
pub(crate) struct Resizer {
    /// Height and width of the new pictures.
    size: [usize; 2],
    interpolation: Interpolation,
    tables: Option<Tables>,
    /// `[old width, channels]`: one new row before its columns are summed.
    row: Vec<f32>,
    /// `[width, channels]`: a new row before it becomes bytes.
    new_row: Vec<f32>,
    /// `[height, width, channels]`
    resized: Vec<u8>,
}

/// From pictures of one size to those of another.
struct Tables {
    /// Height and width of the old pictures.
    old_size: [usize; 2],
    down: Taps,
    across: Taps,
}

impl Resizer {
    /// To `[height, width]`.
    ///
    /// # Panics
    /// If one of them is 0.
    #[track_caller]
    pub(crate) fn new(size: [usize; 2], interpolation: Interpolation) -> Resizer {
        assert!(!size.contains(&0), "resize: expected a new height and width above 0, found {size:?}");
        Resizer { size, interpolation, tables: None, row: Vec::new(), new_row: Vec::new(), resized: Vec::new() }
    }

    /// The new picture, `[height, width]` or `[height, width, channels]` as the old one.
    ///
    /// # Panics
    /// As [`resize`].
    #[track_caller]
    pub(crate) fn resize<D: Dimension>(&mut self, image: ArrayView<'_, u8, D>) -> &[u8] {
        let old = image.shape();
        let (old_size, channels) = match *old {
            [height, width] => ([height, width], 1),
            [height, width, channels] => ([height, width], channels),
            _ => ([0, 0], 0),
        };
        assert!(
            !old_size.contains(&0) && (1..=4).contains(&channels),
            "resize: expected a picture [height, width] or [height, width, 1 to 4] with height and width above 0, found {old:?}"
        );
        self.choose_tables(old_size);
        let pixels = match image.as_slice() {
            Some(pixels) => Cow::Borrowed(pixels),
            None => Cow::Owned(image.iter().copied().collect()),
        };
        match channels {
            1 => self.resample::<1>(&pixels),
            2 => self.resample::<2>(&pixels),
            3 => self.resample::<3>(&pixels),
            _ => self.resample::<4>(&pixels),
        }
    }

    fn choose_tables(&mut self, old_size: [usize; 2]) {
        if self.tables.as_ref().is_none_or(|tables| tables.old_size != old_size) {
            let shrinks = self.size[0] <= old_size[0] && self.size[1] <= old_size[1];
            let rule = Rule::of(self.interpolation, shrinks);
            let ([old_height, old_width], [height, width]) = (old_size, self.size);
            let (down, across) = (Taps::new(old_height, height, rule), Taps::new(old_width, width, rule));
            self.tables = Some(Tables { old_size, down, across });
        }
    }

    /// `pixels` is `[old height, old width, C]`. Each new row is first summed over the old rows, in long vectors, then along
    /// itself.
    #[expect(clippy::expect_used, reason = "`resize` has chosen tables")]
    #[expect(
        clippy::indexing_slicing,
        reason = "taps lie within the old picture; the rows have just got their lengths"
    )]
    fn resample<const C: usize>(&mut self, pixels: &[u8]) -> &[u8] {
        let Tables { old_size, down, across } = self.tables.as_ref().expect("chosen before");
        let (old_row, new_row) = (old_size[1] * C, self.size[1] * C);
        self.row.resize(old_row + PADDING, 0.0);
        self.new_row.resize(new_row + PADDING, 0.0);
        self.resized.resize(self.size[0] * new_row, 0);
        for ((rows, weights), bytes) in down.iter().zip(self.resized.chunks_exact_mut(new_row)) {
            sum_rows(&pixels[rows.start * old_row..rows.end * old_row], weights, &mut self.row[..old_row]);
            sum_columns::<C>(&self.row, across.iter(), &mut self.new_row);
            cut_to_bytes(&self.new_row[..new_row], bytes);
        }
        &self.resized
    }
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
