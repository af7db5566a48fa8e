//! On the stubs no exercise is started; with the solutions all are done.

use crate::build::Site;
use crate::error::{Error, Result};
use crate::run::{Outcome, Runner, run_lessons};
use crate::state::State;
use crate::verdict::Verdict;
use crate::workspace::{Lesson, Workspace};

/// Exercises that are started, or even pass, although nobody has written anything.
///
/// # Errors
/// If cargo or a test cannot be started.
pub fn stubs(workspace: &Workspace, site: Site<'_>, lessons: &[&Lesson], runner: Runner<'_>) -> Result<Vec<Error>> {
    let outcomes = run_lessons(site, lessons, runner)?;
    let help = "tests must fail on stubs, by the `todo!` of their own exercise";
    let expected =
        |outcome: &Outcome<'_>| format!("all tests to run into todo!(\"exercise {}: ...\")", outcome.exercise.id);
    let file = |lesson: &Lesson| workspace.shown(&lesson.stubs()).display().to_string();
    Ok(mistakes(&outcomes, State::NotStarted, file, expected, help))
}

/// Exercises that the course's own answers do not solve.
///
/// # Errors
/// If cargo or a test cannot be started.
pub fn solutions(workspace: &Workspace, site: Site<'_>, lessons: &[&Lesson], runner: Runner<'_>) -> Result<Vec<Error>> {
    let outcomes = run_lessons(site, lessons, runner)?;
    let file = |lesson: &Lesson| workspace.shown(&lesson.solutions()).display().to_string();
    let expected = |_: &Outcome<'_>| "all tests to pass with the feature `solutions`".to_owned();
    Ok(mistakes(&outcomes, State::Done, file, expected, "correct the solution or the test"))
}

fn mistakes(
    outcomes: &[Outcome<'_>],
    wanted: State,
    file: impl Fn(&Lesson) -> String,
    expected: impl Fn(&Outcome<'_>) -> String,
    help: &str,
) -> Vec<Error> {
    let mut mistakes = Vec::new();
    for of_lesson in outcomes.chunk_by(|a, b| a.lesson.name == b.lesson.name) {
        let Some(first) = of_lesson.first() else { continue };
        let file = file(first.lesson);
        // One compiler's error, not one for each exercise.
        if let Some(Verdict::NotCompiled { error }) = first.first_trouble().map(|test| &test.verdict) {
            let about = Error::about(file).expected("a lesson that compiles");
            mistakes.push(about.found(format!("\n{error}")).help("correct what the compiler says"));
            continue;
        }
        for outcome in of_lesson.iter().filter(|outcome| outcome.state() != wanted) {
            let about = Error::about(format!("{file}: {}", outcome.exercise.id)).expected(expected(outcome));
            mistakes.push(about.found(found(outcome, wanted)).help(help));
        }
    }
    mistakes
}

/// The tests that are not as wanted.
fn found(outcome: &Outcome<'_>, wanted: State) -> String {
    let is_wanted = |verdict: &Verdict| match wanted {
        State::NotStarted => matches!(verdict, Verdict::NotStarted { id } if *id == outcome.exercise.id),
        _ => *verdict == Verdict::Passed,
    };
    let described = outcome.tests.iter().filter(|test| !is_wanted(&test.verdict)).map(|test| {
        let explanation = test.verdict.explanation();
        format!("{} {}{}{explanation}", test.name, test.verdict.word(), if explanation.is_empty() { "" } else { ": " })
    });
    described.collect::<Vec<_>>().join("; ")
}
