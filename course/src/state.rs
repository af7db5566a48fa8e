//! How far an exercise is.

use crate::manifest::Exercise;
use crate::run::TestOutcome;
use crate::verdict::Verdict;

/// How far an exercise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All its tests pass.
    Done,
    Failing,
    /// All its tests run into its own `todo!`.
    NotStarted,
    NotCompiled,
}

impl State {
    /// All, in the order in which they are counted.
    pub const ALL: [State; 4] = [State::Done, State::Failing, State::NotStarted, State::NotCompiled];

    /// The state that follows from the outcomes of the exercise's tests.
    pub fn of(exercise: &Exercise, tests: &[TestOutcome]) -> State {
        let is_own_todo = |verdict: &Verdict| matches!(verdict, Verdict::NotStarted { id } if *id == exercise.id);
        if tests.iter().any(|test| matches!(test.verdict, Verdict::NotCompiled { .. })) {
            State::NotCompiled
        } else if !tests.is_empty() && tests.iter().all(|test| test.verdict == Verdict::Passed) {
            State::Done
        } else if !tests.is_empty() && tests.iter().all(|test| is_own_todo(&test.verdict)) {
            State::NotStarted
        } else {
            State::Failing
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Failing => "failing",
            State::NotStarted => "not started",
            State::NotCompiled => "does not compile",
        }
    }
}
