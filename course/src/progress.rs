//! `progress`: how much is done, lesson by lesson and in all.

use std::time::Duration;

use crate::error::Errors;
use crate::output::{Answer, paint_state, table};
use crate::run::{Outcome, Runner, run_lessons, site};
use crate::state::State;
use crate::workspace::{Lesson, Workspace};

/// Letters in a bar.
const WIDTH: usize = 20;

/// A bar and the counts for each lesson, then for all.
///
/// # Errors
/// If a manifest is wrong, or cargo cannot be started.
pub fn progress(workspace: &Workspace, timeout: Duration) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let lessons: Vec<&Lesson> = lessons.iter().collect();
    let outcomes = run_lessons(site(workspace), &lessons, Runner::new(timeout))?;
    let all: Vec<&Outcome<'_>> = outcomes.iter().collect();
    let of_lesson = |lesson: &Lesson| -> Vec<&Outcome<'_>> {
        all.iter().copied().filter(|outcome| outcome.lesson.name == lesson.name).collect()
    };
    let mut rows: Vec<Vec<String>> = lessons.iter().map(|lesson| row(&lesson.name, &of_lesson(lesson))).collect();
    rows.push(row("all", &all));
    let heading = ["lesson", "", "done", "failing", "not started", "does not compile", "exercises", "points"];
    let mut text = table(&heading, &[2, 3, 4, 5, 6, 7], rows);
    text.push_str(&match State::ALL.iter().rev().find(|&&state| count(&all, state) > 0) {
        Some(State::Done) => format!("\nAll exercises are {}.\n", paint_state(State::Done)),
        _ => "\n`cargo course next` names the next exercise, `cargo course list` lists them all.\n".to_owned(),
    });
    Ok(Answer::from(text))
}

fn row(name: &str, outcomes: &[&Outcome<'_>]) -> Vec<String> {
    let done = count(outcomes, State::Done);
    let filled = if outcomes.is_empty() { 0 } else { WIDTH * done / outcomes.len() };
    let bar = format!("[{}{}]", "#".repeat(filled), ".".repeat(WIDTH - filled));
    let score: u32 = outcomes.iter().map(|outcome| outcome.score()).sum();
    let points: u32 = outcomes.iter().map(|outcome| outcome.exercise.points).sum();
    let counts = State::ALL.iter().map(|&state| count(outcomes, state).to_string());
    let mut row = vec![name.to_owned(), bar];
    row.extend(counts);
    row.extend([outcomes.len().to_string(), format!("{score} of {points}")]);
    row
}

fn count(outcomes: &[&Outcome<'_>], state: State) -> usize {
    outcomes.iter().filter(|outcome| outcome.state() == state).count()
}
