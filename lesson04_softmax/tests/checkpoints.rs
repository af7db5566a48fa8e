//! Stopping the trainings of the section `regression` and going on with them.
#![cfg(unix)]

use course_tests::conduct::Reads;
use course_tests::program::Program;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson04_softmax");

course_tests::resumable! {
    program: PROGRAM,
    training: &["regression", "--steps", "800"],
    every: "400",
    data: Reads::Mnist,
    others: &[(&["--steps", "500"], "with --steps 500, found one with --steps 800")],
    kills: 2,
}

#[test]
fn a_section_without_checkpoints_is_refused() {
    let message = Program::new(PROGRAM).run(&["data", "weights", "--resume", "x"]).failed(2);
    let expected = "error: --resume: expected the section regression among those to run, found data weights\n  help: ";
    assert!(message.starts_with(expected), "{message}");
}
