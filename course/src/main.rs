//! `cargo course`: the course tool. It shows how far the exercises are, runs their tests, gives hints and solutions, grades,
//! checks the course itself, and makes its handouts ([`handouts`]).
//!
//! The exercises are those of the workspace's members that have an `exercises.toml` ([`manifest`]). Their tests are built by
//! cargo ([`build`]), and each runs in a process of its own with a time limit ([`run`], [`process`]), so that an abort or an
//! endless loop costs one exercise only. What a test says about an answer is decided in [`verdict`].

// Manifests, students' files, what their tests print and arguments must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

mod build;
mod check;
mod cli;
mod error;
mod excerpt;
mod fields;
mod files;
mod grade;
mod handouts;
mod hint;
mod history;
mod interrupt;
mod language;
mod list;
mod manifest;
mod next;
mod output;
mod panics;
mod place;
mod process;
mod progress;
mod report;
mod reset;
mod run;
mod run_command;
mod scratch;
mod solution;
mod source;
mod state;
mod verdict;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use error::Errors;
use output::Answer;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match answer(&cli) {
        Ok(answer) => {
            output::print(&answer.text);
            ExitCode::from(answer.code)
        }
        Err(errors) => {
            errors.0.iter().for_each(|error| eprintln!("error: {error}"));
            ExitCode::from(errors.exit_code())
        }
    }
}

fn answer(cli: &Cli) -> Result<Answer, Errors> {
    interrupt::listen()?;
    let workspace = workspace::Workspace::around_working_directory()?;
    let language = cli.language();
    match &cli.command {
        Command::List(time) => list::list(&workspace, language, time.timeout),
        Command::Progress(time) => progress::progress(&workspace, time.timeout),
        Command::Next(time) => next::next(&workspace, language, time.timeout),
        Command::Run(flags) => run_command::run(&workspace, language, &flags.id, flags.time.timeout),
        Command::Hint(flags) => hint::hint(&workspace, language, &flags.id, flags.level),
        Command::Watch(flags) => watch::watch(&workspace, language, flags.id.as_deref(), flags.time.timeout),
        Command::Solution(flags) => solution::solution(&workspace, flags),
        Command::Reset(flags) => reset::reset(&workspace, &flags.id),
        Command::Grade(flags) => grade::grade(&workspace, language, flags),
        Command::Check(time) => check::check(&workspace, time.timeout),
        Command::Handouts(flags) => handouts::handouts(&workspace, flags, cli.lang),
        Command::Record(flags) => handouts::record(&workspace, flags),
        Command::Mdbook(flags) => handouts::mdbook(&workspace, flags),
    }
}
