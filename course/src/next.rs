//! `next`: the first core exercise that is not done.

use std::time::Duration;

use crate::build::build;
use crate::error::{Errors, Result};
use crate::language::Language;
use crate::manifest::Kind;
use crate::output::{Answer, Colour, paint, paint_state};
use crate::place;
use crate::run::{Outcome, Runner, run_exercises, site};
use crate::state::State;
use crate::workspace::{Lesson, Workspace};

/// What to say when no core exercise is left.
pub const ALL_DONE: &str = "All core exercises are done. `cargo course list` shows the others.\n";

/// What to do next, and where.
///
/// # Errors
/// If a manifest is wrong, or cargo cannot be started.
pub fn next(workspace: &Workspace, language: Language, timeout: Duration) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let undone = first_undone(workspace, &lessons, None, Runner::new(timeout))?;
    Ok(Answer::from(undone.map_or_else(|| ALL_DONE.to_owned(), |outcome| task(workspace, &outcome, language))))
}

/// The first core exercise that is not done, of those behind `after`. Lessons behind it are not built.
///
/// # Errors
/// If cargo or a test cannot be started, or [`Runner::stop`].
#[expect(clippy::indexing_slicing, reason = "a chunk has a first element, whose lesson was built")]
pub fn first_undone<'a>(
    workspace: &Workspace,
    lessons: &'a [Lesson],
    after: Option<&str>,
    runner: Runner<'_>,
) -> Result<Option<Outcome<'a>>> {
    let all = lessons.iter().flat_map(|lesson| lesson.exercises.iter().map(move |exercise| (lesson, exercise)));
    let before = after.and_then(|id| all.clone().position(|(_, exercise)| exercise.id == id)).map_or(0, |k| k + 1);
    let core: Vec<_> = all.skip(before).filter(|(_, exercise)| exercise.kind == Kind::Core).collect();
    for of_lesson in core.chunk_by(|a, b| a.0.name == b.0.name) {
        let built = &build(site(workspace), &[of_lesson[0].0])?[0];
        let exercises: Vec<_> = of_lesson.iter().map(|&(lesson, exercise)| (lesson, exercise, built)).collect();
        let undone = run_exercises(&exercises, runner)?.into_iter().find(|outcome| outcome.state() != State::Done);
        if undone.is_some() {
            return Ok(undone);
        }
    }
    Ok(None)
}

/// Title, place and commands of an exercise.
pub fn task(workspace: &Workspace, outcome: &Outcome<'_>, language: Language) -> String {
    let exercise = outcome.exercise;
    let id = &exercise.id;
    let title = paint(&format!("Exercise {id}: {}", exercise.title.get(language)), Colour::Bold);
    let state = paint_state(outcome.state());
    let place = place::described(workspace, outcome.lesson, id);
    let (lesson, anchor) = (&outcome.lesson.name, &exercise.handout);
    let (kind, minutes, points) = (exercise.kind.word(), exercise.minutes, exercise.points);
    format!(
        "{title}\n\
         {kind}, {minutes} minutes, {points} points, {state}\n\
         \x20 write:  {place}\n\
         \x20 read:   the comment there; the handout of {lesson} at `{anchor}`\n\
         \x20 test:   cargo course run {id}\n\
         \x20 stuck:  cargo course hint {id}\n"
    )
}
