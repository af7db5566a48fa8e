//! Tests of the model as a whole.

mod callbacks;
mod interchange;
mod keras;
mod mistakes;
mod summary;
mod training;

use crate::prelude::*;

/// A learning rate so small that weights stay as they are.
const STILL: f32 = f32::MIN_POSITIVE;

/// A model of two numbers and one hidden layer, and three lines' worth of samples.
fn small(seed: u64) -> Model {
    let graph = Graph::new();
    let input = Input::new([2]).apply(&graph);
    let net = Dense::new(3).activation(Tanh).apply(&input);
    Model::new(&input, &Dense::new(1).apply(&net)).seed(seed)
}

const X: [[f32; 2]; 6] = [[0.0, 1.0], [1.0, 0.5], [-1.0, 2.0], [0.25, -0.5], [2.0, 1.0], [-0.5, -1.0]];
const Y: [f32; 6] = [1.0, 0.5, -1.0, 0.25, 0.75, -0.25];

fn silent<'a>() -> Fit<'a> {
    Fit::new().verbose(Verbose::Silent)
}
