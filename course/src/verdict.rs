//! What the end of one test says about the answer.
//!
//! A pass is not believed because of an exit code: `process::exit(0)` gives that too. Nor because of a printed line. It
//! takes all three: exit code 0; the line `test result: ok. 1 passed` of Rust's test harness, behind everything else;
//! and the harness's log, a file of its own into which it writes `ok NAME` when the test has returned. What remains
//! possible: an answer runs in the same process as its test, so one that is made for it can find the log's name among
//! the arguments of the process, or change the tests' files; `grade --against` takes the second away.

use std::time::Duration;

use crate::panics::{self, Panic};
use crate::process::{Ending, Finished};

/// How one test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    /// It ran into a `todo!("exercise 4-2...")`; the id is that of the `todo!`.
    NotStarted {
        id: String,
    },
    /// It panicked, most often by an assertion.
    Failed(Panic),
    /// The process was ended by a signal: abort, stack overflow, lack of memory.
    Aborted {
        how: String,
    },
    OutOfTime {
        limit: Duration,
    },
    /// The process ended before the test did.
    LeftEarly {
        code: i32,
    },
    /// It is not among the ignored tests of `tests/exercises.rs`.
    Missing,
    /// The compiler's first error.
    NotCompiled {
        error: String,
    },
}

impl Verdict {
    /// One or two words.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::NotStarted { .. } => "not started",
            Verdict::Failed(_) => "failed",
            Verdict::Aborted { .. } => "aborted",
            Verdict::OutOfTime { .. } => "out of time",
            Verdict::LeftEarly { .. } => "left early",
            Verdict::Missing => "missing",
            Verdict::NotCompiled { .. } => "does not compile",
        }
    }

    /// What differs, or what happened; empty for a pass.
    pub fn explanation(&self) -> String {
        match self {
            Verdict::Passed => String::new(),
            Verdict::NotStarted { id } => format!("exercise {id} still has its todo!"),
            Verdict::Failed(panic) => panic.to_string(),
            Verdict::Aborted { how } => format!("the process was ended: {how}"),
            Verdict::OutOfTime { limit } => format!("not finished after {} s: an endless loop?", limit.as_secs_f64()),
            Verdict::LeftEarly { code } => {
                format!(
                    "the process ended itself with exit code {code} before the test was over: std::process::exit is no answer"
                )
            }
            Verdict::Missing => {
                "expected this test in tests/exercises.rs, marked #[ignore], found none: put the file back".to_owned()
            }
            Verdict::NotCompiled { error } => error.clone(),
        }
    }
}

/// Judges a test by how its process ended and by the harness's log, if there is one.
pub fn judge(name: &str, finished: &Finished, log: Option<&str>, limit: Duration) -> Verdict {
    match finished.ending {
        Ending::OutOfTime | Ending::Stopped => Verdict::OutOfTime { limit },
        Ending::Signalled(signal) => Verdict::Aborted { how: cause_of(&finished.stderr, &format!("signal {signal}")) },
        // Windows has no signals: an abort is a negative code there.
        Ending::Exited(code @ ..0) => Verdict::Aborted { how: cause_of(&finished.stderr, &format!("code {code:#x}")) },
        Ending::Exited(0) if is_reported(name, &finished.stdout, log) => Verdict::Passed,
        Ending::Exited(101) => failure(&finished.stderr),
        Ending::Exited(code) => Verdict::LeftEarly { code },
    }
}

fn failure(stderr: &str) -> Verdict {
    let panic = panics::first(stderr);
    match panics::todo_of(&panic.message) {
        Some(id) => Verdict::NotStarted { id: id.to_owned() },
        None => Verdict::Failed(panic),
    }
}

/// Whether the harness itself says that this one test passed.
fn is_reported(name: &str, stdout: &str, log: Option<&str>) -> bool {
    let last = stdout.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    last.starts_with("test result: ok. 1 passed; 0 failed;") && log.is_none_or(|log| log.trim() == format!("ok {name}"))
}

fn cause_of(stderr: &str, signal: &str) -> String {
    if stderr.contains("has overflowed its stack") {
        return "stack overflow: a recursion without an end?".to_owned();
    }
    // The kernel and `abort` do not say why; a panic within a panic does.
    let panic = if stderr.contains("panicked at") { panics::first(stderr).to_string() } else { String::new() };
    format!("{signal} {panic}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: &str = "\nrunning 1 test\ntest ex_1_1_a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; finished in 0.00s\n\n";

    fn of(ending: Ending, stdout: &str, stderr: &str, log: Option<&str>) -> Verdict {
        let finished = Finished { ending, stdout: stdout.to_owned(), stderr: stderr.to_owned(), time: Duration::ZERO };
        judge("ex_1_1_a", &finished, log, Duration::from_secs(60))
    }

    #[test]
    fn a_pass_needs_exit_code_last_line_and_log() {
        let exited = Ending::Exited(0);
        assert_eq!(of(exited, OK, "", Some("ok ex_1_1_a\n")), Verdict::Passed);
        assert_eq!(of(exited, OK, "", None), Verdict::Passed);
        let early = Verdict::LeftEarly { code: 0 };
        assert_eq!(of(exited, OK, "", Some("")), early);
        assert_eq!(of(exited, OK, "", Some("ok ex_1_1_b\n")), early);
        assert_eq!(of(exited, "", "", Some("ok ex_1_1_a\n")), early);
        assert_eq!(of(exited, &format!("{OK}and more"), "", Some("ok ex_1_1_a\n")), early);
        assert_ne!(of(Ending::Exited(101), OK, "", Some("ok ex_1_1_a\n")), Verdict::Passed);
        assert_ne!(of(Ending::Signalled(6), OK, "", Some("ok ex_1_1_a\n")), Verdict::Passed);
    }

    #[test]
    fn each_end_has_its_verdict() {
        let todo =
            "\nthread 'ex' (7) panicked at lesson/src/exercises.rs:9:5:\nnot yet implemented: exercise 1-1: sum\n";
        assert_eq!(of(Ending::Exited(101), "", todo, None), Verdict::NotStarted { id: "1-1".to_owned() });
        let overflow = "thread 'ex' (7) has overflowed its stack\nfatal runtime error: stack overflow, aborting\n";
        let Verdict::Aborted { how } = of(Ending::Signalled(6), "", overflow, None) else { panic!("not aborted") };
        assert!(how.starts_with("stack overflow"), "{how}");
        assert_eq!(of(Ending::OutOfTime, OK, "", None).word(), "out of time");
        assert_eq!(of(Ending::Exited(3), "", "", None), Verdict::LeftEarly { code: 3 });
    }
}
