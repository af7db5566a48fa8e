//! What stops a command: which file or argument, what was expected, what was found, and what to do.

use std::fmt;
use std::io;
use std::path::Path;

/// One mistake in something that arrived from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    exit_code: u8,
    subject: String,
    expected: String,
    found: String,
    help: String,
}

/// The result of anything that reads what others wrote.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    fn new(exit_code: u8, subject: String) -> Error {
        Error { exit_code, subject, expected: String::new(), found: String::new(), help: String::new() }
    }

    /// An error about a file, a folder, a crate or an exercise: exit code 1.
    pub fn about(subject: impl fmt::Display) -> Error {
        Error::new(1, subject.to_string())
    }

    /// An error about an argument of the command line: exit code 2.
    pub fn argument(subject: impl fmt::Display) -> Error {
        Error::new(2, subject.to_string())
    }

    /// What the operating system said about a file.
    pub fn io(path: &Path, doing: &str, error: &io::Error) -> Error {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "check the path, and the folder that you start from",
            io::ErrorKind::PermissionDenied => "check who owns the file, or choose another place",
            io::ErrorKind::StorageFull => "free some disk space, or choose another place",
            _ => "check that the path is right and the disk is healthy",
        };
        Error::about(path.display()).expected(format!("to {doing}")).found(error).help(help)
    }

    /// Ctrl-C: the exit code that shells use for it.
    pub fn interrupted() -> Error {
        Error::new(130, "course".to_owned()).expected("to finish").found("Ctrl-C")
    }

    /// What should have been there.
    #[must_use]
    pub fn expected(mut self, expected: impl fmt::Display) -> Error {
        self.expected = expected.to_string();
        self
    }

    /// What was there instead.
    #[must_use]
    pub fn found(mut self, found: impl fmt::Display) -> Error {
        self.found = found.to_string();
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl fmt::Display) -> Error {
        self.help = help.to_string();
        self
    }

    /// The same error, with the place in front that led to it.
    #[must_use]
    pub fn at(mut self, place: &str) -> Error {
        self.subject = format!("{place}: {}", self.subject);
        self
    }

    /// The exit code of a program that stops for it.
    pub fn exit_code(&self) -> u8 {
        self.exit_code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.subject, self.expected, self.found)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// Mistakes that are reported together, at least one: a manifest may have several.
#[derive(Debug)]
pub struct Errors(pub Vec<Error>);

impl Errors {
    /// The exit code of a program that stops for them.
    pub fn exit_code(&self) -> u8 {
        self.0.iter().map(Error::exit_code).max().unwrap_or(1)
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Errors {
        Errors(vec![error])
    }
}
