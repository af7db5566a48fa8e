//! The answers to the exercises of lesson 4, in place of the stubs when the feature `solutions` is on.
//!
//! The tasks stand in `exercises.rs`; here stands why an answer is as it is.

use std::iter::{successors, zip};

use ndarray::{Array1, Array2, Axis};
use shared::data::DataSet;
use shared::ops::{keep_dims, softmax_cross_entropy};
use shared::prelude::*;

/// Exercise 4-1: the largest number becomes 0, so each exponential is between 0 and 1 and the sum is at least 1.
pub fn stable_softmax(x: &[f64]) -> Vec<f64> {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = x.iter().map(|x| (x - largest).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    exponentials.into_iter().map(|ex| ex / sum).collect()
}

/// Exercise 4-2: only the true class counts, so there is no 0 · ln 0 that could be NaN.
pub fn cross_entropy_by_hand(y: &[f64], y_true: &[f64]) -> f64 {
    let of_true_class: f64 = zip(y, y_true).map(|(y, y_true)| y * y_true).sum();
    // A probability may be rounded to a little more than 1; `+ 0.0` makes 0 of -0.
    -of_true_class.clamp(1e-12, 1.0).ln() + 0.0
}

/// Exercise 4-2: `-ln(e^t / Σ e^x) = ln Σ e^x - t`, where t is the true class's logit; the sum is shifted as in 4-1.
pub fn cross_entropy_from_logits(logits: &[f64], y_true: &[f64]) -> f64 {
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logits.iter().map(|x| (x - largest).exp()).sum();
    let of_true_class: f64 = zip(logits, y_true).map(|(x, y_true)| x * y_true).sum();
    // First the difference of the large numbers: it is exact when they are equal.
    (largest - of_true_class) + sum.ln()
}

/// Exercise 4-3: with `g = (softmax(logits) - y_true) / batch`, `[batch, classes]`, the gradient by `W` is `xᵀ g`; that by `b`
/// is the sum of g's rows, because each row adds the same `b`.
pub fn gradients_by_hand(
    x: &Array2<f32>,
    y_true: &Array2<f32>,
    w: &Array2<f32>,
    b: &Array1<f32>,
) -> (Array2<f32>, Array1<f32>) {
    let mut g = x.dot(w) + b;
    for (mut row, y_true) in zip(g.rows_mut(), y_true.rows()) {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.mapv_inplace(|logit| (logit - largest).exp());
        row /= row.sum();
        row -= &y_true;
    }
    g /= x.nrows() as f32;
    (x.t().dot(&g), g.sum_axis(Axis(0)))
}

/// Exercise 4-4: C goes into two ops; nothing is computed until a session runs F.
pub fn graph_of_f() -> (Tensor<f32>, Tensor<f32>) {
    let graph = Graph::new();
    let a = graph.scalar(6.0f32).named("A");
    let b = graph.scalar(2.0f32).named("B");
    let c = graph.placeholder::<f32>("C", shape![]);
    let d = (&a - &c).named("D");
    let e = (&c + &b).named("E");
    let f = (&d * &e).named("F");
    (c, f)
}

/// Exercise 4-5: zeros, and then a 1 in each row.
pub fn one_hot_rows(classes: &Array1<i32>, depth: usize) -> Array2<f32> {
    let mut rows = Array2::zeros((classes.len(), depth));
    for (mut row, &class) in zip(rows.rows_mut(), classes) {
        row[class as usize] = 1.0;
    }
    rows
}

/// Exercise 4-6: `position` finds the first of several equal maxima; `max_by` would find the last.
pub fn share_of_right_answers(y: &Array2<f32>, y_true: &Array2<f32>) -> f32 {
    let right = zip(y.rows(), y_true.rows()).filter(|(y, y_true)| {
        let largest = y.fold(f32::NEG_INFINITY, |largest, &y| largest.max(y));
        y.iter().position(|&y| y == largest) == y_true.iter().position(|&y_true| y_true == 1.0)
    });
    right.count() as f32 / y.nrows() as f32
}

/// What a training returns: a function from images `[n, 784]` to their classes `[n]`.
pub type Classifier = Box<dyn FnMut(&Array2<f32>) -> Result<Array1<i32>>>;

/// Exercise 4-7: the lesson's model. Long steps get near the best weights, then short ones come to rest there: with a tenth of
/// the rate, a single batch moves the weights a tenth as far.
///
/// # Errors
/// If a run fails.
pub fn train_classifier(train: &DataSet, _validation: &DataSet, seed: u64) -> Result<Classifier> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let w = graph.variable("W", zeros([784, 10]));
    let b = graph.variable("b", zeros([10]));
    let logits = x.matmul(&w) + &b;
    let loss = softmax_cross_entropy(&logits, &y_true).mean();
    let [long_step, short_step] = [0.5, 0.05].map(|rate| GradientDescent::new(rate).minimize(&loss));
    let mut session = Session::new(&graph);
    for (step, batch) in train.batches(100).seed(seed).take(8000).enumerate() {
        let train_step = if step < 6000 { &long_step } else { &short_step };
        session.run(train_step, feed![x => batch.images, y_true => batch.labels])?;
    }
    let classes = logits.argmax(1);
    Ok(Box::new(move |images| {
        let classes = session.run(&classes, feed![x => *images])?;
        Ok(classes.into_dimensionality().expect("argmax(1) of [n, 10] is [n]"))
    }))
}

/// Exercise 4-8: the gradient of a x² is 2 a x.
pub fn places_of_descent(a: f64, rate: f64, start: f64, steps: usize) -> Vec<f64> {
    successors(Some(start), |x| Some(x - rate * 2.0 * a * x)).take(steps + 1).collect()
}

/// Exercise 4-8: a step multiplies x by `1 - 2 a rate`, which is between -1 and 1 as long as `0 < rate < 1 / a`.
pub fn limit_of_rates(a: f64) -> f64 {
    1.0 / a
}

/// Exercise 4-9: a tensor knows its graph, and `is` asks whether two handles are of the same one.
pub fn whose_tensors(tensors: &[Tensor<f32>], graphs: &[Graph]) -> Vec<Option<usize>> {
    tensors.iter().map(|tensor| graphs.iter().position(|graph| tensor.graph().is(graph))).collect()
}

/// Exercise 4-10: `m + ln Σ exp(logits - m) - Σ y_true · logits`, m the maximum of each row. The logits are shifted by m first, so
/// m itself drops out.
pub fn repaired_cross_entropies(logits: &Tensor<f32>, y_true: &Tensor<f32>) -> Tensor<f32> {
    let shifted = logits - logits.max_axes(keep_dims([1])); // [?, classes], 0 or less
    shifted.exp().sum_axes([1]).ln() - (y_true * &shifted).sum_axes([1])
}

/// Exercise 4-11: counted by the true class, not by the answer.
pub fn recognised_per_class(predicted: &Array1<i32>, classes: &Array1<i32>, class_count: usize) -> Vec<Option<f64>> {
    let mut counts = vec![(0_u32, 0_u32); class_count]; // (recognised, all) of each class
    for (predicted, &class) in zip(predicted, classes) {
        let (recognised, all) = &mut counts[class as usize];
        *recognised += u32::from(*predicted == class);
        *all += 1;
    }
    counts.into_iter().map(|(recognised, all)| (all > 0).then(|| f64::from(recognised) / f64::from(all))).collect()
}

/// Exercise 4-12: each number is moved, and put back before the next.
pub fn difference_quotients(f: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let mut moved = x.to_vec();
    let mut quotients = Vec::with_capacity(x.len());
    for (j, &middle) in x.iter().enumerate() {
        moved[j] = middle + h;
        let above = f(&moved);
        moved[j] = middle - h;
        let below = f(&moved);
        moved[j] = middle;
        quotients.push((above - below) / (2.0 * h));
    }
    quotients
}
