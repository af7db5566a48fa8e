//! The flags of checkpoints, and the command line that goes on.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use super::LessonArgs;
use crate::error::{Error, Result};
use crate::resume::{Checkpoints, Job, Where};

/// Flags of a program with a training that can be stopped and gone on with.
#[derive(Args, Clone, Debug)]
pub struct CheckpointArgs {
    /// Save the training to a new file while it runs, and on Ctrl-C
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,

    /// Go on with the training in this file, and save to it unless --checkpoint names another
    #[arg(long, value_name = "FILE")]
    pub resume: Option<PathBuf>,

    /// Steps between two savings, for --checkpoint and --resume [default: 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub checkpoint_every: Option<u32>,
}

impl CheckpointArgs {
    /// The checkpoints that the flags ask for; none, if they ask for none: the job, which looks at all data, is not
    /// asked for then.
    ///
    /// # Errors
    /// As [`Checkpoints::open`].
    pub fn open(&self, job: impl FnOnce() -> Job) -> Result<Checkpoints> {
        let (place, path) = match (&self.resume, &self.checkpoint) {
            (None, None) => return Ok(Checkpoints::off()),
            (None, Some(path)) => (Where::new(path), path),
            (Some(path), None) => (Where::resumed(path), path),
            (Some(from), Some(to)) => (Where::copied(from, to), to),
        };
        let place = match self.checkpoint_every {
            Some(steps) => place.every(steps as usize),
            None => place,
        };
        Checkpoints::open(place.command(command_to_go_on(path)), job())
    }

    /// Refuses flags that would do nothing: `--checkpoint-every` alone, and all of them in a program of which only the
    /// section `trains` can be saved, if that is not to run.
    ///
    /// # Errors
    /// As said; exit code 2.
    pub fn check(&self, lesson: Option<(&LessonArgs, &str)>) -> Result<()> {
        let is_given = self.checkpoint.is_some() || self.resume.is_some();
        if self.checkpoint_every.is_some() && !is_given {
            return Err(Error::argument("--checkpoint-every")
                .expected("--checkpoint or --resume beside it")
                .found("neither")
                .help("name the file with --checkpoint FILE"));
        }
        let flag = if self.resume.is_some() { "--resume" } else { "--checkpoint" };
        match lesson {
            Some((lesson, trains)) if is_given => lesson.check_runs(trains, flag),
            _ => Ok(()),
        }
    }
}

/// The command line of this program, with `--resume path` in place of the flags that name checkpoints.
fn command_to_go_on(path: &Path) -> String {
    let arguments: Vec<String> = env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let (program, arguments) =
        arguments.split_first().map_or(("", &[][..]), |(program, rest)| (program.as_str(), rest));
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy();
    // `cargo run` names the package to the program that it runs.
    let is_run_by_cargo = env::var("CARGO_PKG_NAME").is_ok_and(|package| package == name);
    let start = if is_run_by_cargo { format!("cargo run -p {name} --") } else { quoted(program) };
    format!("{start} {}", arguments_to_go_on(arguments, path))
}

fn arguments_to_go_on(arguments: &[String], path: &Path) -> String {
    let mut kept = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let is = |flag: &str| argument == flag;
        if is("--checkpoint") || is("--resume") {
            rest.next();
        } else if !argument.starts_with("--checkpoint=") && !argument.starts_with("--resume=") {
            kept.push(quoted(argument));
        }
    }
    kept.push(format!("--resume {}", quoted(&path.to_string_lossy())));
    kept.join(" ")
}

/// As a shell reads it back.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,:+@%".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_goes_on_with_the_same_flags_and_another_file() {
        let go_on = |line: &str, path: &str| {
            let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
            arguments_to_go_on(&arguments, Path::new(path))
        };
        assert_eq!(go_on("--quick --checkpoint a.st --seed 2", "a.st"), "--quick --seed 2 --resume a.st");
        assert_eq!(go_on("--checkpoint=b --resume=a clothes", "b"), "clothes --resume b");
        assert_eq!(go_on("--checkpoint-every 5 --resume a", "a"), "--checkpoint-every 5 --resume a");
        assert_eq!(go_on("--seed 1", "it's mine/체크 1"), r"--seed 1 --resume 'it'\''s mine/체크 1'");
    }

    #[test]
    fn an_interval_alone_means_nothing() {
        let args = CheckpointArgs { checkpoint: None, resume: None, checkpoint_every: Some(5) };
        let error = args.check(None).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(
            error.to_string().starts_with("--checkpoint-every: expected --checkpoint or --resume beside it"),
            "{error}"
        );
    }
}
