//! What the tests of the exercises compare with.

mod animals;

use std::ops::RangeInclusive;

use ndarray::{Array1, Array2, Array3};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};

pub use animals::*;

/// The numbers below `count` in an order that the seed decides.
pub fn permutation(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.shuffle(&mut StdRng::seed_from_u64(seed));
    order
}

/// Asserts that `indices` are the numbers below `count`, each once, in any order.
#[track_caller]
pub fn assert_all_indices(indices: &[usize], count: usize, what: &str) {
    let times = |index: usize| indices.iter().filter(|&&other| other == index).count();
    let beyond = indices.iter().find(|&&index| index >= count);
    assert!(beyond.is_none(), "{what}: found the index {}, expected those below {count}", beyond.unwrap_or(&0));
    if let Some(index) = (0..count).find(|&index| times(index) != 1) {
        let (times, found) = (times(index), indices.len());
        panic!("{what}: index {index} is there {times} times, expected once; {found} indices in all of {count}");
    }
}

/// Asserts that the rows are one-hot and say these labels.
#[track_caller]
pub fn assert_one_hot(found: &Array2<f32>, labels: &[i32], num_class: usize) {
    let (shape, expected) = (found.dim(), (labels.len(), num_class));
    let inputs = format!("labels {labels:?}, num_class {num_class}");
    assert!(shape == expected, "{inputs}: the shape is {shape:?}, expected {expected:?}");
    for ((row, column), &value) in found.indexed_iter() {
        let expected = f32::from(labels[row] as usize == column);
        assert!(value == expected, "{inputs}: at [{row}, {column}] is {value}, expected {expected}");
    }
}

/// A picture with bytes of this range, `[height, width, 3]`.
pub fn random_picture([height, width]: [usize; 2], range: RangeInclusive<u8>, seed: u64) -> Array3<u8> {
    let mut random = StdRng::seed_from_u64(seed);
    Array3::from_shape_simple_fn((height, width, 3), || random.random_range(range.clone()))
}

/// The vector of a picture, and its mean and deviation.
pub fn zero_centred(picture: &Array3<u8>) -> (Array1<f32>, f32, f32) {
    let values: Array1<f32> = picture.iter().map(|&byte| f32::from(byte)).collect();
    let (mean, deviation) = (values.mean().expect("a picture has pixels"), values.std(0.0));
    ((values - mean) / deviation, mean, deviation)
}

/// Asserts that two pictures are the same.
#[track_caller]
pub fn assert_picture(found: &Array3<u8>, expected: &Array3<u8>, inputs: &str) {
    let (shape, wanted) = (found.dim(), expected.dim());
    assert!(shape == wanted, "{inputs}: the picture has shape {shape:?}, expected {wanted:?}");
    let differs = found.indexed_iter().zip(expected).filter(|((_, found), expected)| found != expected);
    let all = differs.clone().count();
    if let Some(((place, found), expected)) = differs.clone().next() {
        let text = format!("{all} of {} bytes differ", wanted.0 * wanted.1 * 3);
        panic!("{inputs}: {text}; the first, {place:?}, is {found}, expected {expected}");
    }
}

/// A batch: logits `[n, classes]`, and labels `[n]`.
pub type Answers = (Array2<f32>, Array1<i32>);

/// Batches of these sizes, and how many answers in them are right. Most of these are in the first batch.
pub fn answers(sizes: &[usize], classes: usize, seed: u64) -> (Vec<Answers>, usize) {
    let mut random = StdRng::seed_from_u64(seed);
    let mut correct = 0;
    let batches = sizes.iter().enumerate().map(|(number, &size)| {
        // Batches of different accuracy, so that their mean is not that of all pictures.
        let share = if number == 0 { 0.8 } else { 0.3 };
        let mut logits = Array2::from_shape_simple_fn((size, classes), || random.random_range(-5.0..-1.0_f32));
        let labels = Array1::from_shape_simple_fn(size, || random.random_range(0..classes));
        for (mut row, &label) in logits.outer_iter_mut().zip(&labels) {
            let is_right = random.random_bool(share);
            correct += usize::from(is_right);
            let largest = if is_right { label } else { (label + random.random_range(1..classes)) % classes };
            row[largest] = random.random_range(-0.9..4.0);
        }
        (logits, labels.mapv(|label| label as i32))
    });
    (batches.collect(), correct)
}

/// Asserts that `found` is `correct` of `all`.
#[track_caller]
pub fn assert_accuracy(found: f64, correct: usize, all: usize, what: &str) {
    let expected = correct as f64 / all as f64;
    let is_near = (found - expected).abs() < 1e-6;
    assert!(is_near, "{what}: the accuracy is {found:.4}, expected {correct} of {all}, which is {expected:.4}");
}
