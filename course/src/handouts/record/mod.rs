//! `record`: runs the lessons again, and keeps what they print and draw for the handouts; or compares it with what is kept.

mod drift;
mod plan;

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::RecordArgs;
use crate::error::{Error, Errors, Result};
use crate::files;
use crate::handouts::pipe;
use crate::handouts::recorded;
use crate::output::{Answer, counted};
use crate::workspace::{Workspace, cargo};
use plan::Run;

/// How much of what a failed program said is shown.
const LINES: usize = 20;

/// Records the runs of some lessons, or of all; or compares them with what was recorded.
///
/// # Errors
/// If `record.toml` is wrong, a run fails, something cannot be written, or a run gives something else than before.
pub fn record(workspace: &Workspace, flags: &RecordArgs) -> Result<Answer, Errors> {
    let runs = plan::runs(workspace, &flags.lessons)?;
    let mut mistakes = if flags.check && flags.lessons.is_empty() { orphans(workspace, &runs)? } else { Vec::new() };
    let (left_out, runs): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(|run| flags.check && run.long);
    for (k, run) in runs.iter().enumerate() {
        eprintln!("[{}/{}] {}", k + 1, runs.len(), run.command);
        let text = printed(workspace, run)?;
        if flags.check {
            mistakes.extend(differences(workspace, run, &text)?);
        } else {
            files::write(&result(workspace, run), text.as_bytes())?;
            for picture in &run.pictures {
                files::write(&kept(workspace, run, picture), &drawn(workspace, run, picture)?)?;
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(Errors(mistakes));
    }
    let what = if flags.check { "as recorded, but for their numbers" } else { "recorded" };
    let left_out: String = left_out.iter().map(|run| format!("not run, for it is long: {}\n", run.command)).collect();
    Ok(Answer::from(format!("{}: {what}\n{left_out}", counted(runs.len(), "run"))))
}

/// The file of what a run printed.
fn result(workspace: &Workspace, run: &Run) -> PathBuf {
    recorded::folder(workspace).join(&run.output)
}

/// The copy of a picture that the handouts show.
fn kept(workspace: &Workspace, run: &Run, picture: &str) -> PathBuf {
    workspace.root.join("handouts").join("img").join(run.short_lesson()).join(picture)
}

/// What the handouts quote: the command, and what it prints to a file.
#[expect(clippy::indexing_slicing, reason = "the difference is at most the length")]
fn printed(workspace: &Workspace, run: &Run) -> Result<String> {
    let mut command = cargo();
    // Pictures as files, data of the repository, whatever this computer is set up for.
    command
        .env("COURSE_DISPLAY", "file")
        .env_remove("COURSE_DATA")
        .env_remove("COURSE_SIMD")
        .current_dir(&workspace.root);
    let output = pipe::through(command.args(run.command.split_whitespace().skip(1)), b"")?;
    let about = || Error::about(format!("`{}`", run.command));
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = said.lines().collect();
        let last = lines[lines.len().saturating_sub(LINES)..].join("\n  ");
        let found = format!("{}:\n  {last}", output.status);
        return Err(about().expected("to succeed").found(found).help("run it yourself, and correct what it says"));
    }
    let stdout = String::from_utf8(output.stdout).map_err(|error| about().expected("UTF-8").found(error))?;
    Ok(format!("$ {}\n{stdout}", run.command))
}

/// A picture that a run has drawn.
fn drawn(workspace: &Workspace, run: &Run, picture: &str) -> Result<Vec<u8>> {
    let path = workspace.root.join("output").join(&run.lesson).join(picture);
    fs::read(&path)
        .map_err(|error| Error::io(&workspace.shown(&path), &format!("be drawn by `{}`", run.command), &error))
}

fn differences(workspace: &Workspace, run: &Run, text: &str) -> Result<Vec<Error>> {
    let path = result(workspace, run);
    let shown = workspace.shown(&path);
    let mut mistakes = match files::read(&path) {
        Ok(recorded) => drift::first(&shown, &recorded.replace("\r\n", "\n"), text).into_iter().collect(),
        Err(_) => vec![missing(&shown, run)],
    };
    for picture in &run.pictures {
        drawn(workspace, run, picture)?;
        let path = kept(workspace, run, picture);
        if !path.is_file() {
            mistakes.push(missing(&workspace.shown(&path), run));
        }
    }
    Ok(mistakes)
}

/// Recorded files that no run gives: nothing would notice when they are out of date.
fn orphans(workspace: &Workspace, runs: &[Run]) -> Result<Vec<Error>> {
    let mut folders = vec![recorded::folder(workspace)];
    let mut mistakes = Vec::new();
    while let Some(folder) = folders.pop() {
        let failed = |error: std::io::Error| Error::io(&folder, "read the folder", &error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let is_given = path.ends_with("record.toml") || runs.iter().any(|run| result(workspace, run) == path);
            if path.is_dir() {
                folders.push(path);
            } else if !is_given {
                let error =
                    Error::about(workspace.shown(&path).display()).expected("a run in record.toml that gives it");
                mistakes.push(error.found("none").help("add the run, or remove the file"));
            }
        }
    }
    mistakes.sort_by_key(ToString::to_string);
    Ok(mistakes)
}

fn missing(shown: &Path, run: &Run) -> Error {
    let error = Error::about(shown.display()).expected(format!("what `{}` gives", run.command)).found("no file");
    error.help(format!("`cargo course record {}`", run.lesson))
}
