//! What goes with the training loop of `main.rs`: the model's tensors, the loss before training, how accuracy is computed,
//! and how noisy it is.

use ndarray::arr1;
use shared::data::Mnist;
use shared::prelude::*;

use crate::model::{SUM, Setting, SoftmaxRegression, by_the_formula};

/// The tensors of the model, each with its shape.
pub fn show_model() {
    let SoftmaxRegression { x, y_true, w, b, logits, y, loss, accuracy, .. } = &SoftmaxRegression::build(&SUM);
    println!(
        "Which of ten classes? Ten weighted sums of the pixels, made into probabilities. ? is any number of images"
    );
    for (tensor, what) in [
        (x, "placeholder: images, one per row"),
        (y_true, "placeholder: one-hot labels"),
        (w, "variable, starts at 0: a weight for each pixel and class"),
        (b, "variable, starts at 0: one number for each class"),
        (logits, "x W + b"),
        (y, "softmax(logits): probabilities"),
        (loss, "sum or mean of -sum(y_true * ln(y))"),
        (accuracy, "mean of argmax(y) = argmax(y_true)"),
    ] {
        println!("  {:<26} {what}", tensor.handle().describe());
    }
}

/// The loss of the first 100 images before training, by the formula and in the fused form: `100 · ln 10`, because all ten
/// classes are equally probable.
///
/// # Errors
/// If a run fails.
#[expect(
    clippy::expect_used,
    reason = "`Mnist::load` gives rows of 784 pixels, classes 0 to 9, and images in each set"
)]
pub fn show_first_loss(mnist: &Mnist) -> Result<()> {
    let first = mnist.train.batches(100).in_order().next().expect("a set with images");
    let count = first.len();
    println!("\nLoss of the first {count} images before training; {count} x ln 10 = {:.4}", count as f64 * 10f64.ln());
    let by_the_formula = Setting { cross_entropies: by_the_formula, ..SUM };
    for (name, setting) in [("-sum(y_true * ln(y))", by_the_formula), ("softmax_cross_entropy", SUM)] {
        let SoftmaxRegression { graph, x, y_true, loss, .. } = SoftmaxRegression::build(&setting);
        let loss = Session::new(&graph).run(&loss, feed![x => first.images, y_true => first.labels])?.item();
        println!("  {name:<22} {loss:.4}");
    }
    println!("  The formula can break (section stability); the second form cannot, so it is trained with.");
    Ok(())
}

/// Four answers become an accuracy: argmax, equal, cast, mean.
///
/// # Errors
/// If a run fails.
pub fn show_accuracy() -> Result<()> {
    let graph = Graph::new();
    let y = graph.constant(&ndarray::arr2(&[[0.1f32, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6], [0.9, 0.1, 0.0]]));
    let true_classes = graph.constant(&arr1(&[1, 2, 2, 0]));
    let predicted = y.argmax(1);
    let correct_prediction = predicted.equal(&true_classes);
    let numbers = correct_prediction.cast::<f32>();
    let fetches = (&predicted, &true_classes, &correct_prediction, &numbers, &numbers.mean());
    let (predicted, true_classes, correct, numbers, accuracy) = Session::new(&graph).run(fetches, feed![])?;
    println!("\nAccuracy, step by step, for four answers");
    println!("  argmax(y, 1)   {predicted}");
    println!("  true classes   {true_classes}");
    println!("  equal          {correct}");
    println!("  cast           {numbers:.0}");
    println!("  mean           {}", accuracy.item());
    Ok(())
}

/// Lowest and highest of the `(step, accuracy)` pairs in the last fifth of `steps`.
///
/// ```
/// use lesson04_softmax::regression::range_at_the_end;
///
/// assert_eq!(range_at_the_end(&[(20, 0.5), (80, 0.9), (90, 0.85), (100, 0.92)], 100), (0.85, 0.92));
/// ```
pub fn range_at_the_end(accuracies: &[(u32, f32)], steps: u32) -> (f32, f32) {
    let late = accuracies.iter().filter(|(step, _)| *step > steps - steps.div_ceil(5));
    late.fold((1.0, 0.0), |(low, high), &(_, accuracy)| (f32::min(low, accuracy), f32::max(high, accuracy)))
}

/// What the table of accuracies shows, in words.
pub const SPREAD: &str = "\
Often quoted: about 91 % for the sum and about 92 % for the mean. What the last step gives is partly luck: all
weights start at 0, and the seed only decides which images stand in which batch, but a step along the gradient of one
small batch can move the accuracy by a point or two (last column). The mean of the weights of the last tenth of the
steps takes the luck out: it is what they move around.
0.01 x the sum of 100 losses is 1.0 x their mean: the steps of the sum are twice as long.
Is that good? No: about one answer in twelve is wrong. Networks with more layers reach 99 %: lesson 5.";
