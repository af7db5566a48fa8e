//! The first panic in the error output of a test.

use std::fmt;

/// What the harness of Rust 1.95 says about the option that we use, without a line end behind it.
const DEPRECATION: &str = "warning: `--logfile` is deprecated";

/// A panic: its message and where it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panic {
    pub message: String,
    /// `lesson04_softmax/tests/exercises.rs:12:5`; empty, if the test ended with an error instead of a panic.
    pub place: String,
}

impl Panic {
    /// Whether it happened in this file, a path with `/`.
    pub fn is_in(&self, file: &str) -> bool {
        self.place.replace('\\', "/").contains(file)
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.place.is_empty() { Ok(()) } else { write!(f, "\nat {}", self.place) }
    }
}

/// The error output without what the harness adds of its own.
pub fn without_harness(stderr: &str) -> String {
    stderr.replacen(DEPRECATION, "", 1)
}

/// The first panic; if there is none, the whole text is its message.
pub fn first(stderr: &str) -> Panic {
    let stderr = without_harness(stderr);
    let Some((place, rest)) = stderr.split_once(" panicked at ").and_then(|(_, rest)| rest.split_once(":\n")) else {
        return Panic { message: stderr.trim().to_owned(), place: String::new() };
    };
    let is_message =
        |line: &&str| !line.starts_with("note: ") && !line.starts_with("stack backtrace:") && !is_next_panic(line);
    let lines: Vec<&str> = rest.lines().take_while(is_message).collect();
    Panic { message: lines.join("\n").trim().to_owned(), place: place.trim().to_owned() }
}

fn is_next_panic(line: &str) -> bool {
    line.starts_with("thread '") && line.contains(" panicked at ")
}

/// The exercise in `not yet implemented: exercise 4-2: softmax`.
pub fn todo_of(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("not yet implemented: exercise ")?;
    let end = rest.find(|next: char| !next.is_ascii_digit() && next != '-').unwrap_or(rest.len());
    rest.get(..end).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_and_place_of_the_first_panic_are_found() {
        let stderr = "warning: `--logfile` is deprecated\nthread 'ex_1' (12) panicked at tests/exercises.rs:12:5:\n\
            assertion `left == right` failed: the sum of 3 and 4\n  left: 8\n right: 7\n\
            note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        let panic = first(stderr);
        assert_eq!(panic.place, "tests/exercises.rs:12:5");
        assert_eq!(panic.message, "assertion `left == right` failed: the sum of 3 and 4\n  left: 8\n right: 7");
        assert!(panic.is_in("tests/exercises.rs") && !panic.is_in("src/exercises.rs"));
        assert_eq!(first("Error: \"no file\"\n").message, "Error: \"no file\"");
    }

    #[test]
    fn the_exercise_of_a_todo_is_found() {
        assert_eq!(todo_of("not yet implemented: exercise 4-2: softmax"), Some("4-2"));
        assert_eq!(todo_of("not yet implemented: exercise 4-21"), Some("4-21"));
        assert_eq!(todo_of("not yet implemented"), None);
        assert_eq!(todo_of("exercise 4-2"), None);
    }
}
