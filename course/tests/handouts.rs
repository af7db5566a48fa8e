//! The course's own handouts: all that they name is there, and the English ones are in step with their Korean source.

use std::process::Command;

#[test]
fn nothing_is_missing_and_no_section_is_stale() {
    let output = Command::new(env!("CARGO_BIN_EXE_course")).args(["handouts", "--check"]).output().unwrap();
    assert!(output.status.success(), "\n{}", String::from_utf8_lossy(&output.stderr));
}
