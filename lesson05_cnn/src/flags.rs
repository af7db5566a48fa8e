//! The flags of the program.

use clap::{Parser, ValueEnum};
use shared::Result;
use shared::cli::{CheckpointArgs, CommonArgs, InterchangeArgs, positive_number};
use shared::data::{Dataset, Mnist};
use shared::resume::{Checkpoints, Job};

/// Trains a convolutional network on MNIST and draws what it has learned.
#[derive(Parser)]
#[command(version, max_term_width = 100, allow_negative_numbers = true)]
pub struct Flags {
    /// Those of every lesson.
    #[command(flatten)]
    pub common: CommonArgs,

    /// The data set
    #[arg(long, value_enum, default_value_t = Dataset::Mnist)]
    pub dataset: Dataset,

    /// The network: the lesson's own, or the larger one with dropout
    #[arg(long, value_enum, default_value_t = Model::Default)]
    pub model: Model,

    /// Training iterations in all [default: 10000, expert: 20000]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    iterations: Option<u32>,

    /// A short run of 1000 iterations
    #[arg(long, conflicts_with = "iterations")]
    quick: bool,

    /// Images in one training batch [default: 64, expert: 50]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=60_000), value_name = "N")]
    batch_size: Option<u32>,

    /// Learning rate of Adam
    #[arg(long, default_value = "1e-4", value_parser = positive_number, value_name = "RATE")]
    pub learning_rate: f32,

    /// What the training leaves for other programs.
    #[command(flatten, next_help_heading = "For other programs")]
    pub interchange: InterchangeArgs,

    /// Those of a training that can be stopped and gone on with.
    #[command(flatten, next_help_heading = "Checkpoints")]
    pub checkpoints: CheckpointArgs,
}

/// The networks of the lesson.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Model {
    /// 16 and 36 filters, 128 neurons: about 99 %
    Default,
    /// 32 and 64 filters, 1024 neurons, dropout: about 99.2 %
    Expert,
}

impl Flags {
    /// How many training iterations to make in all.
    pub fn iterations(&self) -> usize {
        let usual = if self.model == Model::Expert { 20_000 } else { 10_000 };
        if self.quick { 1000 } else { self.iterations.map_or(usual, |n| n as usize) }
    }

    /// How many images are in one training batch.
    pub fn batch_size(&self) -> usize {
        let usual = if self.model == Model::Expert { 50 } else { 64 };
        self.batch_size.map_or(usual, |n| n as usize)
    }

    /// The checkpoints that the flags ask for; one that was made with other flags or data is refused.
    ///
    /// # Errors
    /// As [`Checkpoints::open`].
    pub fn open_checkpoints(&self, mnist: &Mnist) -> Result<Checkpoints> {
        self.checkpoints.open(|| Job {
            program: "lesson05_cnn",
            training: if self.model == Model::Expert { "expert" } else { "default" },
            steps: self.iterations(),
            settings: vec![
                ("--seed", self.common.seed.to_string()),
                ("--batch-size", self.batch_size().to_string()),
                ("--learning-rate", self.learning_rate.to_string()),
                ("data set", self.dataset.to_string()),
                ("training data", mnist.train.fingerprint()),
            ],
        })
    }
}
