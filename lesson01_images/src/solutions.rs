//! The answers to the exercises of lesson 1, which take the place of `exercises.rs` with the feature `solutions`.

use std::path::Path;

use ndarray::{Array2, Array3, Array4, ArrayView3, ArrayView4, Axis, s, stack};
use shared::Result;
use shared::image::{imread, imread_grayscale, imwrite};

/// Exercise 1-1: a gray picture, made by hand.
pub fn gray_by_hand(image: ArrayView3<'_, u8>) -> Array2<u8> {
    let (height, width, _) = image.dim();
    Array2::from_shape_fn((height, width), |(y, x)| {
        let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(image[[y, x, channel]]));
        // `as u8` alone cuts the digits off: 160.9 would become 160.
        (0.299 * red + 0.587 * green + 0.114 * blue).round() as u8
    })
}

/// Exercise 1-1: what a gray picture is inside.
pub fn what_is_inside(path: &Path) -> Result<(usize, Vec<usize>, u8, u8)> {
    let gray = imread_grayscale(path)?; // a matrix: [height, width]
    let lowest = gray.fold(255, |lowest, &value| value.min(lowest));
    let highest = gray.fold(0, |highest, &value| value.max(highest));
    Ok((gray.ndim(), gray.shape().to_vec(), lowest, highest))
}

/// Exercise 1-2: a crop around the middle.
pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, _) = image.dim();
    // First the size that fits: after that no difference can be less than 0.
    let [rows, columns] = [size[0].min(height), size[1].min(width)];
    let (top, left) = ((height - rows) / 2, (width - columns) / 2);
    image.slice(s![top..top + rows, left..left + columns, ..]).to_owned()
}

/// Exercise 1-2: the crop as a file.
pub fn save_crop(from: &Path, to: &Path, size: [usize; 2]) -> Result<()> {
    let image = imread(from)?;
    imwrite(to, center_crop(image.view(), size).view())
}

/// Exercise 1-3: each channel apart.
pub fn channels_apart(image: ArrayView3<'_, u8>) -> [Array3<u8>; 3] {
    [0, 1, 2].map(|channel| {
        let mut picture = Array3::zeros(image.raw_dim());
        picture.slice_mut(s![.., .., channel]).assign(&image.slice(s![.., .., channel]));
        picture
    })
}

/// Exercise 1-3: the channels, merged again.
pub fn merge_channels(pictures: &[Array3<u8>; 3]) -> Array3<u8> {
    let [red, green, blue] = pictures;
    // Slices with one channel are matrices; a new last axis puts them beside one another.
    stack![Axis(2), red.slice(s![.., .., 0]), green.slice(s![.., .., 1]), blue.slice(s![.., .., 2])]
}

/// Exercise 1-3: the channels as files.
pub fn save_channels(image: ArrayView3<'_, u8>, folder: &Path) -> Result<()> {
    for (picture, name) in channels_apart(image).iter().zip(["red.png", "green.png", "blue.png"]) {
        imwrite(folder.join(name), picture.view())?;
    }
    Ok(())
}

/// Exercise 1-4: a picture, cut into fragments.
pub fn cut_apart(image: ArrayView3<'_, u8>, n: usize) -> Array4<u8> {
    let (height, width, channels) = image.dim();
    let (rows, columns) = (height / n, width / n);
    let mut pieces = Array4::zeros((n * n, rows, columns, channels));
    for (i, mut piece) in pieces.outer_iter_mut().enumerate() {
        let (top, left) = (i / n * rows, i % n * columns);
        piece.assign(&image.slice(s![top..top + rows, left..left + columns, ..]));
    }
    pieces
}

/// Exercise 1-4: the fragments, put together again.
pub fn put_together(pieces: ArrayView4<'_, u8>, n: usize) -> Array3<u8> {
    let (_, rows, columns, channels) = pieces.dim();
    let mut image = Array3::zeros((n * rows, n * columns, channels));
    // The same slices as in `cut_apart`: there they are read, here they are written to.
    for (i, piece) in pieces.outer_iter().enumerate() {
        let (top, left) = (i / n * rows, i % n * columns);
        image.slice_mut(s![top..top + rows, left..left + columns, ..]).assign(&piece);
    }
    image
}

/// Exercise 1-5: zero-centring by hand.
pub fn zero_centered_by_hand(image: ArrayView3<'_, u8>) -> Array3<f32> {
    let count = image.len() as f64;
    let mean = image.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let variance = image.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    // Nothing varies: every distance is 0, and 0 / 0 would be no number.
    let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
    image.mapv(|value| ((f64::from(value) - mean) / deviation) as f32)
}

/// Exercise 1-6: every second row.
pub fn every_second_row(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![..;2, .., ..]).to_owned()
}

/// Exercise 1-6: upside down.
pub fn upside_down(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![..;-1, .., ..]).to_owned()
}

/// Exercise 1-6: as in a mirror.
pub fn as_in_a_mirror(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![.., ..;-1, ..]).to_owned()
}

/// Exercise 1-6: the last three columns.
pub fn last_three_columns(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![.., -3.., ..]).to_owned()
}

/// Exercise 1-6: blue, green, red.
pub fn blue_green_red(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![.., .., ..;-1]).to_owned()
}

/// Exercise 1-6: a quarter turn to the left.
pub fn quarter_turn(image: ArrayView3<'_, u8>) -> Array3<u8> {
    // Rows and columns exchanged is a mirror along the diagonal: the left column is the first row. Upside down it is right.
    image.permuted_axes([1, 0, 2]).slice(s![..;-1, .., ..]).to_owned()
}

/// Exercise 1-7: brighter and darker, without running over 255.
pub fn brightened(image: ArrayView3<'_, u8>, by: i16) -> Array3<u8> {
    // An i16 holds all sums, -255 to 510; after `clamp` they fit into a u8 again.
    image.mapv(|value| (i16::from(value) + by).clamp(0, 255) as u8)
}

/// Exercise 1-8: nearest-neighbour resizing by hand.
pub fn resized_by_hand(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, channels) = image.dim();
    let [new_height, new_width] = size;
    // Each new pixel asks the old picture; the other way round there would be holes. Multiplied before divided: a quotient of
    // whole numbers has lost its digits.
    Array3::from_shape_fn((new_height, new_width, channels), |(y, x, c)| {
        image[[y * height / new_height, x * width / new_width, c]]
    })
}

/// Exercise 1-9: where a value goes when the shape changes.
pub fn index_after_reshape(index: [usize; 3], from: [usize; 3], to: [usize; 3]) -> [usize; 3] {
    // The number of values before it is the same in both shapes.
    let number = (index[0] * from[1] + index[1]) * from[2] + index[2];
    [number / (to[1] * to[2]), number / to[2] % to[1], number % to[2]]
}
