//! Random values, and comparisons that say what differs.

use ndarray::{Array3, Array4, ArrayD, Axis, Ix4, s};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::Uniform;
use shared::prelude::*;

/// Values between `low` and `high`, the same for the same seed.
pub fn random(shape: &[usize], [low, high]: [f32; 2], seed: u64) -> ArrayD<f32> {
    let range = Uniform::new(low, high).expect("low is below high");
    ArrayD::random_using(shape, range, &mut StdRng::seed_from_u64(seed))
}

/// Asserts that the values are those of the engine's convolution of one image.
#[track_caller]
pub fn assert_convolution(
    found: &Array3<f32>,
    image: &ArrayD<f32>,
    kernel: &ArrayD<f32>,
    stride: usize,
    padding: Padding,
) {
    let graph = Graph::new();
    let batch = image.clone().insert_axis(Axis(0)).into_dimensionality::<Ix4>().expect("an image of rank 3");
    let expected = graph.constant(&batch).conv2d(&graph.constant(kernel), [stride, stride], padding);
    let expected = Session::new(&graph).run(&expected, feed![]).expect("the kernel fits");
    let expected = expected.index_axis_move(Axis(0), 0);
    let (shape, wanted) = (found.shape(), expected.shape());
    let inputs =
        format!("image {:?}, kernel {:?}, stride {stride}, padding {padding:?}", image.shape(), kernel.shape());
    assert!(shape == wanted, "{inputs}: the output is {shape:?}, expected {wanted:?}");
    let worst = found
        .indexed_iter()
        .zip(&expected)
        .max_by(|((_, a), b), ((_, c), d)| (*a - *b).abs().total_cmp(&(*c - *d).abs()));
    if let Some(((place, found), expected)) = worst {
        assert!((found - expected).abs() <= 1e-4, "{inputs}: at {place:?} the output is {found}, expected {expected}");
    }
}

/// Softplus in f64, and its derivative.
pub fn softplus_and_slope(x: f32) -> (f32, f32) {
    let x = f64::from(x);
    let value = if x > 30.0 { x } else { x.exp().ln_1p() };
    (value as f32, (1.0 / (1.0 + (-x).exp())) as f32)
}

/// Asserts that values of `what` are as expected, naming the first input whose value is not.
#[track_caller]
pub fn assert_values(what: &str, inputs: &ArrayD<f32>, found: &ArrayD<f32>, expected: &ArrayD<f32>) {
    assert!(found.shape() == expected.shape(), "{what} has shape {:?}, expected {:?}", found.shape(), expected.shape());
    for ((x, found), expected) in inputs.iter().zip(found).zip(expected) {
        let close = (found - expected).abs() <= 1e-5 * expected.abs().max(1.0);
        assert!(close, "{what} at x = {x} is {found}, expected {expected}");
    }
}

/// Asserts that dropout has made 0 or `value / keep_prob` of each value, and has kept about as many as it should.
#[track_caller]
pub fn assert_dropped(dropped: &ArrayD<f32>, before: &ArrayD<f32>, keep_prob: f32) {
    let (shape, expected) = (dropped.shape(), before.shape());
    assert!(shape == expected, "the dropout gives {shape:?}, expected {expected:?}");
    let (mut kept, mut lost) = (0, 0);
    // Relu's zeros say nothing about dropout.
    for (&found, &before) in dropped.iter().zip(before).filter(|(_, before)| **before > 1e-3) {
        let scaled = before / keep_prob;
        let is_kept = (found - scaled).abs() <= 1e-3 * scaled.max(1.0);
        let became = format!("{before} of layer_fc1's output became {found}, expected 0 or {scaled}");
        assert!(is_kept || found == 0.0, "keep_prob {keep_prob}: {became}");
        if is_kept { kept += 1 } else { lost += 1 }
    }
    let share = f64::from(kept) / f64::from(kept + lost);
    let is_near = (share - f64::from(keep_prob)).abs() < 0.05;
    assert!(is_near, "keep_prob {keep_prob}: {kept} neurons of {} are kept", kept + lost);
}

/// Asserts that each value is the largest of its window of 2 x 2 cells.
#[track_caller]
pub fn assert_pooled(found: &Array4<f32>, conv: &Array4<f32>) {
    let shape = found.shape();
    assert!(shape == [1, 14, 14, 16], "the values have shape {shape:?}, expected [1, 14, 14, 16]");
    for ((n, h, w, c), &value) in found.indexed_iter() {
        let window = conv.slice(s![n, 2 * h..2 * h + 2, 2 * w..2 * w + 2, c]);
        let largest = window.fold(f32::MIN, |a, &b| a.max(b));
        let is_near = (value - largest).abs() <= 1e-5;
        assert!(is_near, "at [{n}, {h}, {w}, {c}] is {value}, expected {largest}, the largest of\n{window:.4}");
    }
}

/// The difference of two means and its standard error, by sums of squares: another way to the same variance.
pub fn difference_and_error_by_moments(a: &[f64], b: &[f64]) -> (f64, f64) {
    let moments = |v: &[f64]| {
        let (n, sum) = (v.len() as f64, v.iter().sum::<f64>());
        let squares: f64 = v.iter().map(|x| x * x).sum();
        (sum / n, (squares - sum * sum / n) / (n - 1.0) / n)
    };
    let [(mean_a, square_a), (mean_b, square_b)] = [moments(a), moments(b)];
    (mean_a - mean_b, (square_a + square_b).sqrt())
}
