//! Lesson 3
use std::process::ExitCode;

use clap::Parser;
use lesson03_mlp::{descent, losses, perceptron, tensors};
use shared::cli::{Lesson, LessonArgs};

/// Trains perceptrons: logic gates first, then the classes of Fashion-MNIST.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(flatten)]
    lesson: LessonArgs,
}

impl AsRef<LessonArgs> for Flags {
    fn as_ref(&self) -> &LessonArgs {
        &self.lesson
    }
}

fn main() -> ExitCode {
    Lesson::<Flags>::new("lesson03_mlp")
        .section("tensors", "Constants, casts, and arrays that become tensors", |_, _| tensors::show())
        .section("perceptron", "The perceptron learning rule", |_, _| perceptron::show())
        .section("descent", "Batch, mini-batch and stochastic gradient descent", |flags, folder| {
            descent::compare(&flags.lesson, folder)
        })
        .section("losses", "Softmax and cross-entropy by hand", |_, folder| losses::by_hand(folder))
        .run()
}
