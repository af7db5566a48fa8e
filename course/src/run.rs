//! Runs the tests of exercises, each in a process of its own, several at a time.

use std::fs;
use std::num::NonZero;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::build::{Answers, Built, Executable, Site, build};
use crate::error::{Error, Result};
use crate::interrupt;
use crate::manifest::Exercise;
use crate::output::status;
use crate::process::{self, Limits};
use crate::state::State;
use crate::verdict::{Verdict, judge};
use crate::workspace::{Lesson, Workspace};

/// How tests are run.
#[derive(Clone, Copy)]
pub struct Runner<'a> {
    /// The time that each test has.
    pub timeout: Duration,
    /// Tests share the cores. With this, one that ran out of time beside others gets its time once more, alone.
    pub second_chance: bool,
    /// Ends the run as soon as it is true.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl Runner<'_> {
    /// This time for each test, and Ctrl-C ends the run.
    pub fn new(timeout: Duration) -> Runner<'static> {
        Runner { timeout, second_chance: true, stop: &interrupt::is_requested }
    }
}

/// How one test ended, and what it printed.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    pub name: String,
    pub verdict: Verdict,
    /// What the answer printed.
    pub printed: String,
    pub time: Duration,
}

/// How the tests of one exercise ended, in the order of the manifest.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    pub lesson: &'a Lesson,
    pub exercise: &'a Exercise,
    pub tests: Vec<TestOutcome>,
}

impl Outcome<'_> {
    /// Done, failing, not started, or not compiled.
    pub fn state(&self) -> State {
        State::of(self.exercise, &self.tests)
    }

    /// All points or none.
    pub fn score(&self) -> u32 {
        if self.state() == State::Done { self.exercise.points } else { 0 }
    }

    /// The first test that did not pass.
    pub fn first_trouble(&self) -> Option<&TestOutcome> {
        self.tests.iter().find(|test| test.verdict != Verdict::Passed)
    }
}

/// The student's answers: where they are built.
pub fn site(workspace: &Workspace) -> Site<'_> {
    let (root, target) = (&workspace.root, &workspace.target);
    Site { root, target, answers: Answers::Exercises, is_copy: workspace.is_copy, is_brief: false }
}

/// Builds these lessons and runs the tests of all their exercises.
///
/// # Errors
/// If cargo or a test cannot be started, or [`Runner::stop`].
pub fn run_lessons<'a>(site: Site<'_>, lessons: &[&'a Lesson], runner: Runner<'_>) -> Result<Vec<Outcome<'a>>> {
    let built = build(site, lessons)?;
    let pairs = lessons.iter().zip(&built);
    let exercises =
        pairs.flat_map(|(&lesson, built)| lesson.exercises.iter().map(move |exercise| (lesson, exercise, built)));
    run_exercises(&exercises.collect::<Vec<_>>(), runner)
}

/// Builds a lesson and runs the tests of one of its exercises.
///
/// # Errors
/// As [`run_lessons`].
#[expect(clippy::indexing_slicing, reason = "one lesson was built")]
pub fn run_one<'a>(
    site: Site<'_>,
    lesson: &'a Lesson,
    exercise: &'a Exercise,
    runner: Runner<'_>,
) -> Result<Outcome<'a>> {
    let built = build(site, &[lesson])?;
    let mut outcomes = run_exercises(&[(lesson, exercise, &built[0])], runner)?;
    Ok(outcomes.remove(0))
}

/// Runs the tests of exercises whose lessons are built.
///
/// # Errors
/// If a test cannot be started, or [`Runner::stop`].
pub fn run_exercises<'a>(
    exercises: &[(&'a Lesson, &'a Exercise, &Built)],
    runner: Runner<'_>,
) -> Result<Vec<Outcome<'a>>> {
    let jobs: Vec<Job<'_>> = exercises
        .iter()
        .flat_map(|&(_, exercise, built)| exercise.tests.iter().map(move |test| Job { test, built }))
        .collect();
    let mut outcomes = Queue::new(&jobs, runner)?.run()?.into_iter();
    let outcome = |&(lesson, exercise, _): &(&'a Lesson, &'a Exercise, &Built)| Outcome {
        lesson,
        exercise,
        tests: outcomes.by_ref().take(exercise.tests.len()).collect(),
    };
    Ok(exercises.iter().map(outcome).collect())
}

#[derive(Clone, Copy)]
struct Job<'a> {
    test: &'a str,
    built: &'a Built,
}

struct Queue<'a> {
    jobs: &'a [Job<'a>],
    runner: Runner<'a>,
    next: AtomicUsize,
    /// For the logs of the harness.
    scratch: TempDir,
}

impl<'a> Queue<'a> {
    fn new(jobs: &'a [Job<'a>], runner: Runner<'a>) -> Result<Queue<'a>> {
        let scratch =
            tempfile::tempdir().map_err(|error| Error::io(&std::env::temp_dir(), "make a temporary folder", &error))?;
        Ok(Queue { jobs, runner, next: AtomicUsize::new(0), scratch })
    }

    /// The outcomes in the order of the jobs.
    fn run(&self) -> Result<Vec<TestOutcome>> {
        let workers = thread::available_parallelism().map_or(1, NonZero::get).min(self.jobs.len());
        let results = Mutex::new(vec![None; self.jobs.len()]);
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| self.work(&results));
            }
        });
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut outcomes = results.into_iter().flatten().collect::<Result<Vec<_>>>()?;
        if self.runner.second_chance && workers > 1 {
            for (job, outcome) in self.jobs.iter().zip(&mut outcomes) {
                if matches!(outcome.verdict, Verdict::OutOfTime { .. }) {
                    status(&format!("once more, alone: {}", job.test));
                    *outcome = self.run_job(*job)?;
                }
            }
        }
        status("");
        if (self.runner.stop)() { Err(Error::interrupted()) } else { Ok(outcomes) }
    }

    fn work(&self, results: &Mutex<Vec<Option<Result<TestOutcome>>>>) {
        while !(self.runner.stop)() {
            let k = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(&job) = self.jobs.get(k) else { return };
            status(&format!("test {} of {}: {}", k + 1, self.jobs.len(), job.test));
            let outcome = self.run_job(job);
            if let Some(place) = results.lock().unwrap_or_else(PoisonError::into_inner).get_mut(k) {
                *place = Some(outcome);
            }
        }
    }

    fn run_job(&self, job: Job<'_>) -> Result<TestOutcome> {
        let without_run =
            |verdict| TestOutcome { name: job.test.to_owned(), verdict, printed: String::new(), time: Duration::ZERO };
        match job.built {
            Err(error) => Ok(without_run(Verdict::NotCompiled { error: error.clone() })),
            Ok(executable) if !executable.tests.contains(job.test) => Ok(without_run(Verdict::Missing)),
            Ok(executable) => self.run_test(job.test, executable),
        }
    }

    fn run_test(&self, name: &str, executable: &Executable) -> Result<TestOutcome> {
        let log = tempfile::Builder::new()
            .tempfile_in(&self.scratch)
            .map_err(|error| Error::io(self.scratch.path(), "write a temporary file", &error))?;
        let mut command = Command::new(&executable.path);
        command.args(["--exact", name, "--ignored", "--nocapture"]);
        if executable.has_log {
            command.arg("--logfile").arg(log.path());
        }
        // As cargo does it; and nothing of ours or the caller's may change what the harness prints.
        command
            .current_dir(&executable.folder)
            .env("CARGO_MANIFEST_DIR", &executable.folder)
            .env("RUST_BACKTRACE", "0");
        for name in ["RUST_TEST_THREADS", "RUST_TEST_SHUFFLE", "RUST_TEST_TIME_UNIT"] {
            command.env_remove(name);
        }
        let limits = Limits { time: self.runner.timeout, stop: self.runner.stop };
        let finished = process::run(&mut command, &limits).map_err(|error| {
            Error::io(&executable.path, "run the tests", &error).help("build again: `cargo clean` helps")
        })?;
        let written = executable.has_log.then(|| fs::read(log.path()).unwrap_or_default());
        let log = written.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let verdict = judge(name, &finished, log.as_deref(), self.runner.timeout);
        Ok(TestOutcome {
            name: name.to_owned(),
            verdict,
            printed: printed(name, &finished.stdout),
            time: finished.time,
        })
    }
}

/// The output of a test without the lines of the harness.
#[expect(clippy::string_slice, reason = "it begins or ends where something was found")]
fn printed(name: &str, stdout: &str) -> String {
    let stdout = stdout.trim_start_matches("\nrunning 1 test\n");
    let end = stdout.rfind(&format!("test {name} ... ")).unwrap_or(stdout.len());
    stdout[..end].trim().to_owned()
}
