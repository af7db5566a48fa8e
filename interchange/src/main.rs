//! Writes what other programs are to read, with the numbers that ours computes; see `README.md`.
//!
//! `interchange networks DIR` trains the course's networks a little and writes of each an ONNX model, a checkpoint, and
//! inputs with our outputs; `interchange copy IN OUT` reads a file of NumPy and writes its arrays again.

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

mod copy;
mod networks;
mod ops;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use shared::cli::run_lesson;

/// Writes networks and arrays for other programs.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Flags {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains the networks a little and writes them: NAME.onnx, NAME.safetensors, NAME.npz
    Networks {
        /// Folder for the files
        folder: PathBuf,
    },
    /// Reads a .npy or .npz file and writes its arrays into a file of the same kind
    Copy {
        /// What is read
        from: PathBuf,
        /// What is written
        to: PathBuf,
    },
}

fn main() -> ExitCode {
    run_lesson(|flags: Flags| match flags.command {
        Command::Networks { folder } => {
            networks::write(&folder)?;
            ops::write(&folder)
        }
        Command::Copy { from, to } => copy::copy(&from, &to),
    })
}
