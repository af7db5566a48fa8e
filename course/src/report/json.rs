//! The results as JSON, in the shape of Exercism's `results.json`, version 3, with points: `score`, `max_score`, and
//! `tasks`, of which each test names one by its number.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Grading, shortened};
use crate::files::read_or_empty;
use crate::run::{Outcome, TestOutcome};
use crate::source::items;
use crate::state::State;
use crate::verdict::Verdict;

#[derive(Serialize)]
struct Report {
    version: u8,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    score: u32,
    max_score: u32,
    tasks: Vec<Task>,
    tests: Vec<Test>,
}

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Pass,
    Fail,
    /// Nothing could be judged.
    Error,
}

#[derive(Serialize)]
struct Task {
    task_id: usize,
    id: String,
    lesson: String,
    title: String,
    kind: &'static str,
    status: Status,
    state: &'static str,
    score: u32,
    max_score: u32,
}

#[derive(Serialize)]
struct Test {
    name: String,
    task_id: usize,
    status: Status,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    test_code: String,
}

/// The results as JSON.
#[expect(clippy::expect_used, reason = "texts and numbers can be written as JSON")]
pub fn report(grading: &Grading<'_>) -> String {
    let is_all = |state| grading.outcomes.iter().all(|outcome| outcome.state() == state);
    let status = match () {
        () if is_all(State::Done) => Status::Pass,
        () if is_all(State::NotCompiled) => Status::Error,
        () => Status::Fail,
    };
    let first_error = grading.outcomes.iter().find_map(Outcome::first_trouble).map(|test| test.verdict.explanation());
    let numbered = || grading.outcomes.iter().enumerate().map(|(k, outcome)| (k + 1, outcome));
    let mut code = TestCode::default();
    let report = Report {
        version: 3,
        status,
        message: first_error.filter(|_| status == Status::Error),
        score: grading.score(),
        max_score: grading.max_score(),
        tasks: numbered().map(|(number, outcome)| task(grading, number, outcome)).collect(),
        tests: numbered()
            .flat_map(|(number, outcome)| outcome.tests.iter().map(move |test| (number, outcome, test)))
            .map(|(number, outcome, result)| test(number, result, code.of(outcome, &result.name)))
            .collect(),
    };
    let text = serde_json::to_string_pretty(&report).expect("texts and numbers");
    format!("{text}\n")
}

fn task(grading: &Grading<'_>, task_id: usize, outcome: &Outcome<'_>) -> Task {
    let exercise = outcome.exercise;
    Task {
        task_id,
        id: exercise.id.clone(),
        lesson: outcome.lesson.name.clone(),
        title: exercise.title.get(grading.language).clone(),
        kind: exercise.kind.word(),
        status: status_of(outcome.state() == State::Done, outcome.state() == State::NotCompiled),
        state: outcome.state().words(),
        score: outcome.score(),
        max_score: exercise.points,
    }
}

fn test(task_id: usize, test: &TestOutcome, test_code: String) -> Test {
    let explanation = test.verdict.explanation();
    Test {
        name: test.name.clone(),
        task_id,
        status: status_of(test.verdict == Verdict::Passed, matches!(test.verdict, Verdict::NotCompiled { .. })),
        verdict: test.verdict.word(),
        message: (!explanation.is_empty()).then_some(explanation),
        // As long as the format allows.
        output: (!test.printed.is_empty()).then(|| shortened(&test.printed, 450)),
        test_code,
    }
}

fn status_of(is_passed: bool, is_broken: bool) -> Status {
    match (is_passed, is_broken) {
        (true, _) => Status::Pass,
        (_, true) => Status::Error,
        _ => Status::Fail,
    }
}

/// The text of the test functions; each file is read once.
#[derive(Default)]
struct TestCode {
    by_lesson: BTreeMap<String, BTreeMap<String, String>>,
}

impl TestCode {
    fn of(&mut self, outcome: &Outcome<'_>, test: &str) -> String {
        let functions = self.by_lesson.entry(outcome.lesson.name.clone()).or_insert_with(|| {
            let items = items(&read_or_empty(&outcome.lesson.tests()));
            items.into_iter().map(|item| (item.key, item.text)).collect()
        });
        functions.get(&format!("fn {test}")).cloned().unwrap_or_default()
    }
}
