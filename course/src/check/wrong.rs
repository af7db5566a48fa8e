//! Wrong answers: `wrong/4-2_no_max_shift.rs` holds functions that a student could write, and that the tests must refuse.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::{read, read_or_empty};
use crate::manifest::Exercise;
use crate::source::{self, Item, items, mentions};
use crate::workspace::{Lesson, Workspace};

/// One wrong answer.
pub struct Wrong<'a> {
    pub lesson: &'a Lesson,
    pub exercise: &'a Exercise,
    /// Its file, from the root of the workspace.
    pub shown: PathBuf,
    /// What takes the place of the solution.
    items: Vec<Item>,
    /// Whether it can be tested together with wrong answers to other exercises: nothing but the tests of its own exercise
    /// calls the functions that it replaces.
    pub is_alone: bool,
}

/// The wrong answers of all lessons, and what is wrong about their files.
pub fn read_answers<'a>(workspace: &Workspace, lessons: &[&'a Lesson]) -> (Vec<Wrong<'a>>, Vec<Error>) {
    let mut wrong = Vec::new();
    let mut mistakes = Vec::new();
    for &lesson in lessons {
        let solutions = read_or_empty(&lesson.solutions());
        for path in files_of(lesson) {
            match read_one(workspace, lesson, &path, &solutions) {
                Ok(answer) => wrong.push(answer),
                Err(error) => mistakes.push(error),
            }
        }
        let without =
            lesson.exercises.iter().filter(|exercise| !files_of(lesson).iter().any(|path| id_of(path) == exercise.id));
        for exercise in without {
            let about = Error::about(format!("{}: {}", workspace.shown(&lesson.wrong()).display(), exercise.id));
            let about = about.expected("at least one wrong answer").found("none");
            mistakes.push(about.help(format!("write a plausible one into {}_what_is_wrong.rs", exercise.id)));
        }
    }
    (wrong, mistakes)
}

/// The files of the wrong answers, in the order of their names.
fn files_of(lesson: &Lesson) -> Vec<PathBuf> {
    let entries = fs::read_dir(lesson.wrong()).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect();
    paths.sort();
    paths
}

/// `4-2` for `4-2_no_max_shift.rs`.
fn id_of(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name.split('_').next().unwrap_or_default().to_owned()
}

fn read_one<'a>(workspace: &Workspace, lesson: &'a Lesson, path: &Path, solutions: &str) -> Result<Wrong<'a>> {
    let shown = workspace.shown(path);
    let about = Error::about(shown.display());
    let id = id_of(path);
    let Some(exercise) = lesson.exercises.iter().find(|exercise| exercise.id == id) else {
        let help = "name the file like 4-2_no_max_shift.rs";
        return Err(about.expected(format!("an exercise of {}", lesson.name)).found(format!("`{id}`")).help(help));
    };
    let text = read(path)?;
    let reason = text.lines().next().and_then(|line| line.strip_prefix("//!")).map(str::trim).unwrap_or_default();
    if reason.is_empty() {
        let about = about.expected("a first line that says why the answer is plausible, and wrong").found("none");
        return Err(about.help("begin the file with `//! ...`"));
    }
    let items = items(&text);
    let there = source::items(solutions);
    let is_replaced = |item: &Item| !item.is_import() && there.iter().any(|solution| solution.key == item.key);
    if !items.iter().any(is_replaced) {
        let keys: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
        let about = about.expected("a function of src/solutions.rs to be replaced").found(keys.join(", "));
        return Err(about.help("give the function the name and the signature of the exercise"));
    }
    let is_alone = is_alone(lesson, exercise, &items, solutions);
    Ok(Wrong { lesson, exercise, shown, items, is_alone })
}

/// Whether nothing but the tests of the exercise calls what is replaced. If in doubt, no: then it is built alone.
fn is_alone(lesson: &Lesson, exercise: &Exercise, replaced: &[Item], solutions: &str) -> bool {
    let there = items(solutions);
    let is_new = |item: &Item| !there.iter().any(|solution| solution.key == item.key);
    if replaced.iter().any(|item| item.function().is_none() || is_new(item)) {
        return false;
    }
    let is_replaced = |item: &Item| replaced.iter().any(|other| other.key == item.key);
    let is_own_test = |item: &Item| exercise.tests.iter().any(|test| item.function() == Some(test));
    let others = there.into_iter().filter(|item| !is_replaced(item)).map(|item| item.text);
    let tests = items(&read_or_empty(&lesson.tests())).into_iter();
    let others = others.chain(tests.filter(|item| !is_own_test(item) && !item.is_import()).map(|item| item.text));
    let answers = files_of(lesson).into_iter().filter(|path| id_of(path) != exercise.id);
    let others = others.chain(answers.map(|path| read_or_empty(&path))).chain(other_sources(lesson));
    let names: Vec<&str> = replaced.iter().filter_map(Item::function).collect();
    let mut texts = others;
    !texts.any(|text| names.iter().any(|name| mentions(&text, name)))
}

/// The texts of the lesson's other source files.
fn other_sources(lesson: &Lesson) -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = vec![lesson.folder.join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path != lesson.stubs() && path != lesson.solutions() {
                texts.push(read_or_empty(&path));
            }
        }
    }
    texts
}

impl Wrong<'_> {
    /// The solutions with this answer in the place of the right one.
    pub fn replaced_in(&self, solutions: &str) -> String {
        let mut text = solutions.to_owned();
        for wrong in &self.items {
            match items(&text).into_iter().find(|item| item.key == wrong.key) {
                Some(item) => text.replace_range(item.range, &wrong.text),
                None => text.push_str(&format!("\n{}\n", wrong.text)),
            }
        }
        text
    }
}
