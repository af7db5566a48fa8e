//! The results as Gradescope's `results.json`: an entry for each exercise.

use serde::Serialize;

use super::{Grading, report_of};
use crate::run::Outcome;
use crate::state::State;

#[derive(Serialize)]
struct Report {
    score: u32,
    /// Seconds.
    execution_time: u64,
    output: String,
    visibility: &'static str,
    /// The output of the tool itself is for the teacher.
    stdout_visibility: &'static str,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    number: String,
    score: u32,
    max_score: u32,
    status: &'static str,
    output: String,
    tags: Vec<String>,
    visibility: &'static str,
}

/// The results for Gradescope.
#[expect(clippy::expect_used, reason = "texts and numbers can be written as JSON")]
pub fn report(grading: &Grading<'_>) -> String {
    let report = Report {
        score: grading.score(),
        execution_time: grading.time.as_secs(),
        output: format!("{} of {} points", grading.score(), grading.max_score()),
        visibility: "visible",
        stdout_visibility: "hidden",
        tests: grading.outcomes.iter().map(|outcome| test(grading, outcome)).collect(),
    };
    let text = serde_json::to_string_pretty(&report).expect("texts and numbers");
    format!("{text}\n")
}

fn test(grading: &Grading<'_>, outcome: &Outcome<'_>) -> Test {
    let reports: Vec<String> = match outcome.state() {
        // The same compiler's error for every test.
        State::NotCompiled => outcome.first_trouble().map(|test| test.verdict.explanation()).into_iter().collect(),
        _ => outcome.tests.iter().map(report_of).filter(|report| !report.is_empty()).collect(),
    };
    let output = [vec![outcome.state().words().to_owned()], reports].concat().join("\n");
    Test {
        name: grading.title(outcome),
        number: outcome.exercise.id.clone(),
        score: outcome.score(),
        max_score: outcome.exercise.points,
        status: if outcome.state() == State::Done { "passed" } else { "failed" },
        output,
        tags: vec![outcome.lesson.name.clone(), outcome.exercise.kind.word().to_owned()],
        visibility: "visible",
    }
}
