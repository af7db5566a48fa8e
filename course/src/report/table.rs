//! The results as text.

use super::Grading;
use crate::output::{Colour, counted, indented, paint, table};
use crate::run::Outcome;
use crate::state::State;
use crate::verdict::Verdict;

/// A row for each exercise, the total, and what went wrong.
pub fn report(grading: &Grading<'_>) -> String {
    let rows = grading.outcomes.iter().map(|outcome| row(grading, outcome)).collect();
    let mut text = "Built without features: the course's own solutions are never graded.\n\n".to_owned();
    text.push_str(&table(&["lesson", "id", "title", "kind", "points", "of", "state"], &[4, 5], rows));
    let (score, max_score) = (grading.score(), grading.max_score());
    let done = grading.outcomes.iter().filter(|outcome| outcome.state() == State::Done).count();
    let total =
        format!("{score} of {max_score} points, {done} of {} done", counted(grading.outcomes.len(), "exercise"));
    text.push_str(&format!("\n{}\n", paint(&total, Colour::Bold)));
    text.push_str(&compile_errors(grading));
    grading.outcomes.iter().for_each(|outcome| text.push_str(&trouble(grading, outcome)));
    text
}

fn row(grading: &Grading<'_>, outcome: &Outcome<'_>) -> Vec<String> {
    let exercise = outcome.exercise;
    vec![
        outcome.lesson.name.clone(),
        exercise.id.clone(),
        exercise.title.get(grading.language).clone(),
        exercise.kind.word().to_owned(),
        outcome.score().to_string(),
        exercise.points.to_string(),
        outcome.state().words().to_owned(),
    ]
}

/// The compiler's first error in each lesson that does not compile, once.
fn compile_errors(grading: &Grading<'_>) -> String {
    let mut text = String::new();
    for of_lesson in grading.outcomes.chunk_by(|a, b| a.lesson.name == b.lesson.name) {
        let Some(first) = of_lesson.first() else { continue };
        if let Some(Verdict::NotCompiled { error }) = first.first_trouble().map(|test| &test.verdict) {
            text.push_str(&format!("\n{} does not compile\n{}", first.lesson.name, indented(error, 2)));
        }
    }
    text
}

/// What went wrong with the tests of a failing exercise.
fn trouble(grading: &Grading<'_>, outcome: &Outcome<'_>) -> String {
    if outcome.state() != State::Failing {
        return String::new();
    }
    let mut text = format!("\n{}\n", grading.title(outcome));
    for test in outcome.tests.iter().filter(|test| test.verdict != Verdict::Passed) {
        text.push_str(&format!(
            "  {}: {}\n{}",
            test.name,
            test.verdict.word(),
            indented(&test.verdict.explanation(), 6)
        ));
    }
    text
}
