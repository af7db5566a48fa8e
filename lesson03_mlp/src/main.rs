//! Lesson 3: from one perceptron, which cannot tell XOR, to a network that tells clothes apart.
//!
//! `cargo run -p lesson03_mlp` trains both; `--seed 2` starts them from other weights, `--epochs 2` trains the second for
//! a shorter time, `--help` lists the rest.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lesson03_mlp::classifier::Classifier;
use lesson03_mlp::gate::{AND, INPUTS, Perceptron, XOR};
use ndarray::s;
use shared::cli::{CommonArgs, positive_number, run_lesson, show};
use shared::data::{Dataset, Mnist};
use shared::plot::{Curves, ImageGrid, class_captions};
use shared::prelude::*;
use shared::progress::Progress;

/// Trains perceptrons: logic gates first, then the classes of Fashion-MNIST.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    common: CommonArgs,

    /// Passes over the training images of Fashion-MNIST
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000), value_name = "N")]
    epochs: u32,

    /// Images in one training batch
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=60_000), value_name = "N")]
    batch_size: u32,

    /// Learning rate of Adam
    #[arg(long, default_value = "0.001", value_parser = positive_number, value_name = "RATE")]
    learning_rate: f32,
}

fn main() -> ExitCode {
    run_lesson(|flags: Flags| {
        let folder = flags.common.lesson_folder("lesson03_mlp")?;
        let fashion = Mnist::load(Dataset::Fashion, flags.common.data_dir.as_deref())?;
        logic_gates(flags.common.seed, &folder)?;
        clothes(&flags, &fashion, &folder)
    })
}

/// A single layer draws one straight line between yes and no. That is enough for AND; XOR needs a hidden layer.
fn logic_gates(seed: u64, folder: &Path) -> Result<()> {
    let mut curves = Curves::new("Learning gates by gradient descent").x_label("epoch").y_label("mean squared error");
    for (network, gate, hidden_layers, answers) in
        [("SLP", "AND", &[][..], AND), ("SLP", "XOR", &[], XOR), ("MLP", "XOR", &[4], XOR)]
    {
        let (losses, predicted) = Perceptron::build(hidden_layers, 2.0).train(answers, 2000, seed)?;
        println!("===== {network} {gate} classifier result =====");
        for ([a, b], y) in INPUTS.iter().zip(predicted) {
            println!("{a} {gate} {b} => {y:.2} => {}", u8::from(y > 0.5));
        }
        curves = curves
            .values(format!("{gate}, {}", if network == "SLP" { "single layer" } else { "4 hidden nodes" }), &losses);
    }
    show("Losses of the gates", curves.save(folder.join("gates.png"))?);
    Ok(())
}

/// 784-128-128-10 by Adam: the lesson's network for Fashion-MNIST.
fn clothes(flags: &Flags, fashion: &Mnist, folder: &Path) -> Result<()> {
    println!("\nTrain data shape\n{:?}", fashion.train.images.shape());
    println!("Train data labels\n{}", fashion.train.classes);
    println!("Test data shape\n{:?}", fashion.test.images.shape());
    println!("Test data labels\n{}", fashion.test.classes);

    let Classifier { graph, x, classes, y_pred_cls, loss, accuracy, train_step } =
        Classifier::build(flags.learning_rate);
    println!("\nVariables:");
    for variable in graph.variables() {
        println!("  {variable:?}");
    }
    println!();
    let mut session = Session::new(&graph).seed(flags.common.seed).threads(flags.common.threads.into());
    let mut batches = fashion.train.batches(flags.batch_size as usize).seed(flags.common.seed);
    let test = &fashion.test;
    let mut losses = Vec::new();
    for epoch in 1..=flags.epochs {
        let steps = batches.per_epoch();
        let progress = Progress::new("Training", steps);
        for batch in batches.by_ref().take(steps) {
            let feeds = feed![x => batch.images, classes => batch.classes];
            let (_, loss) = session.run((&train_step, &loss), feeds)?;
            losses.push(loss.item());
            progress.step();
        }
        let time = progress.finish().as_secs_f64();
        let mean_loss = losses[losses.len() - steps..].iter().sum::<f32>() / steps as f32;
        let accuracy = session.run(&accuracy, feed![x => test.images, classes => test.classes])?.item();
        println!("Epoch {epoch}/{}: loss {mean_loss:.4}, test accuracy {accuracy:.4}, {time:.1} s", flags.epochs);
    }
    plot_losses(&losses, folder)?;

    let predicted = session.run(&y_pred_cls, feed![x => test.images])?;
    plot_predictions(fashion, predicted.as_slice().expect("one axis"), folder)
}

/// The loss of single batches is noisy; the mean of many shows the way.
fn plot_losses(losses: &[f32], folder: &Path) -> Result<()> {
    let middle = |(k, part): (usize, &[f32])| {
        ((100 * k) as f64 + part.len() as f64 / 2.0, part.iter().sum::<f32>() / part.len() as f32)
    };
    let means: Vec<(f64, f32)> = losses.chunks(100).enumerate().map(middle).collect();
    let curves = Curves::new("Training on Fashion-MNIST").x_label("step").y_label("cross-entropy");
    let curves = curves.values("one batch", losses).curve("mean of 100 batches", &means);
    show("Losses of the classifier", curves.save(folder.join("loss.png"))?);
    Ok(())
}

/// The first 25 test images with what they are and what the network takes them for; mistakes in red.
fn plot_predictions(fashion: &Mnist, predicted: &[i32], folder: &Path) -> Result<()> {
    let count = predicted.len().min(25);
    let names =
        |classes: &[i32]| -> Vec<&str> { classes.iter().map(|&class| fashion.class_names[class as usize]).collect() };
    let true_classes = &fashion.test.classes.as_slice().expect("one axis")[..count];
    let captions = class_captions(&names(true_classes), Some(&names(&predicted[..count])));
    let wrong: Vec<bool> = true_classes.iter().zip(predicted).map(|(t, p)| t != p).collect();
    let images = fashion.test.images.slice(s![..count, ..]);
    let images = images.to_shape((count, 28, 28)).expect("rows of 784 pixels");
    let grid = ImageGrid::new(images.view()).captions(&captions).wrong(&wrong).title("Predictions for test images");
    show("Predictions", grid.save(folder.join("predictions.png"))?);
    Ok(())
}
