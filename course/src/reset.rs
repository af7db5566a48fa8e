//! `reset ID`: puts the stub of an exercise back, and keeps what the student wrote.

use std::path::{Path, PathBuf};

use crate::error::{Error, Errors, Result};
use crate::files;
use crate::history::stubs_of_git;
use crate::language::Language;
use crate::manifest::Exercise;
use crate::output::Answer;
use crate::place;
use crate::source::{Item, items, mask};
use crate::workspace::{Lesson, Workspace, find};

/// Replaces the items of an exercise by their stubs; the rest of the file stays as it is.
///
/// # Errors
/// If there is no such exercise, no stub is to be found, or the file cannot be written.
pub fn reset(workspace: &Workspace, id: &str) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let (lesson, exercise) = find(&lessons, id)?;
    let path = lesson.stubs();
    let shown = workspace.shown(&path);
    // A deleted file is a reason to reset, too.
    let before = if path.exists() { files::read(&path)? } else { String::new() };
    let (stubs, origin) = match stubs_of_git(lesson, id) {
        Some(stubs) => (stubs, "as git has it"),
        None => (stubs_without_git(workspace, lesson, exercise, &before)?, "made from the signature of the solution"),
    };
    let after = with_stubs(&before, &stubs);
    if after == before {
        return Ok(Answer::from(format!(
            "Exercise {id} is as it was at the start: {} stays as it is.\n",
            shown.display()
        )));
    }
    let backup = free_backup(&path);
    if path.exists() {
        files::write(&backup, before.as_bytes())?;
    }
    files::write(&path, after.as_bytes())?;
    let names: Vec<&str> = stubs.iter().map(|stub| stub.key.as_str()).collect();
    Ok(Answer::from(format!(
        "Exercise {id} is as it was at the start: {} in {}, {origin}.\nYour text of the whole file is kept in {}.\n",
        names.join(", "),
        shown.display(),
        workspace.shown(&backup).display()
    )))
}

/// Without git: the student's comment, the solution's signature, and a `todo!`.
#[expect(clippy::string_slice, reason = "items begin where characters do, and their bodies at a bracket")]
fn stubs_without_git(workspace: &Workspace, lesson: &Lesson, exercise: &Exercise, before: &str) -> Result<Vec<Item>> {
    let keys = place::keys(lesson, &exercise.id);
    let solutions = place::with_keys(&files::read(&lesson.solutions())?, &keys);
    let impossible = |found: &str| {
        let path = workspace.shown(&lesson.stubs());
        let error =
            Error::about(path.display()).expected(format!("exercise {} in git's history", exercise.id)).found(found);
        error.help("copy it from the course's files as you received them")
    };
    if solutions.is_empty() {
        return Err(impossible("neither that nor a solution"));
    }
    if let Some(other) = solutions.iter().find(|item| item.function().is_none()) {
        return Err(impossible(&format!("`{}`, whose stub cannot be made from the solution", other.key)));
    }
    let written = items(before);
    let unsolved: Vec<Item> = written.iter().filter(|item| item.is_stub_of(&exercise.id)).cloned().collect();
    if solutions.iter().all(|solution| unsolved.iter().any(|item| item.key == solution.key)) {
        return Ok(unsolved);
    }
    let stub = |solution: Item| {
        let with_comment = written.iter().find(|item| item.key == solution.key).unwrap_or(&solution);
        let comment = &with_comment.text[..with_comment.start - with_comment.range.start];
        let text = &solution.text[solution.start - solution.range.start..];
        let body = mask(text).iter().position(|&byte| byte == b'{').unwrap_or(text.len());
        let todo =
            format!("todo!(\"exercise {}: {}\")", exercise.id, exercise.title.get(Language::En).replace('"', "'"));
        Item { text: format!("{comment}{} {{\n    {todo}\n}}", text[..body].trim_end()), ..solution }
    };
    Ok(solutions.into_iter().map(stub).collect())
}

/// The file with the stubs in the places of the items of the same names; those that are not there come at the end.
fn with_stubs(before: &str, stubs: &[Item]) -> String {
    let mut after = before.to_owned();
    for stub in stubs {
        let text = if before.contains("\r\n") {
            stub.text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            stub.text.clone()
        };
        match items(&after).into_iter().find(|item| item.key == stub.key) {
            Some(item) => after.replace_range(item.range, &text),
            None => after = format!("{}\n\n{text}\n", after.trim_end()).trim_start().to_owned(),
        }
    }
    after
}

/// `exercises.rs.bak`, or `.bak2` and so on: what was kept before stays.
#[expect(clippy::expect_used, reason = "among all numbers one is free")]
fn free_backup(path: &Path) -> PathBuf {
    let name = |k: u32| path.with_extension(if k == 1 { "rs.bak".to_owned() } else { format!("rs.bak{k}") });
    (1..).map(name).find(|path| !path.exists()).expect("a number that is free")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_item_of_the_same_name_is_replaced() {
        let before = "//! Mine.\n\nfn helper() {}\n\n/// A.\nfn a() -> i32 {\n    1\n}\n\n/// B.\nfn b() {}\n";
        let stubs = items("/// The task.\nfn a() -> i32 {\n    todo!(\"exercise 1-1: a\")\n}");
        let after = with_stubs(before, &stubs);
        assert_eq!(
            after,
            before.replace("/// A.", "/// The task.").replace("    1\n", "    todo!(\"exercise 1-1: a\")\n")
        );
        assert_eq!(with_stubs(&after, &stubs), after);
        assert_eq!(with_stubs("fn c() {}\n", &stubs), format!("fn c() {{}}\n\n{}\n", stubs[0].text));
    }

    #[test]
    fn line_ends_of_windows_stay() {
        let stubs = items("fn a() {\n    todo!()\n}");
        assert_eq!(with_stubs("fn a() {}\r\n", &stubs), "fn a() {\r\n    todo!()\r\n}\r\n");
    }
}
