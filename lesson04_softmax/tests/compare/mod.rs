//! What the tests of the exercises share: random inputs, and comparisons that say what differs.

pub mod engine;
pub mod mnist;

use std::fmt::Display;

use ndarray::Array2;
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::{Rng, SeedableRng};

/// A source of random numbers; a failure can be repeated, because it always starts in the same way.
pub fn random(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// `count` numbers between `-size` and `size`.
pub fn numbers(random: &mut StdRng, count: usize, size: f64) -> Vec<f64> {
    (0..count).map(|_| random.random_range(-size..size)).collect()
}

/// A matrix of numbers between `-size` and `size`.
pub fn matrix(random: &mut StdRng, [rows, columns]: [usize; 2], size: f32) -> Array2<f32> {
    Array2::from_shape_simple_fn((rows, columns), || random.random_range(-size..size))
}

/// A 1 at `place`, 0 elsewhere.
pub fn one_at(place: usize, length: usize) -> Vec<f64> {
    (0..length).map(|k| f64::from(u8::from(k == place))).collect()
}

/// One-hot rows of random classes.
pub fn random_labels(random: &mut StdRng, [rows, classes]: [usize; 2]) -> Array2<f32> {
    let mut labels = Array2::zeros((rows, classes));
    labels.rows_mut().into_iter().for_each(|mut row| row[random.random_range(0..classes)] = 1.0);
    labels
}

/// Fails unless both lists are equally long and each pair differs by at most `tolerance`, times the expected number if
/// that is above 1.
#[track_caller]
pub fn assert_same(call: impl Display, found: &[f64], expected: &[f64], tolerance: f64) {
    assert!(
        found.len() == expected.len(),
        "{call}\nexpected {} numbers: {expected:?}\nfound {} numbers: {found:?}",
        expected.len(),
        found.len()
    );
    let differs = |(_, (found, expected)): &(usize, (&f64, &f64))| {
        let is_close = (*found - *expected).abs() <= tolerance * expected.abs().max(1.0);
        !is_close // a NaN is close to nothing
    };
    if let Some((place, (wrong, right))) = found.iter().zip(expected).enumerate().find(differs) {
        let lists = if found.len() == 1 {
            String::new()
        } else {
            format!(", at place {place}\nexpected {expected:?}\nfound    {found:?}")
        };
        panic!("{call}\nexpected {right}, found {wrong}{lists}");
    }
}

/// [`assert_same`] for matrices, after a look at their shapes.
#[track_caller]
pub fn assert_same_matrix(call: impl Display, found: &Array2<f32>, expected: &Array2<f32>, tolerance: f64) {
    assert!(found.dim() == expected.dim(), "{call}\nexpected the shape {:?}, found {:?}", expected.dim(), found.dim());
    let wide = |matrix: &Array2<f32>| -> Vec<f64> { matrix.iter().map(|&number| f64::from(number)).collect() };
    assert_same(call, &wide(found), &wide(expected), tolerance);
}
