//! One [`Error`] for everything that arrives from outside: files, feeds, images, arguments.
//!
//! A wrongly built *graph* is a programming mistake and panics at the caller's line instead; see [`crate::op`].

use std::fmt;
use std::path::Path;

/// What kind of thing was wrong; decides the exit code of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A command-line argument or an environment variable: exit code 2.
    Argument,
    /// A file or folder: missing, unreadable, not writable, truncated, or of the wrong format. Exit code 1.
    File,
    /// A value fed into a run: missing, of the wrong shape, or out of range. Exit code 1.
    Feed,
    /// Ctrl-C or SIGTERM, with the number of the signal: somebody stopped the program. Exit code 128 + signal, as in a
    /// shell.
    Stopped(u8),
    /// A number that went wrong in a run: NaN or infinite. Exit code 1.
    Numerics,
}

/// Data that arrived and cannot be used: which, what was expected, what was found, and what to do.
///
/// ```
/// use shared::Error;
///
/// let error = Error::file("train-labels-idx1-ubyte.gz")
///     .expected("60000 labels")
///     .found("59900 labels")
///     .help("copy the file again: it is truncated");
/// assert_eq!(
///     error.to_string(),
///     "train-labels-idx1-ubyte.gz: expected 60000 labels, found 59900 labels\n  help: copy the file again: it is truncated"
/// );
/// assert_eq!(error.exit_code(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    subject: String,
    expected: String,
    found: String,
    help: String,
}

/// The result of anything that reads data from outside.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    fn new(kind: ErrorKind, subject: String) -> Error {
        Error { kind, subject, expected: String::new(), found: String::new(), help: String::new() }
    }

    /// An error about a file or folder.
    pub fn file(path: impl AsRef<Path>) -> Error {
        Error::new(ErrorKind::File, path.as_ref().display().to_string())
    }

    /// An error about a value fed under this tensor name.
    pub fn feed(name: impl Into<String>) -> Error {
        Error::new(ErrorKind::Feed, name.into())
    }

    /// An error about a number that is NaN or infinite, in the tensor of this name.
    pub fn numerics(name: impl Into<String>) -> Error {
        Error::new(ErrorKind::Numerics, name.into())
    }

    /// An error about a command-line argument or an environment variable, e.g. `--seed`.
    pub fn argument(name: impl Into<String>) -> Error {
        Error::new(ErrorKind::Argument, name.into())
    }

    /// An I/O error about a file; says what the operating system said, and a fitting help.
    pub fn io(path: impl AsRef<Path>, doing: &str, error: &std::io::Error) -> Error {
        let help = match error.kind() {
            std::io::ErrorKind::NotFound => "check the path, and the folder that you start from",
            std::io::ErrorKind::PermissionDenied => "check who owns the file, or choose another place",
            std::io::ErrorKind::StorageFull => "free some disk space, or choose another place",
            _ => "check that the path is right and the disk is healthy",
        };
        Error::file(path).expected(format!("to {doing}")).found(error.to_string()).help(help)
    }

    /// The end of a program that a signal stopped; `where_it_stands` is said to the user.
    pub fn stopped(signal: u8, where_it_stands: impl Into<String>) -> Error {
        Error::new(ErrorKind::Stopped(signal), where_it_stands.into())
    }

    /// What should have been there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Error {
        self.expected = expected.into();
        self
    }

    /// What was there instead.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Error {
        self.found = found.into();
        self
    }

    /// What the user can do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Error {
        self.help = help.into();
        self
    }

    /// What kind of thing was wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The exit code of a program that stops for this error: 2 for a wrong argument, 130 for Ctrl-C, 143 for SIGTERM,
    /// else 1.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            ErrorKind::Argument => 2,
            ErrorKind::File | ErrorKind::Feed | ErrorKind::Numerics => 1,
            ErrorKind::Stopped(signal) => 128 | signal,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if matches!(self.kind, ErrorKind::Stopped(_)) {
            return f.write_str(&self.subject);
        }
        write!(f, "{}: expected {}, found {}", self.subject, self.expected, self.found)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
