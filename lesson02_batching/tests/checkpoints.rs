//! Stopping the training of the section `network` and going on with it. Its checkpoints have 140 MB, so few are written.
#![cfg(unix)]

use course_tests::conduct::Reads;
use course_tests::program::Program;
use course_tests::stops::{self, Stops};

const STOPS: Stops = Stops {
    program: env!("CARGO_BIN_EXE_lesson02_batching"),
    training: &["network", "--steps", "5"],
    every: "2",
    data: Reads::Pictures,
    others: &[],
    kills: 0,
};

#[test]
fn ctrl_c_and_sigterm_save_and_say_how_to_go_on() {
    stops::ctrl_c_and_sigterm_save_and_say_how_to_go_on(&STOPS);
}

#[test]
fn a_section_without_checkpoints_is_refused() {
    let message = Program::new(STOPS.program).run(&["leak", "--checkpoint", "x"]).failed(2);
    let expected = "error: --checkpoint: expected the section network among those to run, found leak\n  help: ";
    assert!(message.starts_with(expected), "{message}");
}
