//! Random pictures, and comparisons that say what differs.

use std::fmt::Debug;

use ndarray::{Array, Array3, Array4, ArrayView, Dimension};
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

/// Asserts that two arrays are the same. `call` is what was called, as it stands in the message.
#[track_caller]
pub fn assert_same<D: Dimension>(call: &str, found: ArrayView<'_, u8, D>, expected: ArrayView<'_, u8, D>) {
    let (shape, wanted) = (found.shape(), expected.shape());
    assert!(shape == wanted, "{call} has shape {shape:?}, expected {wanted:?}");
    let pairs = || found.indexed_iter().zip(&expected).filter(|((_, found), expected)| found != expected);
    if let Some(((place, value), wanted)) = pairs().next() {
        let (count, all) = (pairs().count(), found.len());
        let message = format!("{call} is wrong at {count} of {all} places; the first is {:?}", of_pattern(&place));
        panic!("{message}: found {value}, expected {wanted}{}", small("found", &found) + &small("expected", &expected));
    }
}

/// `[2, 3, 1]` of the pattern `(2, 3, 1)`: as an index is written in the exercises.
fn of_pattern(place: &impl Debug) -> String {
    format!("{place:?}").replace('(', "[").replace(')', "]")
}

/// A whole array, if it is small enough to be read.
fn small<A: Debug, D: Dimension>(what: &str, array: &ArrayView<'_, A, D>) -> String {
    let values = || -> Array<String, D> { array.map(|value| format!("{value:?}")) };
    if array.len() <= 48 { format!("\n{what}:\n{}", values()) } else { String::new() }
}
