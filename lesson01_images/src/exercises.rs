//! The exercises of lesson 1: write your answers into this file.
//!
//! Each exercise is one function or a few whose body is a `todo!`. Write your code in its place; leave the name, the
//! parameters and what is returned as they are. Then let the tests look at it: `cargo course run 1-1`, or
//! `cargo test -p lesson01_images -- --ignored ex_1_1`. Until you have started, a test fails with "not yet implemented": it
//! is meant to. `cargo course hint 1-1` gives a hint, and `cargo course next` names what comes next.
//!
//! Everything that you need is in this lesson and in [`shared::image`]; slicing stands in `src/slicing.rs`, beside NumPy's.
//! Add to the `use` lines below what your code uses: `s`, `stack` and `Axis` of [`ndarray`], `imread`,
//! `imread_grayscale` and `imwrite` of [`shared::image`].
//!
//! In all exercises a colour picture is `[height, width, 3]`: red, green and blue, each a `u8` from 0 to 255.

// A function that is not written yet does not use its parameters.
#![cfg_attr(not(feature = "solutions"), allow(unused_variables))]

use std::path::Path;

use ndarray::{Array2, Array3, Array4, ArrayView3, ArrayView4};
use shared::Result;

/// Exercise 1-1: a gray picture, made by hand.
///
/// Make a gray picture `[height, width]` of a colour picture: each pixel is 0.299 red + 0.587 green + 0.114 blue, rounded
/// to the nearest whole number. The program's section `modes` does it for one pixel (`src/modes.rs`).
///
/// ```text
/// gray_by_hand([[[255, 165, 0], [0, 0, 255]]]) == [[173, 29]]      76.245 + 96.855 + 0 = 173.1, and 29.07
/// ```
pub fn gray_by_hand(image: ArrayView3<'_, u8>) -> Array2<u8> {
    todo!("exercise 1-1: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-1: what a gray picture is inside.
///
/// Read the file `path` as a gray picture with [`imread_grayscale`](shared::image::imread_grayscale), and return four facts
/// about the array: the number of its axes, its shape, its lowest and its highest value. The picture has at least one
/// pixel. The section `modes` prints such an array.
///
/// ```text
/// what_is_inside(of a file with the gray pixels [[12, 200, 31], [7, 90, 90]])? == (2, [2, 3], 7, 200)
/// ```
///
/// # Errors
/// If the picture cannot be read: the error is passed on.
pub fn what_is_inside(path: &Path) -> Result<(usize, Vec<usize>, u8, u8)> {
    todo!("exercise 1-1: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-2: a crop around the middle.
///
/// Cut the middle out of a picture: `size` is height and width of the part. If it cannot stand exactly in the middle, one
/// row or column more is left out below or on the right than above or on the left. A side that is longer than the picture's
/// is cut to it. The section `crop` has such a slice with fixed numbers (`src/crop.rs`).
///
/// ```text
/// center_crop(image [5, 8, 3], [2, 4])  rows 1 and 2, columns 2 to 5: [2, 4, 3]
/// center_crop(image [5, 8, 3], [9, 3])  all rows, columns 2 to 4: [5, 3, 3]
/// ```
pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    todo!("exercise 1-2: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-2: the crop as a file.
///
/// Read the picture `from` with [`imread`](shared::image::imread), crop it by [`center_crop`] to height and width `size`,
/// and write what is left to `to` with [`imwrite`](shared::image::imwrite).
///
/// ```text
/// save_crop("data/pictures/cat_1.jpg", "cat.png", [200, 200])?    cat.png has 200 x 200 pixels
/// ```
///
/// # Errors
/// If a picture cannot be read or written: the error is passed on.
pub fn save_crop(from: &Path, to: &Path, size: [usize; 2]) -> Result<()> {
    todo!("exercise 1-2: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-3: each channel apart.
///
/// Return three pictures `[height, width, 3]` in the order red, green, blue: each keeps its channel of `image`, and is 0 in
/// the other two. The section `channels` shows such pictures (`src/channels.rs`).
///
/// ```text
/// channels_apart([[[10, 20, 30]]]) == [[[[10, 0, 0]]], [[[0, 20, 0]]], [[[0, 0, 30]]]]
/// ```
pub fn channels_apart(image: ArrayView3<'_, u8>) -> [Array3<u8>; 3] {
    todo!("exercise 1-3: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-3: the channels, merged again.
///
/// `pictures` are three of one size, as [`channels_apart`] gives them. Return the picture that has red of the first, green
/// of the second, and blue of the third.
///
/// ```text
/// merge_channels(&[[[[10, 0, 0]]], [[[0, 20, 0]]], [[[0, 0, 30]]]]) == [[[10, 20, 30]]]
/// ```
pub fn merge_channels(pictures: &[Array3<u8>; 3]) -> Array3<u8> {
    todo!("exercise 1-3: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-3: the channels as files.
///
/// Write the three pictures of [`channels_apart`] as `red.png`, `green.png` and `blue.png` into `folder`.
///
/// # Errors
/// If a picture cannot be written: the error is passed on.
pub fn save_channels(image: ArrayView3<'_, u8>, folder: &Path) -> Result<()> {
    todo!("exercise 1-3: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-4: a picture, cut into fragments.
///
/// Cut a picture into `n` x `n` fragments of equal size, row by row, and return them along a new first axis:
/// `[n * n, height / n, width / n, channels]`. Rows and columns that are left over at the end belong to no fragment. There
/// is at least one fragment across (`n > 0`). The section `fragments` prints the slice for one fragment; write the whole
/// without [`crate::fragments`].
///
/// ```text
/// cut_apart([[[0], [1], [2], [3]], [[4], [5], [6], [7]]], 2)         [2, 4, 1] becomes [4, 1, 2, 1]
///     == [[[[0], [1]]], [[[2], [3]]], [[[4], [5]]], [[[6], [7]]]]
/// ```
pub fn cut_apart(image: ArrayView3<'_, u8>, n: usize) -> Array4<u8> {
    todo!("exercise 1-4: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-4: the fragments, put together again.
///
/// `pieces` are `n * n` fragments, `[n * n, height, width, channels]`, in the order of [`cut_apart`]. Return the whole
/// picture, `[n * height, n * width, channels]`.
///
/// ```text
/// put_together([[[[0], [1]]], [[[2], [3]]], [[[4], [5]]], [[[6], [7]]]], 2)
///     == [[[0], [1], [2], [3]], [[4], [5], [6], [7]]]
/// ```
pub fn put_together(pieces: ArrayView4<'_, u8>, n: usize) -> Array3<u8> {
    todo!("exercise 1-4: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-5: zero-centring by hand.
///
/// Make numbers around 0 of a picture: from each value take the mean of all, and divide by their standard deviation. The
/// deviation is the square root of the mean of the squared distances from the mean, as `np.std` has it. If all values are
/// equal, return zeros. Compute mean and deviation in `f64`: a picture has so many values that an `f32` loses digits. The
/// section `normalise` does it with [`zero_center`](shared::image::zero_center); here, do it yourself.
///
/// ```text
/// zero_centered_by_hand([[[1], [3]]]) == [[[-1.0], [1.0]]]        mean 2, deviation 1
/// zero_centered_by_hand([[[7], [7]]]) == [[[0.0], [0.0]]]
/// ```
pub fn zero_centered_by_hand(image: ArrayView3<'_, u8>) -> Array3<f32> {
    todo!("exercise 1-5: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-6: every second row.
///
/// Return rows 0, 2, 4, ... of the picture. One slice is enough for each of the puzzles of this exercise, except for the
/// last; the section `slicing` lists all that is needed. `.to_owned()` makes an array of a view.
///
/// ```text
/// every_second_row(rows a, b, c, d, e) == rows a, c, e
/// ```
pub fn every_second_row(image: ArrayView3<'_, u8>) -> Array3<u8> {
    todo!("exercise 1-6: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-6: upside down.
///
/// Return the picture with its rows in reverse order: what was above is below.
///
/// ```text
/// upside_down(rows a, b, c) == rows c, b, a
/// ```
pub fn upside_down(image: ArrayView3<'_, u8>) -> Array3<u8> {
    todo!("exercise 1-6: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-6: as in a mirror.
///
/// Return the picture with left and right exchanged. Its colours stay as they are.
///
/// ```text
/// as_in_a_mirror([[[1, 2, 3], [4, 5, 6]]]) == [[[4, 5, 6], [1, 2, 3]]]
/// ```
pub fn as_in_a_mirror(image: ArrayView3<'_, u8>) -> Array3<u8> {
    todo!("exercise 1-6: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-6: the last three columns.
///
/// Return the last three columns of a picture that has at least three: `[height, 3, 3]`.
///
/// ```text
/// last_three_columns(columns a, b, c, d, e) == columns c, d, e
/// ```
pub fn last_three_columns(image: ArrayView3<'_, u8>) -> Array3<u8> {
    todo!("exercise 1-6: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-6: blue, green, red.
///
/// Return the picture with its channels in the order of OpenCV, blue, green, red. Every pixel stays at its place.
///
/// ```text
/// blue_green_red([[[1, 2, 3], [4, 5, 6]]]) == [[[3, 2, 1], [6, 5, 4]]]
/// ```
pub fn blue_green_red(image: ArrayView3<'_, u8>) -> Array3<u8> {
    todo!("exercise 1-6: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-6: a quarter turn to the left.
///
/// Return the picture, turned by 90 degrees counter-clockwise: `[width, height, 3]`. Its right column becomes the first row.
/// `permuted_axes` of [`ndarray::ArrayBase`] exchanges axes.
///
/// ```text
/// pixels   a b c                        c f
///          d e f   [2, 3, 3]   become   b e   [3, 2, 3]
///                                       a d
/// ```
pub fn quarter_turn(image: ArrayView3<'_, u8>) -> Array3<u8> {
    todo!("exercise 1-6: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-7: brighter and darker, without running over 255.
///
/// Add `by`, from -255 to 255, to every value of the picture. What would be more than 255 becomes 255, and what would be
/// less than 0 becomes 0. (A `u8` that runs over begins again at 0: white would become black.) `mapv` makes a new array
/// from a function of one value, as in the section `normalise`.
///
/// ```text
/// brightened([[[0, 100, 250]]],  20) == [[[20, 120, 255]]]
/// brightened([[[0, 100, 250]]], -20) == [[[0, 80, 230]]]
/// ```
pub fn brightened(image: ArrayView3<'_, u8>, by: i16) -> Array3<u8> {
    todo!("exercise 1-7: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-8: nearest-neighbour resizing by hand.
///
/// Make a picture of `size`, height and width, each at least 1, from one of any other size with any number of channels.
/// Pixel `[y, x]` of the new picture is pixel `[y * height / new_height, x * width / new_width]` of the old one, both
/// rounded down: so `INTER_NEAREST` of OpenCV does it, and the program's section `resize` with `Interpolation::Nearest`.
/// Do not call [`shared::image::resize`], to which the tests compare.
///
/// ```text
/// resized_by_hand([[[10], [20]]], [1, 4])             == [[[10], [10], [20], [20]]]
/// resized_by_hand([[[1], [2], [3], [4], [5]]], [1, 3]) == [[[1], [2], [4]]]         columns 0, 5 / 3 and 10 / 3
/// ```
pub fn resized_by_hand(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    todo!("exercise 1-8: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}

/// Exercise 1-9: where a value goes when the shape changes.
///
/// The value at `index` of an array of shape `from` is somewhere else after `to_shape(to)`: where? Both shapes hold the same
/// number of values, and `index` lies in `from`. Count with the numbers alone, without an array. The section `reshape`
/// says at which place of the flattened array a value is: that is the first half of the way.
///
/// ```text
/// index_after_reshape([121, 30, 0], [200, 200, 3], [100, 400, 3]) == [60, 230, 0]
/// index_after_reshape([0, 1, 2], [2, 2, 3], [3, 2, 2])            == [1, 0, 1]     both are value number 5
/// ```
pub fn index_after_reshape(index: [usize; 3], from: [usize; 3], to: [usize; 3]) -> [usize; 3] {
    todo!("exercise 1-9: meant to fail until you write it here, in lesson01_images/src/exercises.rs")
}
