//! Lesson 3: from one perceptron, which cannot tell XOR, to a network that tells clothes apart.
//!
//! `cargo run -p lesson03_mlp` runs all sections, `cargo run -p lesson03_mlp -- xor` one of them, and `--list` names
//! them. `--seed 2` starts the networks from other weights, `--epochs 2` trains the last for a shorter time, `--help`
//! lists the rest.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lesson03_mlp::clothes::{Clothes, SIDE, argmax, explain_argmax};
use lesson03_mlp::image_classifier::ImageClassifier;
use lesson03_mlp::{and, descent, losses, network, perceptron, tensors, xor};
use shared::cli::{CheckpointArgs, InterchangeArgs, Lesson, LessonArgs, positive_number, show};
use shared::data::fingerprint;
use shared::model::TensorBoard;
use shared::prelude::*;
use shared::resume::{Checkpoints, Job};

/// Trains perceptrons: logic gates first, then the classes of Fashion-MNIST.
#[derive(Parser)]
#[command(version, max_term_width = 100, allow_negative_numbers = true)]
struct Flags {
    #[command(flatten)]
    lesson: LessonArgs,

    /// Passes over the training images (section clothes)
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000), value_name = "N")]
    epochs: u32,

    /// Images in one training batch (section clothes)
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=60_000), value_name = "N")]
    batch_size: u32,

    /// Learning rate of Adam (section clothes)
    #[arg(long, default_value = "0.001", value_parser = positive_number, value_name = "RATE")]
    learning_rate: f32,

    #[command(flatten, next_help_heading = "For other programs (section clothes)")]
    interchange: InterchangeArgs,

    #[command(flatten, next_help_heading = "Checkpoints of the training in section clothes")]
    checkpoints: CheckpointArgs,
}

impl Flags {
    /// The checkpoints that the flags ask for.
    fn open_checkpoints(&self, clothes: &Clothes, steps: usize) -> Result<Checkpoints> {
        self.checkpoints.open(|| Job {
            program: "lesson03_mlp",
            training: "clothes",
            steps,
            settings: vec![
                ("--seed", self.lesson.seed.to_string()),
                ("--batch-size", self.batch_size.to_string()),
                ("--learning-rate", self.learning_rate.to_string()),
                ("training data", fingerprint(&clothes.train_images, &clothes.train_labels)),
            ],
        })
    }
}

impl AsRef<LessonArgs> for Flags {
    fn as_ref(&self) -> &LessonArgs {
        &self.lesson
    }
}

fn main() -> ExitCode {
    Lesson::<Flags>::new("lesson03_mlp")
        .section("tensors", "Constants, casts, and arrays that become tensors", |_, _| tensors::show())
        .section("and", "AND with a single layer and with four hidden nodes", |flags, folder| {
            and::classifier_example(flags.lesson.seed, folder)
        })
        .section("xor", "XOR: what one layer cannot do, and when four hidden nodes can", |flags, folder| {
            xor::classifier_example(flags.lesson.seed, folder)
        })
        .section("perceptron", "The perceptron learning rule, and its epochs", |_, _| perceptron::show())
        .section("descent", "Batch, mini-batch and stochastic gradient descent", |flags, folder| {
            descent::compare(&flags.lesson, folder)
        })
        .section("losses", "Softmax, cross-entropy and binary cross-entropy by hand", |_, folder| {
            losses::by_hand(folder)
        })
        .section("network", "Designing a network, and one with two inputs and two outputs", |flags, _| {
            network::design(&flags.lesson)
        })
        .section("clothes", "A multi-layer perceptron for Fashion-MNIST", run_classifier)
        .exercises(&[
            ("3-1", "Shape puzzles: which shape has each of these tensors?"),
            ("3-2", "XOR from the AND classifier, with one layer and with two"),
            ("3-3", "The softmax of <c, 0>"),
            ("3-4", "The cross-entropy of two given distributions"),
            ("3-5", "Binary cross-entropy, derived from the general one"),
            ("3-6", "argmax along an axis"),
            ("3-7", "The perceptron learning rule"),
            ("3-8", "Fashion-MNIST to 88 %"),
            ("3-9", "Batches and epochs: how often the weights change"),
            ("3-10", "Training, validation and test set: their sizes, and no picture in two"),
            ("3-11", "The parameters of a multi-layer perceptron, counted by hand"),
            ("3-12", "Binary steps: where a perceptron says 1, and XOR of three"),
        ])
        .check(|flags| {
            let section = Some((&flags.lesson, "clothes"));
            flags.checkpoints.check(section).and_then(|()| flags.interchange.check(section))
        })
        .run()
}

/// 784-128-128-10: looks at the images, trains on 55,000 of them, and names the classes of 10,000 others.
#[expect(clippy::indexing_slicing, reason = "there is a test image, and `argmax` gives classes 0 to 9")]
fn run_classifier(flags: &Flags, folder: &Path) -> Result<()> {
    let clothes = Clothes::load(flags.lesson.data_dir.as_deref())?;
    clothes.print_shapes();
    show("One picture with its numbers", clothes.plot_first(folder.join("first_image.png"))?);
    show("25 pictures with their classes", clothes.plot_classes(folder.join("classes.png"))?);

    let mut my_classifier = ImageClassifier::new(SIDE, SIDE, clothes.class_names.len(), flags.learning_rate)
        .seed(flags.lesson.seed)
        .threads(flags.lesson.threads.into());
    // The last twelfth, 5,000 of 60,000 images, is for validation.
    let mut fit =
        Fit::new().batch_size(flags.batch_size as usize).epochs(flags.epochs as usize).validation_split(1.0 / 12.0);
    if let Some(folder) = &flags.interchange.log_dir {
        fit = fit.callback(TensorBoard::new(folder));
    }
    let fit = fit.checkpoints(|steps| flags.open_checkpoints(&clothes, steps));
    let history = my_classifier.fit(clothes.train_images.view(), clothes.train_labels.view(), fit)?;
    show("Loss", history.plot(folder.join("loss.png"))?);
    show("Accuracy", history.plot_of("accuracy", folder.join("accuracy.png"))?);
    let scores = my_classifier.evaluate(clothes.test_images.view(), clothes.test_labels.view())?;
    println!("Test set: {scores}");

    explain_argmax()?;
    let predictions = my_classifier.predict(clothes.test_images.view())?;
    let predicted_labels = argmax(predictions.view(), 1)?;
    println!("Probabilities of the first test image, and the class that argmax picks:");
    for (name, probability) in clothes.class_names.iter().zip(predictions.row(0)) {
        println!("  {name:<12} {probability:.4}");
    }
    println!("  => {}", clothes.class_names[predicted_labels[0] as usize]);
    show("25 predictions", clothes.plot_predictions(predicted_labels.view(), folder.join("predictions.png"))?);
    if let Some(path) = &flags.interchange.onnx {
        my_classifier.model().export_onnx(path)?;
        show("ONNX model", path);
    }
    Ok(())
}
