//! What the lessons' programs have in common: flags, sections, and how a program ends.

mod checkpoints;
mod interchange;
mod lesson;

use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use clap::{Args, Parser};

use crate::error::{Error, ErrorKind, Result};
use crate::kernels::instruction_set;
use crate::session::check_numerics_by_default;

pub use checkpoints::CheckpointArgs;
pub use interchange::InterchangeArgs;
pub use lesson::{Lesson, LessonArgs, name_exercises, once};

/// The flags that every lesson has.
#[derive(Args, Clone, Debug)]
pub struct CommonArgs {
    /// Fixes initial values, shuffling and dropout: the same seed gives the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    /// Number of threads; 0 means one for each core. The results do not depend on it
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=256))]
    pub threads: u16,

    /// Folder of the data sets [default: $COURSE_DATA, else the course's own data folder]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Folder for the pictures that the program makes
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out_dir: PathBuf,

    /// Look at every result of every run, and stop at the first op that gives NaN or an infinity; slower
    #[arg(long)]
    pub check_numerics: bool,
}

impl CommonArgs {
    /// Makes `--check-numerics` the default of the sessions that follow.
    pub fn set_defaults(&self) {
        check_numerics_by_default(self.check_numerics);
    }

    /// Runs work that uses rayon, such as loading pictures, on as many threads as `--threads` says.
    ///
    /// # Panics
    /// If the operating system refuses to start the threads.
    #[expect(clippy::expect_used, reason = "without threads there is nothing to go on with")]
    pub fn on_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        if self.threads == 0 {
            return work();
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.into()).build().expect("starting threads");
        pool.install(work)
    }

    /// The folder for the pictures of one lesson, made if it is not there.
    ///
    /// # Errors
    /// If the folder cannot be made: said at once, not after a long training.
    pub fn lesson_folder(&self, lesson: &str) -> Result<PathBuf> {
        let folder = self.out_dir.join(lesson);
        writable_folder(&folder).map_err(|error| {
            Error::io(&folder, "make the folder for pictures and write into it", &error)
                .help("choose another with --out-dir")
        })?;
        Ok(folder)
    }
}

fn writable_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder).map(drop)
}

/// A number for clap that must be finite and above 0, e.g. a learning rate.
///
/// # Errors
/// What is wrong with the text.
pub fn positive_number(text: &str) -> std::result::Result<f32, String> {
    match text.parse::<f32>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        Ok(_) => Err("must be a number above 0".to_owned()),
        Err(_) => Err("is not a number; write it like 0.0001 or 1e-4".to_owned()),
    }
}

/// The body of `main` of a program without sections: reads the flags, runs the lesson, and turns an error into one clear
/// message on the error stream and the exit code 1 or 2; a training that a signal has stopped ends with 130 or 143. A reader
/// who leaves early (`| head`) ends the program quietly.
///
/// `COURSE_SIMD` is looked at first: see [`instruction_set`].
pub fn run_lesson<A: Parser>(lesson: impl FnOnce(A) -> Result<()>) -> ExitCode {
    let flags = A::parse();
    run_parsed(|| lesson(flags))
}

/// As [`run_lesson`], with the flags already read.
fn run_parsed(lesson: impl FnOnce() -> Result<()>) -> ExitCode {
    end_when_nothing_can_be_printed();
    match instruction_set().and_then(|_| lesson()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Tells where a picture is: `Confusion matrix: output/lesson05_cnn/confusion_matrix.png`.
pub fn show(what: &str, path: impl AsRef<Path>) {
    println!("{what}: {}", path.as_ref().display());
}

/// Says what ended the program; where the error stream cannot be written either, the exit code alone tells it.
fn complain(error: &Error) {
    let prefix = if matches!(error.kind(), ErrorKind::Stopped(_)) { "" } else { "error: " };
    let _ = writeln!(io::stderr(), "{prefix}{error}");
}

/// `println!` panics when the other end of a pipe is closed, which for a program in a pipe is a normal end, and when
/// the output goes to a file on a full disk, which is an error.
fn end_when_nothing_can_be_printed() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        match info.payload_as_str().and_then(|message| message.strip_prefix("failed printing to stdout: ")) {
            Some(reason) if reason.contains("Broken pipe") => process::exit(0),
            Some(reason) => {
                let error = Error::file("standard output").expected("to print").found(reason);
                let error = error.help("make room on the disk, or send the output elsewhere");
                complain(&error);
                process::exit(error.exit_code().into());
            }
            None => before(info),
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learning_rate_must_be_a_positive_number() {
        assert_eq!(positive_number("1e-4"), Ok(1e-4));
        for wrong in ["0", "-1", "nan", "inf", "", "fast"] {
            assert!(positive_number(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn work_runs_on_as_many_threads_as_the_flag_says() {
        for threads in [1, 3] {
            let args = CommonArgs { seed: 1, threads, data_dir: None, out_dir: PathBuf::new(), check_numerics: false };
            assert_eq!(args.on_threads(rayon::current_num_threads), usize::from(threads));
        }
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_an_error_that_names_it() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let out_dir = file.path().to_owned();
        let args = CommonArgs { seed: 1, threads: 0, data_dir: None, out_dir, check_numerics: false };
        let error = args.lesson_folder("lesson05_cnn").unwrap_err();
        assert!(error.to_string().contains("lesson05_cnn") && error.to_string().contains("--out-dir"), "{error}");
    }
}
