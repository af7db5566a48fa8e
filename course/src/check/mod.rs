//! `check`: whether the course itself is in order. Everything that is wrong is reported, not the first only.

mod answers;
mod rounds;
mod sources;
mod wrong;

use std::time::Duration;

use crate::build::{Answers, Site};
use crate::error::{Error, Errors, Result};
use crate::handouts;
use crate::output::{Answer, counted};
use crate::run::Runner;
use crate::workspace::{Lesson, Workspace};

/// Manifests, sources, handouts, stubs, solutions, wrong answers. Exit code 1 if something is wrong.
///
/// # Errors
/// If cargo or a test cannot be started, or a copy for the wrong answers cannot be made.
pub fn check(workspace: &Workspace, timeout: Duration) -> Result<Answer, Errors> {
    let (all, mut mistakes) = workspace.read_lessons();
    let lessons: Vec<&Lesson> = all.iter().collect();
    let runner = Runner::new(timeout);
    let (root, target) = (&workspace.root, &workspace.target);
    let site = |answers| Site { root, target, answers, is_copy: false, is_brief: false };
    for lesson in &lessons {
        mistakes.extend(sources::check(workspace, lesson));
    }
    if workspace.root.join("handouts").is_dir() {
        mistakes.extend(handouts::mistakes(workspace, &all));
    }
    announce("building the stubs, and running their tests");
    mistakes.extend(answers::stubs(workspace, site(Answers::Exercises), &lessons, runner)?);
    announce("building the solutions, and running their tests");
    mistakes.extend(answers::solutions(workspace, site(Answers::Solutions), &lessons, runner)?);
    let (wrong, unreadable) = wrong::read_answers(workspace, &lessons);
    mistakes.extend(unreadable);
    mistakes.extend(rounds::check(workspace, &lessons, &wrong, runner)?);
    Ok(report(&lessons, wrong.len(), &mistakes))
}

fn report(lessons: &[&Lesson], wrong: usize, mistakes: &[Error]) -> Answer {
    let exercises = || lessons.iter().flat_map(|lesson| &lesson.exercises);
    let tests = exercises().map(|exercise| exercise.tests.len()).sum();
    let points: u32 = exercises().map(|exercise| exercise.points).sum();
    let counts = format!(
        "{}, {}, {}, {}, {points} points",
        counted(lessons.len(), "lesson"),
        counted(exercises().count(), "exercise"),
        counted(tests, "test"),
        counted(wrong, "wrong answer"),
    );
    if mistakes.is_empty() {
        return Answer::from(format!("{counts}: all is well\n"));
    }
    let list: String = mistakes.iter().map(|mistake| format!("{mistake}\n")).collect();
    Answer { text: format!("{list}\n{counts}: {}\n", counted(mistakes.len(), "mistake")), code: 1 }
}

/// Says what takes so long, in the log of a CI as on a terminal.
fn announce(what: &str) {
    eprintln!("{what} ...");
}
