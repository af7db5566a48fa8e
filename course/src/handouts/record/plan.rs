//! `handouts/results/record.toml`: the runs whose results the handouts quote.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde::Deserialize;

use crate::error::{Error, Errors, Result};
use crate::files;
use crate::handouts::recorded;
use crate::workspace::Workspace;

/// How every command begins.
const CARGO_RUN: &str = "cargo run -p ";

/// One run of a lesson's program.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// `cargo run -p LESSON -- ...`, without quotes and other signs that a shell reads.
    pub command: String,
    /// The file of `handouts/results` for what it prints.
    pub output: String,
    /// Files of `output/LESSON` that are kept as figures.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// Takes many minutes: recorded with the others, but not run by `--check`.
    #[serde(default)]
    pub long: bool,
    /// The package of the command.
    #[serde(skip)]
    pub lesson: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    #[serde(default)]
    run: Vec<Run>,
}

impl Run {
    /// `lesson04` of `lesson04_softmax`, as the folders of figures are called.
    pub fn short_lesson(&self) -> &str {
        self.lesson.split('_').next().unwrap_or(&self.lesson)
    }

    /// What is wrong with its fields.
    fn mistake(&self) -> Option<(String, &'static str)> {
        let is_word = |word: &str| word.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_./=+:,".contains(sign));
        let is_inside = |path: &str| {
            let mut parts = Path::new(path).components();
            !path.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
        };
        if !self.command.starts_with(CARGO_RUN) || self.lesson.is_empty() {
            Some((format!("command `{}`", self.command), "a command that begins with `cargo run -p LESSON`"))
        } else if !self.command.split(' ').all(|word| !word.is_empty() && is_word(word)) {
            Some((format!("command `{}`", self.command), "plain words with single blanks: no shell reads the command"))
        } else {
            let paths = self.pictures.iter().chain([&self.output]);
            let outside = paths.into_iter().find(|path| !is_inside(path))?;
            Some((format!("`{outside}`"), "paths of files below their folder"))
        }
    }
}

/// The runs of some lessons, or of all.
///
/// # Errors
/// Every mistake in the file, or a lesson without runs.
pub fn runs(workspace: &Workspace, lessons: &[String]) -> Result<Vec<Run>, Errors> {
    let path = recorded::folder(workspace).join("record.toml");
    let shown = workspace.shown(&path).display().to_string();
    let runs: Runs = toml::from_str(&files::read(&path)?).map_err(|error| {
        let about =
            Error::about(&shown).expected("[[run]] tables with `command`, `output` and, if any, `pictures` and `long`");
        about.found(format!("\n{error}")).help("correct the place that is shown")
    })?;
    let runs: Vec<Run> = runs.run.into_iter().map(with_lesson).collect();
    let mut mistakes: Vec<Error> = runs
        .iter()
        .filter_map(Run::mistake)
        .map(|(found, expected)| Error::about(&shown).expected(expected).found(found))
        .collect();
    mistakes.extend(repeated(&runs).map(|file| {
        let error = Error::about(&shown).expected("a file of its own for each result");
        error.found(format!("`{file}` twice")).help("give one of them another name")
    }));
    if !mistakes.is_empty() {
        return Err(Errors(mistakes));
    }
    let there: BTreeSet<String> = runs.iter().map(|run| run.lesson.clone()).collect();
    if let Some(unknown) = lessons.iter().find(|lesson| !there.contains(*lesson)) {
        let there = there.into_iter().collect::<Vec<_>>().join(", ");
        let error = Error::argument("LESSON").expected(format!("one of {there}")).found(format!("`{unknown}`"));
        return Err(error.help("write the name of a lesson, or none for all").into());
    }
    Ok(runs.into_iter().filter(|run| lessons.is_empty() || lessons.contains(&run.lesson)).collect())
}

fn with_lesson(mut run: Run) -> Run {
    let after = run.command.strip_prefix(CARGO_RUN).unwrap_or_default();
    run.lesson = after.split(' ').next().unwrap_or_default().to_owned();
    run
}

/// Results and pictures that two runs would write.
fn repeated(runs: &[Run]) -> impl Iterator<Item = String> {
    let mut seen = BTreeSet::new();
    let pictures = |run: &Run| run.pictures.iter().map(|picture| format!("{}/{picture}", run.short_lesson())).collect();
    let files = runs.iter().flat_map(move |run| {
        let mut files: Vec<String> = pictures(run);
        files.push(run.output.clone());
        files
    });
    files.filter(move |file| !seen.insert(file.clone())).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(command: &str, output: &str) -> Run {
        with_lesson(Run {
            command: command.into(),
            output: output.into(),
            pictures: vec![],
            long: false,
            lesson: String::new(),
        })
    }

    #[test]
    fn only_plain_commands_of_cargo_are_run() {
        let good = run("cargo run -p lesson04_softmax -- --seed 2 --rate=1e-3", "lesson04_softmax/a.txt");
        assert_eq!((good.mistake(), good.lesson.as_str(), good.short_lesson()), (None, "lesson04_softmax", "lesson04"));
        for command in
            ["rm -r x", "cargo run -p ", "cargo run -p a; rm x", "cargo run -p a  -- b", "cargo run -p a \"b\"", ""]
        {
            assert!(run(command, "a.txt").mistake().is_some(), "{command}");
        }
        for output in ["../a.txt", "/a.txt", "", "a/../b.txt"] {
            assert!(run("cargo run -p a", output).mistake().is_some(), "{output}");
        }
    }

    #[test]
    fn two_runs_do_not_share_a_file() {
        let runs = [run("cargo run -p a", "a.txt"), run("cargo run -p b", "a.txt"), run("cargo run -p b", "b.txt")];
        assert_eq!(repeated(&runs).collect::<Vec<_>>(), ["a.txt"]);
    }
}
