//! `solution ID`: the course's own answer, after the student's.

use crate::cli::SolutionArgs;
use crate::error::{Error, Errors};
use crate::files;
use crate::output::Answer;
use crate::place;
use crate::run::{Runner, run_one, site};
use crate::state::State;
use crate::workspace::{Workspace, find};

/// The items of `src/solutions.rs` that answer the exercise, with their comments.
///
/// # Errors
/// If there is no such exercise, it is not done and `--force` was not given, or there is no solution.
pub fn solution(workspace: &Workspace, flags: &SolutionArgs) -> Result<Answer, Errors> {
    let id = &flags.id;
    let lessons = workspace.lessons()?;
    let (lesson, exercise) = find(&lessons, id)?;
    if !flags.force {
        let state = run_one(site(workspace), lesson, exercise, Runner::new(flags.time.timeout))?.state();
        if state != State::Done {
            let error = Error::about(format!("exercise {id}")).expected("it to be done before its solution is shown");
            let help =
                format!("`cargo course hint {id}` helps, `cargo course solution {id} --force` shows it all the same");
            return Err(error.found(state.words()).help(help).into());
        }
    }
    let source = files::read(&lesson.solutions())?;
    let items = place::with_keys(&source, &place::keys(lesson, id));
    if items.is_empty() {
        let path = workspace.shown(&lesson.solutions());
        let error =
            Error::about(path.display()).expected(format!("a function that answers exercise {id}")).found("none");
        return Err(error.help("begin its comment with `Exercise` and the number, as in the stub").into());
    }
    let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
    Ok(Answer::from(format!("{}\n", texts.join("\n\n"))))
}
