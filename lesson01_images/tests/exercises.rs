//! The tests of the exercises: `cargo test -p lesson01_images -- --ignored`, or `cargo course run 1-1`.

mod support;

use lesson01_images::exercises::*;
use ndarray::{Array2, Array3, ArrayView3, Axis, indices, stack};
use shared::image::{Interpolation, imread, imread_grayscale, imwrite, resize, zero_center};

use support::*;

/// Height, width and channels of the pictures: high, wide, odd, even, and hardly a picture at all.
const SHAPES: [[usize; 3]; 6] = [[2, 3, 3], [5, 4, 3], [4, 7, 3], [9, 3, 3], [1, 5, 3], [24, 31, 3]];

#[test]
#[ignore = "exercise 1-1"]
fn ex_1_1_red_green_and_blue_have_their_weights() {
    for (seed, shape) in (1..).zip(SHAPES) {
        let image = random_picture(shape, seed);
        let found = gray_by_hand(image.view());
        assert!(
            found.shape() == &shape[..2],
            "gray of {shape:?} has shape {:?}, expected {:?}",
            found.shape(),
            &shape[..2]
        );
        for ((y, x), &gray) in found.indexed_iter() {
            let [red, green, blue] = [0, 1, 2].map(|c| i32::from(image[[y, x, c]]));
            // In thousandths. A little more than a half is allowed: halves may go up or down.
            let sum = 299 * red + 587 * green + 114 * blue;
            let is_near = (1000 * i32::from(gray) - sum).abs() <= 510;
            let exact = f64::from(sum) / 1000.0;
            assert!(is_near, "gray of the pixel [{red}, {green}, {blue}] is {gray}, expected {exact}, rounded");
        }
    }
}

#[test]
#[ignore = "exercise 1-1"]
fn ex_1_1_what_a_file_is_inside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("picture.png");
    for (seed, shape) in (1..).zip(SHAPES) {
        // Neither 0 nor 255 is in it.
        let image = random_picture(shape, seed).mapv(|value| 20 + value / 2);
        imwrite(&path, image.view()).expect("a picture is written");
        let found = what_is_inside(&path).unwrap_or_else(|error| panic!("a picture of {shape:?}: {error}"));
        let gray = imread_grayscale(&path).expect("the picture is read");
        let [lowest, highest] = [gray.iter().min(), gray.iter().max()].map(|value| *value.expect("a pixel"));
        let expected = (2, shape[..2].to_vec(), lowest, highest);
        assert!(
            found == expected,
            "axes, shape, lowest, highest of a file of {shape:?}: found {found:?}, expected {expected:?}"
        );
    }
    let found = what_is_inside(&folder.path().join("missing.png"));
    assert!(found.is_err(), "of a file that does not exist it says {found:?}, expected an error");
}

/// The part of `picture` that a crop of `size` should be.
fn middle(picture: &Array3<u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, channels) = picture.dim();
    let [rows, columns] = [size[0].min(height), size[1].min(width)];
    Array3::from_shape_fn((rows, columns, channels), |(y, x, c)| {
        picture[[(height - rows) / 2 + y, (width - columns) / 2 + x, c]]
    })
}

#[test]
#[ignore = "exercise 1-2"]
fn ex_1_2_the_middle_of_odd_and_even_sizes() {
    for (seed, shape) in (1..).zip(SHAPES) {
        let image = random_picture(shape, seed);
        for size in [[1, 1], [2, 2], [1, 3], [2, 1], [3, 4], [shape[0], shape[1]]] {
            let size = [size[0].min(shape[0]), size[1].min(shape[1])];
            let found = center_crop(image.view(), size);
            let call = format!("center_crop(image {shape:?}, {size:?})");
            assert_same(&call, image.view(), found.view(), middle(&image, size).view());
        }
    }
}

#[test]
#[ignore = "exercise 1-2"]
fn ex_1_2_what_is_too_large_is_cut() {
    let image = random_picture([6, 9, 3], 7);
    for size in [[7, 4], [4, 10], [7, 10], [1000, 3], [1000, 1000]] {
        let found = center_crop(image.view(), size);
        let call = format!("center_crop(image [6, 9, 3], {size:?})");
        assert_same(&call, image.view(), found.view(), middle(&image, size).view());
    }
}

#[test]
#[ignore = "exercise 1-2"]
fn ex_1_2_the_crop_as_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [from, to] = ["whole.png", "crop.png"].map(|name| folder.path().join(name));
    let image = random_picture([12, 17, 3], 8);
    imwrite(&from, image.view()).expect("a picture is written");
    for size in [[5, 4], [4, 7], [20, 3]] {
        save_crop(&from, &to, size).unwrap_or_else(|error| panic!("save_crop to {size:?}: {error}"));
        let found = imread(&to).unwrap_or_else(|error| panic!("save_crop to {size:?} left no picture: {error}"));
        assert_same(
            &format!("the file of save_crop to {size:?}"),
            image.view(),
            found.view(),
            middle(&image, size).view(),
        );
    }
    let found = save_crop(&folder.path().join("missing.png"), &to, [2, 2]);
    assert!(found.is_err(), "save_crop of a file that does not exist gives {found:?}, expected an error");
}

const COLOURS: [&str; 3] = ["red", "green", "blue"];

/// A picture with the `kept` channel of `image`, and 0 in the others.
fn one_channel(image: &Array3<u8>, kept: usize) -> Array3<u8> {
    Array3::from_shape_fn(image.dim(), |(y, x, c)| if c == kept { image[[y, x, c]] } else { 0 })
}

#[test]
#[ignore = "exercise 1-3"]
fn ex_1_3_each_channel_in_its_colour() {
    for (seed, shape) in (1..).zip(SHAPES) {
        let image = random_picture(shape, seed);
        let found = channels_apart(image.view());
        for (channel, found) in found.iter().enumerate() {
            let call = format!("channels_apart(image {shape:?}), {},", COLOURS[channel]);
            assert_same(&call, image.view(), found.view(), one_channel(&image, channel).view());
        }
    }
}

#[test]
#[ignore = "exercise 1-3"]
fn ex_1_3_merged_again() {
    for (seed, shape) in (1..).zip(SHAPES) {
        let image = random_picture(shape, seed);
        let pictures = [0, 1, 2].map(|channel| one_channel(&image, channel));
        let found = merge_channels(&pictures);
        let given = stack![Axis(0), pictures[0], pictures[1], pictures[2]];
        assert_same(&format!("merge_channels of three {shape:?}"), given.view(), found.view(), image.view());
    }
}

#[test]
#[ignore = "exercise 1-3"]
fn ex_1_3_three_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let image = random_picture([6, 8, 3], 4);
    save_channels(image.view(), folder.path()).unwrap_or_else(|error| panic!("save_channels: {error}"));
    for (channel, colour) in COLOURS.iter().enumerate() {
        let name = format!("{colour}.png");
        let found = imread(folder.path().join(&name))
            .unwrap_or_else(|error| panic!("save_channels left no picture {name}: {error}"));
        assert_same(
            &format!("{name} of save_channels"),
            image.view(),
            found.view(),
            one_channel(&image, channel).view(),
        );
    }
    let found = save_channels(image.view(), &folder.path().join("red.png"));
    assert!(found.is_err(), "save_channels to a folder that is a file gives {found:?}, expected an error");
}

#[test]
#[ignore = "exercise 1-4"]
fn ex_1_4_cut_row_by_row() {
    for (seed, shape) in (1..).zip([[2, 4, 1], [4, 2, 3], [8, 12, 3], [28, 20, 3], [11, 9, 3], [6, 7, 4]]) {
        let image = random_picture(shape, seed);
        for n in [1, 2, 4] {
            let found = cut_apart(image.view(), n);
            assert_same(
                &format!("cut_apart(image {shape:?}, {n})"),
                image.view(),
                found.view(),
                fragments_of(&image, n).view(),
            );
        }
    }
}

#[test]
#[ignore = "exercise 1-4"]
fn ex_1_4_put_together_again() {
    for (seed, n) in (1..).zip([1, 2, 3, 4, 5]) {
        for [height, width, channels] in [[1, 2, 1], [2, 1, 3], [3, 4, 3], [2, 2, 4]] {
            let image = random_picture([n * height, n * width, channels], seed);
            let pieces = fragments_of(&image, n);
            let found = put_together(pieces.view(), n);
            assert_same(
                &format!("put_together(pieces {:?}, {n})", pieces.shape()),
                pieces.view(),
                found.view(),
                image.view(),
            );
        }
    }
}

#[track_caller]
fn assert_zero_centered(what: &str, image: &Array3<u8>) {
    let found = zero_centered_by_hand(image.view());
    let expected = zero_center(image.mapv(f32::from).view());
    assert!(found.shape() == image.shape(), "{what}: the shape is {:?}, expected {:?}", found.shape(), image.shape());
    let values = found.mapv(f64::from);
    let (mean, deviation) = (values.mean().unwrap_or(f64::NAN), values.std(0.0));
    let wanted = expected.iter().any(|&value| value != 0.0);
    let seen = format!("mean {mean:.4}, deviation {deviation:.4}, expected 0 and {}", i32::from(wanted));
    for ((place, found), (value, expected)) in found.indexed_iter().zip(image.iter().zip(&expected)) {
        // A comparison with NaN is false.
        let is_near = (found - expected).abs() <= 1e-3;
        assert!(is_near, "{what}: {value} at {} became {found}, expected {expected} ({seen})", index(place));
    }
}

#[test]
#[ignore = "exercise 1-5"]
fn ex_1_5_mean_0_and_deviation_1() {
    for (seed, shape) in (1..).zip(SHAPES) {
        assert_zero_centered(&format!("a random image {shape:?}"), &random_picture(shape, seed));
        let dark = random_picture(shape, seed).mapv(|value| value / 16);
        assert_zero_centered(&format!("a dark image {shape:?}"), &dark);
    }
    // So many values, all nearly white, that a sum in f32 is wrong.
    let white = random_picture([1000, 700, 3], 9).mapv(|value| 240 + value / 17);
    assert_zero_centered("a nearly white image [1000, 700, 3]", &white);
}

#[test]
#[ignore = "exercise 1-5"]
fn ex_1_5_where_nothing_varies() {
    for value in [0, 7, 255] {
        assert_zero_centered(&format!("an image with {value} everywhere"), &Array3::from_elem((3, 5, 3), value));
    }
    assert_zero_centered("an image of one value", &Array3::from_elem((1, 1, 1), 90));
}

/// Asserts that `function`, called `name`, gives a picture of the shape with the value of `place` at each index.
#[track_caller]
fn assert_slices(
    name: &str,
    function: fn(ArrayView3<'_, u8>) -> Array3<u8>,
    shape: impl Fn([usize; 3]) -> [usize; 3],
    place: impl Fn([usize; 3], [usize; 3]) -> [usize; 3],
) {
    for (seed, from) in (1..).zip(SHAPES) {
        let image = random_picture(from, seed);
        let found = function(image.view());
        let expected = Array3::from_shape_fn(shape(from), |(y, x, c)| image[place(from, [y, x, c])]);
        assert_same(&format!("{name}(image {from:?})"), image.view(), found.view(), expected.view());
    }
}

#[test]
#[ignore = "exercise 1-6"]
fn ex_1_6_rows() {
    let halved = |[height, width, channels]: [usize; 3]| [height.div_ceil(2), width, channels];
    assert_slices("every_second_row", every_second_row, halved, |_, [y, x, c]| [2 * y, x, c]);
    assert_slices("upside_down", upside_down, |from| from, |[height, ..], [y, x, c]| [height - 1 - y, x, c]);
}

#[test]
#[ignore = "exercise 1-6"]
fn ex_1_6_columns() {
    assert_slices("as_in_a_mirror", as_in_a_mirror, |from| from, |[_, width, _], [y, x, c]| [y, width - 1 - x, c]);
    let narrow = |[height, _, channels]: [usize; 3]| [height, 3, channels];
    assert_slices("last_three_columns", last_three_columns, narrow, |[_, width, _], [y, x, c]| [y, width - 3 + x, c]);
}

#[test]
#[ignore = "exercise 1-6"]
fn ex_1_6_channels() {
    assert_slices("blue_green_red", blue_green_red, |from| from, |_, [y, x, c]| [y, x, 2 - c]);
}

#[test]
#[ignore = "exercise 1-6"]
fn ex_1_6_a_quarter_turn() {
    let turned = |[height, width, channels]: [usize; 3]| [width, height, channels];
    assert_slices("quarter_turn", quarter_turn, turned, |[_, width, _], [y, x, c]| [x, width - 1 - y, c]);
}

#[test]
#[ignore = "exercise 1-7"]
fn ex_1_7_no_value_runs_over() {
    // Every value there is, and random ones.
    let all = Array2::from_shape_fn((16, 16), |(y, x)| (16 * y + x) as u8).insert_axis(Axis(2));
    for image in [all, random_picture([7, 5, 3], 1), random_picture([2, 9, 3], 2)] {
        for by in [0, 1, -1, 20, -20, 100, -100, 127, -127, 128, -128, 200, -200, 255, -255] {
            let found = brightened(image.view(), by);
            let (shape, wanted) = (found.shape(), image.shape());
            assert!(shape == wanted, "brightened(image {wanted:?}, {by}) has shape {shape:?}");
            for (&value, &found) in image.iter().zip(&found) {
                let expected = (i32::from(value) + i32::from(by)).clamp(0, 255);
                assert!(
                    i32::from(found) == expected,
                    "brightened by {by}, {value} became {found}, expected {expected}"
                );
            }
        }
    }
}

#[test]
#[ignore = "exercise 1-8"]
fn ex_1_8_as_the_engine_resizes() {
    let sizes = [[1, 1], [2, 3], [3, 2], [4, 4], [5, 7], [9, 8], [12, 5], [10, 31], [48, 62], [17, 100]];
    for (seed, shape) in (1..).zip(SHAPES.into_iter().chain([[6, 5, 1], [3, 4, 4]])) {
        let image = random_picture(shape, seed);
        for size in sizes {
            let found = resized_by_hand(image.view(), size);
            let expected = resize(image.view(), size, Interpolation::Nearest);
            assert_same(
                &format!("resized_by_hand(image {shape:?}, {size:?})"),
                image.view(),
                found.view(),
                expected.view(),
            );
        }
    }
}

#[test]
#[ignore = "exercise 1-9"]
fn ex_1_9_the_order_of_the_values_stays() {
    let given =
        [([200, 200, 3], [100, 400, 3]), ([4, 6, 3], [9, 4, 2]), ([2, 3, 4], [2, 3, 4]), ([1, 6, 1], [3, 1, 2])];
    // And random ones: the factors of the sizes are handed out anew.
    let random = (1..=12).map(|seed| {
        let [a, b, c, d] = random_numbers([1, 4], seed);
        ([a * b, c, d], [c, a * d, b])
    });
    for (from, to) in given.into_iter().chain(random) {
        // In both shapes indices count through the same values. An odd step, so that all channels are met.
        let step = from.iter().product::<usize>().div_ceil(500) | 1;
        for (place, expected) in indices(from).into_iter().zip(indices(to)).step_by(step) {
            let (place, expected): ([usize; 3], [usize; 3]) = (place.into(), expected.into());
            let found = index_after_reshape(place, from, to);
            let call = format!("index_after_reshape({place:?}, {from:?}, {to:?})");
            assert!(found == expected, "{call} is {found:?}, expected {expected:?}");
        }
    }
}
