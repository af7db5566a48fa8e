//! `grade`: runs all tests of all exercises, and reports points.
//!
//! Without `--against` it believes the files that it finds: tests and manifests may have been changed, or deleted with
//! their exercises. With `--against` and a whole workspace, only the `src` folders of the lessons are the student's.
//! What no tool can see is who wrote an answer: the course's own solutions are in every copy of it.

mod against;

use std::time::{Instant, SystemTime};

use crate::cli::GradeArgs;
use crate::error::{Errors, Result};
use crate::files;
use crate::language::Language;
use crate::output::Answer;
use crate::report::{Grading, gradescope, json, junit, table};
use crate::run::{Runner, run_lessons, site};
use crate::workspace::{Lesson, Workspace};

type Report = fn(&Grading<'_>) -> String;

/// Grades the student's answers. The exit code is 0 whenever the grading itself worked.
///
/// # Errors
/// If a manifest is wrong, cargo cannot be started, or a report cannot be written.
pub fn grade(workspace: &Workspace, language: Language, flags: &GradeArgs) -> Result<Answer, Errors> {
    let copy = flags.against.as_deref().map(|folder| against::copy(workspace, folder)).transpose()?;
    let workspace = copy.as_ref().map_or(workspace, |copy| &copy.workspace);
    let lessons = workspace.lessons()?;
    let (date, start) = (SystemTime::now(), Instant::now());
    let runner = Runner::new(flags.time.timeout);
    let outcomes = run_lessons(site(workspace), &lessons.iter().collect::<Vec<&Lesson>>(), runner)?;
    let grading = Grading { outcomes, language, date, time: start.elapsed() };
    let reports: [(_, Report); 3] =
        [(&flags.json, json::report), (&flags.junit, junit::report), (&flags.gradescope, gradescope::report)];
    for (path, report) in reports {
        if let Some(path) = path {
            files::write(path, report(&grading).as_bytes())?;
        }
    }
    Ok(Answer::from(table::report(&grading)))
}
