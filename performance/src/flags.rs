//! The flags of the program.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use performance::{Sets, Settings, Training};

/// Times one workload on this computer.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
pub struct Flags {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Subcommand)]
pub enum Command {
    /// Time a workload, and print one line of JSON
    Measure(Measure),
    /// Train up to the end of the first step, and print the time of day
    Start(Run),
    /// Make the pictures of P1b: five hundred JPEGs for P1 to read
    Pictures {
        /// Where to make them
        folder: PathBuf,
    },
}

/// Which workload, and how it is set up.
#[derive(Args)]
pub struct Run {
    /// W1 to W6: a training step; I4, I5: classifying 10,000 images; P1: reading a folder of pictures
    pub workload: Name,

    /// Number of threads
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: u16,

    /// Images in a batch [default: that of the workload]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=4096), value_name = "N")]
    pub batch: Option<u16>,

    /// Folder of the data sets [default: $COURSE_DATA, else the course's own data folder]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Folder of the pictures, P1's or, made on first use, W6's
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub pictures: PathBuf,
}

/// How to measure it.
#[derive(Args)]
pub struct Measure {
    /// What is measured.
    #[command(flatten)]
    pub run: Run,

    /// Windows to measure; the median of them counts
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(1..))]
    pub windows: u8,

    /// Seconds for each window, and for warming up
    #[arg(long, default_value_t = 0.4, value_parser = shared::cli::positive_number)]
    pub seconds: f32,
}

/// The workloads as the tables name them.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "UPPER")]
#[allow(missing_docs)]
pub enum Name {
    W1,
    W2,
    W3,
    W4,
    W5,
    W6,
    I4,
    I5,
    P1,
}

/// What is timed.
pub enum Task {
    /// Training steps.
    Train(Training),
    /// Classifying the test set.
    Classify(Training),
    /// Reading pictures.
    Read,
}

impl Name {
    /// What it means.
    pub fn task(self) -> Task {
        match self {
            Name::W1 => Task::Train(Training::Softmax),
            Name::W2 => Task::Train(Training::Xor),
            Name::W3 => Task::Train(Training::Fashion),
            Name::W4 => Task::Train(Training::Cnn),
            Name::W5 => Task::Train(Training::Expert),
            Name::W6 => Task::Train(Training::Animals),
            Name::I4 => Task::Classify(Training::Cnn),
            Name::I5 => Task::Classify(Training::Expert),
            Name::P1 => Task::Read,
        }
    }
}

impl Run {
    /// The settings of a training, with what the flags change.
    pub fn settings(&self, training: Training) -> Settings {
        let usual = Settings::of(training);
        let batch_size = self.batch.map_or(usual.batch_size, usize::from);
        Settings { batch_size, threads: self.threads.into(), ..usual }
    }

    /// The data sets, none of them loaded yet.
    pub fn sets(&self) -> Sets {
        Sets::new(self.data_dir.clone(), Some(self.pictures.clone()))
    }
}
