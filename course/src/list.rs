//! `list`: all exercises, lesson by lesson.

use std::time::Duration;

use crate::error::Errors;
use crate::language::Language;
use crate::output::{Answer, Colour, paint, table};
use crate::run::{Outcome, Runner, run_lessons, site};
use crate::workspace::{Lesson, Workspace};

/// All exercises: id, title, kind, minutes, points, state.
///
/// # Errors
/// If a manifest is wrong, or cargo cannot be started.
pub fn list(workspace: &Workspace, language: Language, timeout: Duration) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let lessons: Vec<&Lesson> = lessons.iter().collect();
    let outcomes = run_lessons(site(workspace), &lessons, Runner::new(timeout))?;
    let of_lesson = |lesson: &Lesson| {
        let rows =
            outcomes.iter().filter(|outcome| outcome.lesson.name == lesson.name).map(|outcome| row(outcome, language));
        let table = table(&["id", "title", "kind", "minutes", "points", "state"], &[3, 4], rows.collect());
        format!("{}\n{table}", paint(&lesson.name, Colour::Bold))
    };
    let tables: Vec<String> = lessons.into_iter().map(of_lesson).collect();
    Ok(Answer::from(tables.join("\n")))
}

fn row(outcome: &Outcome<'_>, language: Language) -> Vec<String> {
    let exercise = outcome.exercise;
    vec![
        exercise.id.clone(),
        exercise.title.get(language).clone(),
        exercise.kind.word().to_owned(),
        exercise.minutes.to_string(),
        exercise.points.to_string(),
        outcome.state().words().to_owned(),
    ]
}
