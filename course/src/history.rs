//! The stubs as they were handed out: git has them, whatever was written since.

use std::path::Path;
use std::process::Command;

use crate::source::{Item, items};
use crate::workspace::Lesson;

/// The stubs in the newest commit in which the exercise has most `todo!`s: students commit their answers too.
pub fn stubs_of_git(lesson: &Lesson, id: &str) -> Option<Vec<Item>> {
    let commits = git(&lesson.folder, &["log", "--format=%H", "--", "src/exercises.rs"])?;
    let mut best: Option<(usize, Vec<Item>)> = None;
    for commit in commits.lines() {
        let Some(source) = git(&lesson.folder, &["show", &format!("{commit}:./src/exercises.rs")]) else { continue };
        let stubs: Vec<Item> = items(&source).into_iter().filter(|item| item.belongs_to(id)).collect();
        let unsolved = stubs.iter().filter(|item| item.is_stub_of(id)).count();
        if unsolved > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((unsolved, stubs));
        }
    }
    best.map(|(_, stubs)| stubs)
}

/// What git prints; none if there is no git, no repository or no such file.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}
