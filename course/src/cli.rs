//! The commands and their flags.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::handouts::Format;
use crate::language::Language;

/// Guides through the exercises of the course, grades them, and makes the handouts.
///
/// Write your answers into src/exercises.rs of each lesson. Start with `cargo course next`.
#[derive(Debug, Parser)]
#[command(name = "cargo course", bin_name = "cargo course", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Language of titles, hints and handouts [default: that of the environment variable LANG; for handouts both]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Language>,
}

impl Cli {
    /// The language of titles and hints.
    pub fn language(&self) -> Language {
        self.lang.unwrap_or_else(Language::of_environment)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List all exercises with their state
    List(TimeArgs),
    /// Count what is done, failing and not started, lesson by lesson
    Progress(TimeArgs),
    /// Name the first core exercise that is not done, and where to write
    Next(TimeArgs),
    /// Run the tests of an exercise and show what differs
    Run(RunArgs),
    /// Show the next hint of an exercise
    Hint(HintArgs),
    /// Run again whenever a file changes; without ID the next exercise, and then the one after it
    Watch(WatchArgs),
    /// Show the course's own answer to an exercise that is done
    Solution(SolutionArgs),
    /// Put the stub of an exercise back; your text is kept
    Reset(ResetArgs),
    /// Grade all exercises
    Grade(GradeArgs),
    /// For teachers: check manifests, handouts, stubs, solutions, tests, hints and wrong answers
    Check(TimeArgs),
    /// Make the handouts as web pages and printable pages, or check them
    Handouts(HandoutsArgs),
    /// For authors: run the lessons again and record what they print for the handouts
    Record(RecordArgs),
    /// A preprocessor of mdBook; see handouts/ko/book.toml
    #[command(hide = true)]
    Mdbook(MdbookArgs),
}

/// Makes output/handouts/LANG/LESSON.html and .pdf, and a book of all lessons.
#[derive(Args, Debug)]
pub struct HandoutsArgs {
    /// Only these lessons, such as lesson04_softmax, and no book
    #[arg(value_name = "LESSON", conflicts_with_all = ["check", "accept"])]
    pub lessons: Vec<String>,

    /// Only web pages, or only printable pages [default: both]
    #[arg(long, conflicts_with_all = ["check", "accept"])]
    pub format: Option<Format>,

    /// For authors: check excerpts, numbers, figures, links, exercises, and that both languages are in step
    #[arg(long)]
    pub check: bool,

    /// For translators: mark English sections as up to date
    #[arg(long, value_name = "all|LESSON|LESSON#SECTION", conflicts_with = "check")]
    pub accept: Option<String>,
}

/// Runs the commands of handouts/results/record.toml and keeps what they print, and the pictures that it names.
#[derive(Args, Debug)]
pub struct RecordArgs {
    /// Only the runs of these lessons, such as lesson04_softmax
    #[arg(value_name = "LESSON")]
    pub lessons: Vec<String>,

    /// Write nothing: compare with what is recorded, whatever the numbers are
    #[arg(long)]
    pub check: bool,
}

#[derive(Args, Debug)]
pub struct MdbookArgs {
    /// Whether a renderer is supported: `supports html`
    pub question: Option<String>,

    /// The renderer
    pub renderer: Option<String>,
}

#[derive(Args, Clone, Copy, Debug)]
pub struct TimeArgs {
    /// Time of each test
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub timeout: Duration,
}

#[derive(Args, Debug)]
pub struct RunArgs {
    /// Exercise, such as 4-2
    pub id: String,

    #[command(flatten)]
    pub time: TimeArgs,
}

#[derive(Args, Debug)]
pub struct HintArgs {
    /// Exercise, such as 4-2
    pub id: String,

    /// Show this hint: one that was shown before, or the next [default: the next]
    #[arg(long, value_name = "N")]
    pub level: Option<usize>,
}

#[derive(Args, Debug)]
pub struct WatchArgs {
    /// Exercise, such as 4-2
    pub id: Option<String>,

    #[command(flatten)]
    pub time: TimeArgs,
}

#[derive(Args, Debug)]
pub struct SolutionArgs {
    /// Exercise, such as 4-2
    pub id: String,

    /// Also if the exercise is not done
    #[arg(long)]
    pub force: bool,

    #[command(flatten)]
    pub time: TimeArgs,
}

#[derive(Args, Debug)]
pub struct ResetArgs {
    /// Exercise, such as 4-2
    pub id: String,
}

#[derive(Args, Debug)]
pub struct GradeArgs {
    /// Write the results as JSON (the shape of Exercism's results, version 3, with points)
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,

    /// Write the results as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,

    /// Write the results as Gradescope's results.json
    #[arg(long, value_name = "FILE")]
    pub gradescope: Option<PathBuf>,

    /// Grade a copy that has the tests and manifests of this folder. If the folder is a whole workspace, the copy is that
    /// workspace with the submission's src folders of the lessons. With one CARGO_TARGET_DIR for many submissions, only what
    /// differs is built
    #[arg(long, value_name = "DIR")]
    pub against: Option<PathBuf>,

    #[command(flatten)]
    pub time: TimeArgs,
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.1..=86_400.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("must be a number of seconds from 0.1 to 86400".to_owned()),
    }
}
