//! Random pictures, and comparisons that say what differs.

use std::fmt::Debug;

use ndarray::{Array3, Array4, ArrayView, Dimension};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::Uniform;

/// Random bytes, the same for the same seed.
pub fn random_picture(shape: [usize; 3], seed: u64) -> Array3<u8> {
    let bytes = Uniform::new_inclusive(0, 255).expect("0 is below 255");
    Array3::random_using(shape, bytes, &mut StdRng::seed_from_u64(seed))
}

/// Random whole numbers from `low` to `high`, the same for the same seed.
pub fn random_numbers<const N: usize>([low, high]: [usize; 2], seed: u64) -> [usize; N] {
    let mut rng = StdRng::seed_from_u64(seed);
    std::array::from_fn(|_| rng.random_range(low..=high))
}

/// The fragments of a picture, value by value.
pub fn fragments_of(image: &Array3<u8>, n: usize) -> Array4<u8> {
    let (height, width, channels) = image.dim();
    let (rows, columns) = (height / n, width / n);
    Array4::from_shape_fn((n * n, rows, columns, channels), |(i, y, x, c)| {
        image[[i / n * rows + y, i % n * columns + x, c]]
    })
}

/// Asserts that two arrays are the same. The message tells `call`, what was called, and `given`, to what, if that is small.
#[track_caller]
pub fn assert_same<D: Dimension>(
    call: &str,
    given: ArrayView<'_, u8, impl Dimension>,
    found: ArrayView<'_, u8, D>,
    expected: ArrayView<'_, u8, D>,
) {
    let (shape, wanted) = (found.shape(), expected.shape());
    assert!(shape == wanted, "{call} has shape {shape:?}, expected {wanted:?}");
    let wrong = || found.indexed_iter().zip(&expected).filter(|((_, found), expected)| found != expected);
    let Some(((place, value), wanted)) = wrong().next() else { return };
    let (count, all, place) = (wrong().count(), found.len(), index(place));
    let arrays = small("given", given) + &small("found", found.view()) + &small("expected", expected.view());
    panic!(
        "{call} is wrong at {count} of {all} places; the first is {place}: found {value}, expected {wanted}{arrays}"
    );
}

/// `[2, 3, 1]` of the pattern `(2, 3, 1)`: an index as the exercises write it.
pub fn index(place: impl Debug) -> String {
    format!("{place:?}").replace('(', "[").replace(')', "]")
}

/// A whole array, if it is small enough to be read.
fn small(what: &str, array: ArrayView<'_, u8, impl Dimension>) -> String {
    if array.len() <= 60 { format!("\n{what}:\n{array}") } else { String::new() }
}
