//! `run ID`: the tests of one exercise, and what differs.

use std::time::Duration;

use crate::error::Errors;
use crate::language::Language;
use crate::output::{Answer, Colour, indented, paint, paint_state};
use crate::place;
use crate::run::{Outcome, Runner, TestOutcome, run_one, site};
use crate::state::State;
use crate::verdict::Verdict;
use crate::workspace::{Workspace, find};

/// Lines of an answer's own output that are shown: the last.
const SHOWN_LINES: usize = 40;

/// Runs the tests of an exercise; exit code 1 unless all pass.
///
/// # Errors
/// If there is no such exercise, a manifest is wrong, or cargo cannot be started.
pub fn run(workspace: &Workspace, language: Language, id: &str, timeout: Duration) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let (lesson, exercise) = find(&lessons, id)?;
    let outcome = run_one(site(workspace), lesson, exercise, Runner::new(timeout))?;
    let code = u8::from(outcome.state() != State::Done);
    Ok(Answer { text: described(workspace, &outcome, language), code })
}

/// Title, tests, what differs, and what to do.
pub fn described(workspace: &Workspace, outcome: &Outcome<'_>, language: Language) -> String {
    let exercise = outcome.exercise;
    let title = paint(&format!("Exercise {}: {}", exercise.id, exercise.title.get(language)), Colour::Bold);
    let tests = if let Some(Verdict::NotCompiled { error }) = outcome.first_trouble().map(|test| &test.verdict) {
        format!("{} does not compile:\n{}", outcome.lesson.name, indented(error, 2))
    } else {
        outcome.tests.iter().map(described_test).collect()
    };
    format!("{title}\n{tests}{}: {}\n", paint_state(outcome.state()), advice(workspace, outcome))
}

#[expect(clippy::indexing_slicing, reason = "`from` is at most the length")]
fn described_test(test: &TestOutcome) -> String {
    let colour = match test.verdict {
        Verdict::Passed => Colour::Green,
        Verdict::NotStarted { .. } => Colour::Yellow,
        _ => Colour::Red,
    };
    let mut text = format!("  {}: {}\n", test.name, paint(test.verdict.word(), colour));
    text.push_str(&indented(&test.verdict.explanation(), 6));
    if !test.printed.is_empty() {
        let lines: Vec<&str> = test.printed.lines().collect();
        let from = lines.len().saturating_sub(SHOWN_LINES);
        let which =
            if from > 0 { format!(" (the last {SHOWN_LINES} of {} lines)", lines.len()) } else { String::new() };
        text.push_str(&format!("      it printed{which}:\n{}", indented(&lines[from..].join("\n"), 8)));
    }
    text
}

fn advice(workspace: &Workspace, outcome: &Outcome<'_>) -> String {
    let id = &outcome.exercise.id;
    match outcome.state() {
        State::Done => {
            format!("`cargo course solution {id}` shows another answer, `cargo course next` the next exercise")
        }
        State::NotStarted => {
            format!(
                "it is meant to fail until you write the answer into {}",
                place::described(workspace, outcome.lesson, id)
            )
        }
        State::Failing => format!(
            "your answer is in {}; `cargo course hint {id}` helps",
            place::described(workspace, outcome.lesson, id)
        ),
        State::NotCompiled => "correct what the compiler says; `cargo course reset ID` puts a stub back".to_owned(),
    }
}
