//! Designing a network: six decisions, the table of its layers, and a network with two inputs and two outputs.

use ndarray::{Array1, ArrayView1, Axis, s};
use shared::cli::CommonArgs;
use shared::ops::concat;
use shared::prelude::*;

use crate::clothes::Clothes;
use crate::image_classifier::ImageClassifier;

/// Pictures for the network with two inputs, if there are as many.
const PICTURES: usize = 6000;

/// The section `network`.
///
/// # Errors
/// If the data cannot be read.
pub fn design(args: &CommonArgs) -> Result<()> {
    six_decisions();
    println!("\n{}", ImageClassifier::new(28, 28, 10, 0.001).summary());
    println!("A Dense layer has inputs x nodes weights and one bias for each node: 784 x 128 + 128 = 100,480.");
    the_calls();
    convolutional();
    two_inputs_two_outputs(args)
}

fn six_decisions() {
    for (k, (decision, answer)) in [
        ("Structure", "a multi-layer perceptron; for images a convolutional network is usual, see lesson 5"),
        ("Input layer", "[28, 28] as the images are; Flatten makes rows of 784, line below line"),
        ("Output layer", "10 nodes, one for each class; softmax makes them probabilities"),
        ("Objective function", "cross-entropy of the class number: sparse_categorical_crossentropy"),
        ("Hidden layers", "2 of 128 nodes with relu; other numbers are compared on a validation set"),
        ("Optimization algorithm", "Adam with learning rate 0.001"),
    ]
    .into_iter()
    .enumerate()
    {
        println!("  {}. {decision:<23} {answer}", k + 1);
    }
}

/// What becomes of the decisions: a model, and its four calls.
fn the_calls() {
    println!("\nInput and layers describe the network, Model::new(input, output) makes a model of it. Then:");
    for (call, what) in [
        ("compile(optimizer, loss)", "takes decisions 4 and 6; metrics([Accuracy]) reports more than the loss"),
        ("fit(x, y, settings)", "trains: x [samples, 28, 28] and y [samples], row k of y is the answer to row k of x"),
        ("evaluate(x, y)", "loss and metrics of samples that were kept apart"),
        ("predict(x)", "the outputs, [samples, 10]: y is not needed"),
    ] {
        println!("  {call:<25} {what}");
    }
}

/// The other answer to the first question, with the layers that this lesson does not train.
fn convolutional() {
    let graph = Graph::new();
    let input = Input::new([28, 28, 1]).apply(&graph);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).apply(&input);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Flatten::new().apply(&net);
    let net = Dropout::new(0.5).apply(&net);
    let output = Dense::new(10).activation(Softmax).apply(&net);
    println!("\nThe same task for a convolutional network:\n{}", Model::new(&input, &output).summary());
}

/// Two halves of a picture come in; its class goes out, and whether it is worn on the feet.
#[expect(clippy::indexing_slicing, reason = "every validation has a loss")]
fn two_inputs_two_outputs(args: &CommonArgs) -> Result<()> {
    let graph = Graph::new();
    let [left, right] = ["left_half", "right_half"].map(|name| Input::new([28, 14]).name(name).apply(&graph));
    let from_left = Dense::new(32).activation(Relu).apply(&Flatten::new().apply(&left));
    let from_right = Dense::new(32).activation(Relu).apply(&Flatten::new().apply(&right));
    let both = concat(&[&from_left, &from_right], 1);
    let class = Dense::new(10).activation(Softmax).name("class").apply(&both);
    let footwear = Dense::new(1).activation(Sigmoid).name("footwear").apply(&both);
    let mut model = Model::new([&left, &right], [&class, &footwear]).seed(args.seed).threads(args.threads.into());
    model.compile(Adam::new(0.001), [SparseCategoricalCrossentropy, BinaryCrossentropy]).metrics([Accuracy]);
    println!("\nTwo inputs and two outputs: the halves of a picture, its class, and whether it is footwear.");
    println!(
        "A mere list of layers (Sequential) could not say this; layers applied to tensors (the functional API) can."
    );
    println!("{}", model.summary());

    let clothes = Clothes::load(args.data_dir.as_deref())?;
    let count = PICTURES.min(clothes.train_labels.len());
    let images = clothes.train_images.slice(s![..count, .., ..]);
    let (left, right) = images.split_at(Axis(2), 14);
    let classes = clothes.train_labels.slice(s![..count]);
    println!(
        "{count} pictures, the last fifth for validation; when its loss has not fallen for two epochs, training stops:"
    );
    // ANCHOR: stopping
    let stopping = EarlyStopping::new("val_loss").patience(2).restore_best_weights();
    let fit = Fit::new().epochs(15).validation_split(0.2).callback(stopping).verbose(Verbose::Silent);
    let history = model.fit((&left, &right), (&classes, &is_footwear(classes)), fit)?;
    // ANCHOR_END: stopping
    let best = history["val_loss"].iter().copied().fold(f64::INFINITY, f64::min);
    println!("  {} epochs, the best validation loss is {best:.4}", history.epochs());
    let (left, right) = clothes.test_images.view().split_at(Axis(2), 14);
    let scores = model.evaluate((&left, &right), (&clothes.test_labels, &is_footwear(clothes.test_labels.view())))?;
    println!("  test set: {scores}");
    Ok(())
}

/// 1 for sandals, sneakers and ankle boots.
fn is_footwear(classes: ArrayView1<'_, i32>) -> Array1<f32> {
    classes.mapv(|class| f32::from(u8::from([5, 7, 9].contains(&class))))
}
