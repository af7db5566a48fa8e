//! Where an exercise is written: the items of `src/exercises.rs` that belong to it.

use std::collections::BTreeSet;
use std::fs;

use crate::files::read_or_empty;
use crate::history::stubs_of_git;
use crate::source::{Item, items, line_of};
use crate::workspace::{Lesson, Workspace};

/// The names of an exercise's items, whether it is solved or not. A `todo!` names the exercise while it is unsolved, and in
/// git's history; a comment that begins with `Exercise 4-2` names it always; wrong answers have the same names, too.
pub fn keys(lesson: &Lesson, id: &str) -> Vec<String> {
    let stubs = items(&read_or_empty(&lesson.stubs()));
    let solutions = items(&read_or_empty(&lesson.solutions()));
    let belonging = |items: &[Item]| -> Vec<String> {
        items.iter().filter(|item| item.belongs_to(id)).map(|item| item.key.clone()).collect()
    };
    let mut keys = belonging(&stubs);
    let is_solved = |key: &String| solutions.iter().any(|item| item.key == *key);
    keys.extend(stubs_of_git(lesson, id).into_iter().flatten().map(|item| item.key));
    keys.extend(belonging(&solutions));
    keys.extend(
        wrong_answers(lesson, id)
            .iter()
            .flat_map(|text| items(text))
            .filter(|item| !item.is_import())
            .map(|item| item.key)
            .filter(is_solved),
    );
    let mut seen = BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    keys
}

fn wrong_answers(lesson: &Lesson, id: &str) -> Vec<String> {
    let prefix = format!("{id}_");
    let entries = fs::read_dir(lesson.wrong()).into_iter().flatten().flatten();
    let own = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
    own.map(|entry| read_or_empty(&entry.path())).collect()
}

/// The items of a file that have these names, in the order of the file.
pub fn with_keys(source: &str, keys: &[String]) -> Vec<Item> {
    items(source).into_iter().filter(|item| keys.contains(&item.key)).collect()
}

/// File, line and name of what the student writes: `lesson04_softmax/src/exercises.rs:41, fn softmax`.
pub fn described(workspace: &Workspace, lesson: &Lesson, id: &str) -> String {
    let source = read_or_empty(&lesson.stubs());
    let path = workspace.shown(&lesson.stubs()).display().to_string();
    let items = with_keys(&source, &keys(lesson, id));
    match items.first() {
        Some(first) => {
            let names: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
            format!("{path}:{}, {}", line_of(&source, first.start), names.join(", "))
        }
        None => path,
    }
}
