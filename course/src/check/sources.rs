//! Manifest, tests, stubs and solutions of a lesson name the same exercises.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::Error;
use crate::files::read_or_empty;
use crate::manifest::Exercise;
use crate::source::{Item, items};
use crate::workspace::{Lesson, MANIFEST, Workspace};

/// All that does not fit.
pub fn check(workspace: &Workspace, lesson: &Lesson) -> Vec<Error> {
    let tests = items(&read_or_empty(&lesson.tests()));
    let stubs = items(&read_or_empty(&lesson.stubs()));
    let solutions = items(&read_or_empty(&lesson.solutions()));
    let shown = |path: &Path| workspace.shown(path).display().to_string();
    let mut mistakes = Vec::new();
    for exercise in &lesson.exercises {
        mistakes
            .extend(exercise.tests.iter().filter_map(|test| test_of(&shown(&lesson.tests()), exercise, test, &tests)));
        mistakes.extend(solutions_of(
            &shown(&lesson.stubs()),
            &shown(&lesson.solutions()),
            exercise,
            &stubs,
            &solutions,
        ));
    }
    mistakes.extend(tests_without_exercise(&shown(&lesson.tests()), lesson, &tests));
    mistakes
}

fn test_of(path: &str, exercise: &Exercise, test: &str, tests: &[Item]) -> Option<Error> {
    let reason = format!("exercise {}", exercise.id);
    let expected = format!("`#[test] #[ignore = \"{reason}\"] fn {test}`, as {MANIFEST} says");
    let about = Error::about(format!("{path}: {}", exercise.id)).expected(expected);
    match tests.iter().find(|item| item.function() == Some(test)) {
        None => Some(about.found("no such function").help("write the test, or take it out of the manifest")),
        Some(item) => match item.ignore_reason() {
            Some(found) if found == reason => None,
            Some(found) => Some(about.found(format!("the reason \"{found}\"")).help("correct the reason")),
            None => Some(
                about
                    .found("no #[test] with such an #[ignore]")
                    .help("mark it, so that `cargo test` passes on the stubs"),
            ),
        },
    }
}

fn tests_without_exercise(path: &str, lesson: &Lesson, tests: &[Item]) -> Vec<Error> {
    let named: BTreeSet<&str> =
        lesson.exercises.iter().flat_map(|exercise| &exercise.tests).map(String::as_str).collect();
    let is_test =
        |item: &&Item| item.ignore_reason().is_some() || item.function().is_some_and(|name| name.starts_with("ex_"));
    let forgotten = tests.iter().filter(is_test).filter_map(Item::function).filter(|name| !named.contains(name));
    let error = |name: &str| {
        let about =
            Error::about(format!("{path}: {name}")).expected(format!("an exercise of {MANIFEST} that names this test"));
        about.found("none").help("add it to the `tests` of its exercise")
    };
    forgotten.map(error).collect()
}

/// Each exercise has something to write, and a solution of the same name.
fn solutions_of(
    stubs_path: &str,
    solutions_path: &str,
    exercise: &Exercise,
    stubs: &[Item],
    solutions: &[Item],
) -> Vec<Error> {
    let id = &exercise.id;
    let own: Vec<&Item> = stubs.iter().filter(|item| item.belongs_to(id)).collect();
    if !own.iter().any(|item| item.is_stub_of(id)) {
        let about = Error::about(format!("{stubs_path}: {id}"))
            .expected(format!("a function with `todo!(\"exercise {id}: ...\")`"));
        return vec![about.found("none").help("write the stub, or put it back with `cargo course reset`")];
    }
    let missing = own.iter().filter(|stub| !solutions.iter().any(|solution| solution.key == stub.key));
    let error = |stub: &&Item| {
        let about =
            Error::about(format!("{solutions_path}: {id}")).expected(format!("`{}`, as in the stubs", stub.key));
        about.found("none").help("write the solution under the same name")
    };
    missing.map(error).collect()
}
