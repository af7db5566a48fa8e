//! A program that reads a text and answers with another: pandoc, typst, a lesson.

use std::io::{self, Write};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::error::{Error, Result};
use crate::interrupt;

/// Starts the program, gives it the text, and waits for all that it says.
///
/// # Errors
/// If it cannot be started, or Ctrl-C.
#[expect(clippy::expect_used, reason = "standard input is a pipe")]
pub fn through(command: &mut Command, text: &[u8]) -> Result<Output> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: io::Error| {
        let error = Error::about(&program).expected("to start").found(error);
        error.help("install it again")
    };
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let mut stdin = child.stdin.take().expect("a pipe");
    // In a thread of its own: a program that writes before it has read everything would wait for us, and we for it. One that
    // ends early has said why.
    let output = thread::scope(|scope| {
        scope.spawn(move || drop(stdin.write_all(text)));
        child.wait_with_output()
    });
    // The program stands in our own process group: Ctrl-C ends it too.
    if interrupt::is_requested() { Err(Error::interrupted()) } else { output.map_err(failed) }
}
