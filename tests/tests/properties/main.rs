//! Properties that hold for all inputs, tried on random ones: shapes and slices are those of ndarray, each sample comes
//! once in an epoch, a plan that is used again changes no result, gradients are those of difference quotients.

mod batches;
mod fit;
mod gradients;
mod plans;
mod shapes;

use ndarray::ArrayD;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Each run tries the same inputs.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

/// A shape of up to `most` axes of 1 to 4.
fn shape(most: usize) -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1..5usize, 0..=most)
}

/// Two shapes that can be broadcast to a common one: of a common shape, axes are left out in front or made 1.
fn fitting_shapes() -> impl Strategy<Value = [Vec<usize>; 2]> {
    let part = |rank: usize| (0..=rank, prop::collection::vec(any::<bool>(), rank));
    let parts = shape(4).prop_flat_map(move |shape| (Just(shape.clone()), part(shape.len()), part(shape.len())));
    parts.prop_map(|(shape, first, second)| {
        [first, second].map(|(left_out, ones)| {
            let sizes = shape.iter().zip(&ones).map(|(&size, &one)| if one { 1 } else { size });
            sizes.skip(left_out).collect()
        })
    })
}

/// Whole numbers from -9 to 9, in an order that shows where each belongs.
fn numbers(shape: &[usize]) -> ArrayD<f32> {
    let values = (0..shape.iter().product::<usize>()).map(|k| (k * 37 % 19) as f32 - 9.0).collect();
    ArrayD::from_shape_vec(shape, values).expect("as many values as the shape has")
}
