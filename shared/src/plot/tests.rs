//! The pictures as files: decoded again, with the colours looked up at known places.

use ndarray::{Array1, Array3, Array4, Axis, array, s};

use super::canvas::MARGIN;
use super::color_map::{NOT_A_NUMBER, WHITE, WRONG};
use super::*;
use crate::Result;
use crate::image::imread;
use std::path::{Path, PathBuf};

/// Decodes what `save` wrote into a folder whose name has a space and Hangul.
#[track_caller]
fn picture(save: impl FnOnce(&Path) -> Result<PathBuf>) -> Array3<u8> {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("결과 1");
    std::fs::create_dir(&folder).unwrap();
    let path = save(&folder.join("그림 가.png")).unwrap();
    assert_eq!(path, folder.join("그림 가.png"));
    imread(path).unwrap()
}

fn pixel(picture: &Array3<u8>, x: usize, y: usize) -> [u8; 3] {
    std::array::from_fn(|channel| picture[[y, x, channel]])
}

fn count(picture: &Array3<u8>, color: [u8; 3]) -> usize {
    picture.rows().into_iter().filter(|pixel| pixel.as_slice() == Some(&color)).count()
}

/// Nothing but white near the edge: no text is cut off.
#[track_caller]
fn assert_margins_are_white(picture: &Array3<u8>) {
    let (height, width, _) = picture.dim();
    let rim = 8;
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        if y < rim || x < rim || y >= height - rim || x >= width - rim {
            assert_eq!(pixel(picture, x, y), WHITE, "ink at x {x}, y {y} of {width} x {height}");
        }
    }
}

#[test]
fn images_are_enlarged_without_smoothing_and_share_one_scale() {
    let images = array![[[0.0, 1.0]], [[0.5, 0.5]]]; // two images of 1 x 2 pixels
    let drawn = picture(|path| ImageGrid::new(images.view()).scale(50).save(path));
    let at = |image: usize, x: usize, y: usize| pixel(&drawn, MARGIN + image * (100 + 24) + x, MARGIN + y);
    assert_eq!((at(0, 0, 0), at(0, 49, 49)), (WHITE, WHITE));
    assert_eq!((at(0, 50, 0), at(0, 99, 49)), ([0; 3], [0; 3]));
    assert_eq!((at(1, 0, 0), at(1, 99, 49)), ([128; 3], [128; 3]));
    assert_margins_are_white(&drawn);
}

#[test]
fn grids_of_every_size_keep_their_margins() {
    for count in [0, 1, 2, 9, 16, 36] {
        let images = Array3::from_shape_fn((count, 7, 5), |(n, y, x)| (n + y * x) as f32);
        let captions = class_captions(&vec!["Ankle boot"; count], Some(&vec!["T-shirt/top"; count]));
        let grid = ImageGrid::new(images.view()).captions(&captions).title("A title that is wider than one image");
        assert_margins_are_white(&picture(|path| grid.clone().color_bar("value").save(path)));
        assert_margins_are_white(&picture(|path| grid.columns(1).scale(1).save(path)));
    }
}

#[test]
fn captions_are_below_their_images_and_wrong_ones_red() {
    let images = Array3::<f32>::zeros((3, 28, 28));
    let grid = ImageGrid::new(images.view()).captions(&class_captions(&[7, 2, 1], Some(&[7, 6, 1]))).columns(3);
    let drawn = picture(|path| grid.clone().wrong(&[false, true, false]).save(path));
    let below = drawn.slice(s![MARGIN + 168 + 2.., .., ..]);
    let red_of = |left: usize| count(&below.slice(s![.., left..left + 168, ..]).to_owned(), WRONG);
    let ink_of = |left: usize| below.slice(s![.., left..left + 168, ..]).iter().filter(|value| **value < 90).count();
    let lefts = [0, 1, 2].map(|column| MARGIN + column * (168 + 24));
    assert_eq!((red_of(lefts[0]), red_of(lefts[2])), (0, 0));
    assert!(red_of(lefts[1]) > 50);
    assert!(lefts.into_iter().all(|left| ink_of(left) > 100));
    assert_eq!(count(&picture(|path| grid.save(path)), WRONG), 0);
}

#[test]
fn blank_cells_stay_blank() {
    let images = Array3::<f32>::ones((3, 10, 10));
    let drawn = picture(|path| ImageGrid::new(images.view()).range(0.0, 1.0).save(path));
    let second = MARGIN + 160 + 24;
    let cell = |left: usize, top: usize| drawn.slice(s![top..top + 160, left..left + 160, ..]).iter().max().copied();
    assert_eq!(cell(MARGIN, second), Some(0));
    assert_eq!(drawn.slice(s![second - 4.., second - 4.., ..]).iter().min(), Some(&255));
}

#[test]
fn colour_images_keep_their_colours() {
    let bytes = Array4::from_shape_fn((1, 2, 2, 3), |(_, y, x, channel)| (y * 100 + x * 50 + channel * 7) as u8);
    let drawn = picture(|path| ImageGrid::rgb(bytes.view()).scale(10).save(path));
    assert_eq!(pixel(&drawn, MARGIN + 19, MARGIN + 19), [150, 157, 164]);
    let parts = array![[[[1.0, 0.5, -3.0]]]];
    let drawn = picture(|path| ImageGrid::rgb_f32(parts.view()).scale(10).save(path));
    assert_eq!(pixel(&drawn, MARGIN + 5, MARGIN + 5), [255, 128, 0]);
}

#[test]
fn infinite_numbers_are_clipped_and_nan_stands_out() {
    let images = array![[[0.0, 1.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY]]];
    let drawn = picture(|path| ImageGrid::new(images.view()).scale(20).save(path));
    let colors = [0, 1, 2, 3, 4].map(|column| pixel(&drawn, MARGIN + column * 20 + 10, MARGIN + 10));
    assert_eq!(colors, [WHITE, [0; 3], NOT_A_NUMBER, [0; 3], WHITE]);
}

/// Where the first image begins below a title of one line.
const BELOW_TITLE: usize = MARGIN + 35 + 14;

#[test]
fn negative_weights_are_blue_zero_white_and_positive_red_on_the_scale_of_the_whole_kernel() {
    let mut kernel = Array4::<f32>::zeros((1, 4, 2, 3)); // one row of four weights, 2 inputs, 3 filters
    kernel.slice_mut(s![0, .., 1, 0]).assign(&array![-0.2, 0.0, 0.2, 0.4]);
    kernel[[0, 0, 0, 2]] = -0.8; // the other input channel sets the scale
    let drawn = picture(|path| conv_filters(kernel.view(), 1, path, "Filters"));
    let colors = [0, 1, 2, 3].map(|column| pixel(&drawn, MARGIN + column * 40 + 20, BELOW_TITLE + 20));
    assert_eq!(colors, [[128, 128, 255], WHITE, [255, 128, 128], [255, 0, 0]]);
    let drawn = picture(|path| conv_filters(kernel.view(), 0, path, "Filters"));
    let third = (MARGIN + 20, BELOW_TITLE + 40 + 4 + 27 + 12 + 20);
    assert_eq!(pixel(&drawn, third.0, third.1), [0, 0, 77]);
    assert_margins_are_white(&drawn);
}

#[test]
fn a_kernel_of_zeros_or_nan_can_be_drawn() {
    for value in [0.0, f32::NAN] {
        let kernel = Array4::from_elem((5, 5, 1, 16), value);
        let drawn = picture(|path| conv_filters(kernel.view(), 0, path, "layer_conv1"));
        let expected = if value.is_nan() { NOT_A_NUMBER } else { WHITE };
        assert_eq!(pixel(&drawn, MARGIN + 80, BELOW_TITLE + 80), expected);
    }
}

#[test]
fn all_channels_of_a_layer_share_one_scale() {
    let values =
        Array4::from_shape_fn((1, 20, 20, 2), |(_, y, _, channel)| if y == 0 { 0.0 } else { channel as f32 + 1.0 });
    let drawn = picture(|path| layer_output(values.view(), path, "Output"));
    let colors = [0, 1].map(|channel| pixel(&drawn, MARGIN + channel * (160 + 24) + 80, BELOW_TITLE + 80));
    assert_eq!(colors, [[128; 3], [0; 3]]);
    assert_margins_are_white(&drawn);
}

#[test]
fn the_confusion_matrix_shows_thousands_and_single_errors() {
    let matrix = ConfusionMatrix::new(array![[1000, 1], [0, 980]].view());
    let drawn = picture(|path| matrix.save(path));
    // Corners of the cells, where no number is written; the frame's corner is the first pixel of its colour.
    let dark = pixel_positions(&drawn, ColorMap::Blues.color(1.0));
    let (left, top) = (dark.iter().map(|at| at.0).min().unwrap(), dark.iter().map(|at| at.1).min().unwrap());
    let cell = |row: usize, column: usize| pixel(&drawn, left + column * 71 + 3, top + row * 71 + 3);
    let [red, ..] = cell(0, 1);
    assert_eq!((cell(0, 0), cell(1, 0)), (ColorMap::Blues.color(1.0), WHITE));
    assert!((200..250).contains(&red), "a single error must differ from none");
    assert!(count(&drawn.slice(s![top..top + 71, left..left + 71, ..]).to_owned(), WHITE) > 30, "white digits on dark");
    assert_margins_are_white(&drawn);
}

fn pixel_positions(picture: &Array3<u8>, color: [u8; 3]) -> Vec<(usize, usize)> {
    let (height, width, _) = picture.dim();
    let all = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    all.filter(|&(x, y)| pixel(picture, x, y) == color).collect()
}

#[test]
fn long_class_names_and_single_classes_fit() {
    let names = ["T-shirt/top", "Ankle boot", "an extraordinarily long name"];
    let matrix = ConfusionMatrix::new(array![[123_456, 2, 3], [4, 5, 6], [7, 8, 9]].view()).class_names(&names);
    assert_margins_are_white(&picture(|path| matrix.save(path)));
    assert_margins_are_white(&picture(|path| ConfusionMatrix::new(array![[0]].view()).save(path)));
}

#[test]
fn the_table_is_aligned_with_true_classes_in_rows() {
    let matrix = ConfusionMatrix::new(array![[963, 5], [0, 1110]].view());
    let expected = ["True \\ Pred    0     1", "          0  963     5", "          1    0  1110"];
    assert_eq!(
        matrix.to_table().lines().map(str::trim_end).map(|line| line.get(1..).unwrap()).collect::<Vec<_>>(),
        expected
    );
    assert!(matrix.class_names(&["고양이", "dog"]).to_table().contains("고양이"));
}

const BLUE: [u8; 3] = [0, 114, 178];
const VERMILION: [u8; 3] = [213, 94, 0];

#[test]
fn curves_have_their_colours_and_rise_where_the_numbers_rise() {
    let curves = Curves::new("Training").x_label("epoch").y_label("accuracy");
    let drawn = picture(|path| curves.clone().values("training", &[0.0, 0.5, 1.0]).save(path));
    let blue = pixel_positions(&drawn, BLUE);
    let (leftmost, rightmost) = (blue.iter().min().unwrap(), blue.iter().max().unwrap());
    assert!(rightmost.0 - leftmost.0 > 750 && leftmost.1 > rightmost.1 + 400);
    assert_eq!(count(&drawn, VERMILION), 0);
    assert_margins_are_white(&drawn);
    let two = curves.curve("a", &[(1, 2.0), (2, 3.0)]).curve("b", &[(1, 3.0), (2, 2.0)]);
    assert!(count(&picture(|path| two.log_y().save(path)), VERMILION) > 500);
}

/// The smallest and the largest x and y of the pixels of a colour.
fn box_of(picture: &Array3<u8>, color: [u8; 3]) -> (usize, usize, usize, usize) {
    let all = pixel_positions(picture, color).into_iter();
    all.fold((usize::MAX, 0, usize::MAX, 0), |(left, right, top, bottom), (x, y)| {
        (left.min(x), right.max(x), top.min(y), bottom.max(y))
    })
}

#[test]
fn larger_text_makes_everything_larger_but_the_area() {
    let curves = Curves::new("Loss").x_label("x").y_label("y").curve("a", &[(0, 0.0), (1, 1.0)]);
    let of = |curves: Curves| picture(|path| curves.save(path));
    assert_eq!(of(curves.clone()), of(curves.clone().size(840, 500).text_size(20.0)));
    let large = of(curves.clone().size(420, 300).text_size(40.0));
    let (left, right, top, bottom) = box_of(&large, BLUE);
    assert!(
        (390..420).contains(&(right - left)) && (265..300).contains(&(bottom - top)),
        "{left} {right} {top} {bottom}"
    );
    assert!(top > 120 && large.dim().0 > bottom + 140, "room for a title and labels twice as large");
    assert_margins_are_white(&large);
}

#[test]
fn ranges_fix_the_axes_and_cut_off_what_lies_beyond() {
    let line = [(-900.0, -900.0), (0.0, 0.0), (900.0, 900.0), (1e30, 900.0)];
    let curves = Curves::new("").curve("", &line).x_range(-2.0, 2.0).y_range(-2.0, 2.0);
    let drawn = picture(|path| curves.save(path));
    let (left, right, top, bottom) = box_of(&drawn, BLUE);
    assert!(right - left > 830 && bottom - top > 490, "from corner to corner");
    assert!(right - left < 840 && bottom - top < 500);
    assert_margins_are_white(&drawn);
    let logarithmic = Curves::new("").curve("", &[(0, 1.0), (1, 10.0)]).log_y().y_range(0.0, 10.0);
    assert_eq!(picture(|path| logarithmic.save(path)), {
        picture(|path| Curves::new("").curve("", &[(0, 1.0), (1, 10.0)]).log_y().save(path))
    });
}

#[test]
fn marks_are_discs_and_dashed_curves_have_gaps() {
    let ends = [(0.0, 0.0), (1.0, 1.0)];
    let drawn = picture(|path| Curves::new("").marks("", &ends).dashed_curve("", &ends).save(path));
    let discs = count(&drawn, BLUE);
    assert!((2 * 60..2 * 115).contains(&discs), "two discs with a radius of 6 pixels, not joined: {discs}");
    let whole = picture(|path| Curves::new("").marks("", &ends).curve("", &ends).save(path));
    assert!(count(&drawn, VERMILION) * 10 < count(&whole, VERMILION) * 8);
    let named = picture(|path| Curves::new("").marks("steps", &ends).curve("", &ends).save(path));
    assert!(
        named.dim().0 > drawn.dim().0 && count(&named, VERMILION) == count(&whole, VERMILION),
        "one name in the legend"
    );
    assert!(count(&named, BLUE) > discs + 60, "with a disc beside it");
}

#[test]
#[should_panic(expected = "Curves: expected a range of the y axis from a lower to a higher number, found 1 to 1")]
fn a_range_without_width_is_refused() {
    let _ = Curves::new("").y_range(1.0, 1.0);
}

#[test]
fn numbers_that_cannot_be_drawn_leave_a_gap() {
    let holes = [1.0, 2.0, f32::NAN, 4.0, f32::INFINITY, 1.0, 1.0];
    let drawn = picture(|path| Curves::new("").values("loss", &holes).save(path));
    let mut blue: Vec<usize> = pixel_positions(&drawn, BLUE).into_iter().map(|(x, _)| x).collect();
    blue.sort_unstable();
    let widest_gap = blue.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    assert!((200..300).contains(&widest_gap), "{widest_gap}");
    let logarithmic = picture(|path| Curves::new("").values("loss", &[0.0, -1.0, 3.0]).log_y().save(path));
    assert!((5..60).contains(&count(&logarithmic, BLUE)), "one dot");
}

#[test]
fn curves_without_numbers_say_so() {
    for curves in [
        Curves::new("Loss"),
        Curves::new("Loss").values("a", &[f32::NAN]),
        Curves::new("Loss").curve("a", &[(0.0, -1.0)]).log_y(),
    ] {
        let drawn = picture(|path| curves.save(path));
        assert!(drawn.iter().filter(|value| **value < 90).count() > 300, "title and reason are written");
        assert_eq!(count(&drawn, BLUE), 0);
        assert_margins_are_white(&drawn);
    }
}

#[test]
fn extreme_numbers_and_many_points_can_be_drawn() {
    let extremes = Curves::new("").curve("a", &[(0.0, 1e308), (1.0, -1e299), (1e-200, 1e299), (5.0, 0.0)]);
    assert_margins_are_white(&picture(|path| extremes.save(path)));
    let noisy: Vec<f32> = (0..20_000).map(|i| ((i * 7919) % 1000) as f32 / 1e6).collect();
    assert!(count(&picture(|path| Curves::new("").values("noise", &noisy).save(path)), BLUE) > 10_000);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let images = Array3::<f32>::zeros((1, 2, 2));
    let kernel = images.clone().insert_axis(Axis(3));
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = &file.path().join("below a file.png");
    let errors = [
        ImageGrid::new(images.view()).save(path),
        conv_filters(kernel.view(), 0, path, ""),
        layer_output(kernel.view(), path, ""),
        ConfusionMatrix::new(array![[1]].view()).save(path),
        Curves::new("").values("a", &[1.0, 2.0]).save(path),
    ];
    for error in errors {
        let message = error.unwrap_err().to_string();
        assert!(message.contains(&file.path().display().to_string()), "{message}");
    }
}

#[test]
#[should_panic(expected = "expected an input channel below 3 of the kernel [5, 5, 3, 16], found 3")]
fn an_input_channel_too_high_names_the_kernels_shape() {
    let _ = conv_filters(Array4::zeros((5, 5, 3, 16)).view(), 3, "never.png", "");
}

#[test]
#[should_panic(expected = "expected values of one image [1, height, width, channels], found [2, 14, 14, 16]")]
fn outputs_for_two_images_are_refused() {
    let _ = layer_output(Array4::zeros((2, 14, 14, 16)).view(), "never.png", "");
}

#[test]
#[should_panic(expected = "expected a caption for each of 3 images, found 2 captions")]
fn captions_must_match_the_images() {
    let _ = ImageGrid::new(Array3::zeros((3, 2, 2)).view()).captions(&["a", "b"]);
}

#[test]
#[should_panic(expected = "expected counts [classes, classes], found [2, 3]")]
fn counts_must_be_square() {
    let _ = ConfusionMatrix::new(array![[1, 2, 3], [4, 5, 6]].view());
}

#[test]
fn captions_name_the_classes() {
    assert_eq!(class_captions(&[7, 2], None), ["True: 7", "True: 2"]);
    let classes = Array1::from_vec(vec![7]);
    assert_eq!(class_captions(classes.as_slice().unwrap(), Some(&[2])), ["True: 7, Pred: 2"]);
}
