//! The results of a grading, in four formats.

pub mod gradescope;
pub mod json;
pub mod junit;
pub mod table;

use std::time::{Duration, SystemTime};

use crate::language::Language;
use crate::run::{Outcome, TestOutcome};
use crate::verdict::Verdict;

/// The results of a grading.
pub struct Grading<'a> {
    pub outcomes: Vec<Outcome<'a>>,
    /// Of the titles.
    pub language: Language,
    /// When it began.
    pub date: SystemTime,
    /// How long building and testing took.
    pub time: Duration,
}

impl Grading<'_> {
    /// The points of all exercises that are done.
    pub fn score(&self) -> u32 {
        self.outcomes.iter().map(Outcome::score).sum()
    }

    /// The points of all exercises.
    pub fn max_score(&self) -> u32 {
        self.outcomes.iter().map(|outcome| outcome.exercise.points).sum()
    }

    fn title(&self, outcome: &Outcome<'_>) -> String {
        format!("{}: {}", outcome.exercise.id, outcome.exercise.title.get(self.language))
    }
}

/// What went wrong with a test and what it printed, or nothing if it passed quietly.
fn report_of(test: &TestOutcome) -> String {
    let mut parts = Vec::new();
    if test.verdict != Verdict::Passed {
        parts.push(format!("{}: {}\n{}", test.name, test.verdict.word(), test.verdict.explanation()));
    }
    if !test.printed.is_empty() {
        parts.push(format!("{} printed:\n{}", test.name, shortened(&test.printed, 500)));
    }
    parts.join("\n")
}

/// The first letters of a text, with a note if there are more. Graders show it on a page.
fn shortened(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters).and_then(|(end, _)| text.split_at_checked(end)) {
        Some((first, rest)) => format!("{first}\n[... {} bytes left out ...]", rest.len()),
        None => text.to_owned(),
    }
}
