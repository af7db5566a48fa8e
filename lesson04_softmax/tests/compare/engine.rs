//! What the engine gives, where an exercise is compared with it.

use ndarray::{Array1, Array2, Axis};
use shared::losses::categorical_cross_entropy;
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

use super::{assert_same_matrix, matrix, random, random_labels};

/// What exercise 4-3 asks for: from x, y_true, W and b the gradients by W and b.
pub type GradientsByHand = fn(&Array2<f32>, &Array2<f32>, &Array2<f32>, &Array1<f32>) -> (Array2<f32>, Array1<f32>);

/// Fails unless `by_hand` gives the engine's gradients for random batches; weights and biases are at most `size`.
#[track_caller]
pub fn assert_gradients_by_hand(by_hand: GradientsByHand, size: f32, tolerance: f64) {
    for (seed, [batch, inputs, classes]) in (1..).zip([[1, 2, 2], [5, 3, 4], [4, 6, 3], [7, 1, 10]]) {
        let mut random = random(seed);
        let (x, w) = (matrix(&mut random, [batch, inputs], 1.0), matrix(&mut random, [inputs, classes], size));
        let b = matrix(&mut random, [1, classes], size).row(0).to_owned();
        let y_true = random_labels(&mut random, [batch, classes]);
        let (by_w, by_b) = by_hand(&x, &y_true, &w, &b);
        let (of_w, of_b) = gradients_of_the_mean(&x, &y_true, &w, &b);
        let given = format!("against the engine\nx = {x}\ny_true = {y_true}\nw = {w}\nb = {b}");
        assert_same_matrix(format!("the gradient by W, {given}"), &by_w, &of_w, tolerance);
        let rows = [by_b, of_b].map(|b| b.insert_axis(Axis(0)));
        assert_same_matrix(format!("the gradient by b, {given}"), &rows[0], &rows[1], tolerance);
    }
}

/// The gradients of softmax regression's mean cross-entropy by `W` `[inputs, classes]` and by `b` `[classes]`.
fn gradients_of_the_mean(
    x: &Array2<f32>,
    y_true: &Array2<f32>,
    w: &Array2<f32>,
    b: &Array1<f32>,
) -> (Array2<f32>, Array1<f32>) {
    let graph = Graph::new();
    let placeholder = |name, [rows, columns]: [usize; 2]| graph.placeholder::<f32>(name, shape![rows, columns]);
    let (images, labels) = (placeholder("x", x.dim().into()), placeholder("y_true", y_true.dim().into()));
    let weights = placeholder("W", w.dim().into());
    let bias = graph.placeholder::<f32>("b", shape![b.len()]);
    let loss = categorical_cross_entropy(&(images.matmul(&weights) + &bias), &labels);
    let slopes = gradients(&loss, &[&weights, &bias]);
    let feeds = feed![images => *x, labels => *y_true, weights => *w, bias => *b];
    let (by_w, by_b) = Session::new(&graph).run((&slopes[0], &slopes[1]), feeds).unwrap();
    (by_w.into_dimensionality().unwrap(), by_b.into_dimensionality().unwrap())
}

/// Fails unless `cross_entropies` gives, for these rows, the losses and gradients of the engine's own op, without using
/// it. In f32, the difference of numbers about 1000 is right to about 1e-4.
#[track_caller]
pub fn assert_losses(
    cross_entropies: fn(&Tensor<f32>, &Tensor<f32>) -> Tensor<f32>,
    logits: &Array2<f32>,
    y_true: &Array2<f32>,
) {
    let found = run_losses(cross_entropies, logits, y_true);
    let forbidden: Vec<&String> = found.ops.iter().filter(|op| op.contains("softmax")).collect();
    assert!(forbidden.is_empty(), "expected exp, ln, sums and maxima only, found the ops {forbidden:?}");
    let expected = run_losses(softmax_cross_entropy, logits, y_true);
    let given = format!("logits = {logits}\ny_true = {y_true}");
    assert_same_matrix(format!("the losses\n{given}"), &found.losses, &expected.losses, 1e-4);
    assert_same_matrix(format!("the gradients by the logits\n{given}"), &found.slopes, &expected.slopes, 1e-4);
}

/// What a loss for each row gives when it is run.
struct Losses {
    /// `[n, 1]`.
    losses: Array2<f32>,
    /// The gradients by the logits, `[n, classes]`.
    slopes: Array2<f32>,
    /// The ops of the losses, without those of the gradients.
    ops: Vec<String>,
}

/// Builds and runs `cross_entropies` for these rows.
#[track_caller]
fn run_losses(
    cross_entropies: fn(&Tensor<f32>, &Tensor<f32>) -> Tensor<f32>,
    logits: &Array2<f32>,
    y_true: &Array2<f32>,
) -> Losses {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("logits", shape![?, logits.ncols()]);
    let labels = graph.placeholder::<f32>("y_true", shape![?, logits.ncols()]);
    let losses = cross_entropies(&x, &labels);
    // The table of the graph has the columns node, name, op, ...
    let op = |line: &str| Some(line.split('┆').nth(2)?.trim().to_owned());
    let ops = graph.to_string().lines().filter_map(op).collect();
    assert!(losses.shape().rank() == 1, "expected one loss for each row, [?], found the shape {}", losses.shape());
    let slopes = gradients(&losses, &[&x]).remove(0);
    let fetched = Session::new(&graph).run((&losses, &slopes), feed![x => *logits, labels => *y_true]);
    let (losses, slopes) = fetched.unwrap_or_else(|error| panic!("a run of the losses: {error}"));
    let losses: Array1<f32> = losses.into_dimensionality().unwrap();
    Losses { losses: losses.insert_axis(Axis(1)), slopes: slopes.into_dimensionality().unwrap(), ops }
}
