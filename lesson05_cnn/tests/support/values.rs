//! Random values, and comparisons that say what differs.

use ndarray::{Array3, ArrayD, Axis, Ix4};
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
