//! Stopping the training of the section `clothes` and going on with it.
#![cfg(unix)]

use course_tests::conduct::Reads;
use course_tests::program::Program;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson03_mlp");

course_tests::resumable! {
    program: PROGRAM,
    training: &["clothes", "--epochs", "25"],
    every: "70",
    data: Reads::Mnist,
    others: &[
        (&["clothes", "--batch-size", "16"], "with --batch-size 16, found one with --batch-size 32"),
        (&["clothes", "--learning-rate", "1"], "with --learning-rate 1, found one with --learning-rate 0.001"),
    ],
    kills: 2,
}

#[test]
fn a_section_without_checkpoints_is_refused() {
    let message = Program::new(PROGRAM).run(&["xor", "--checkpoint", "x"]).failed(2);
    let expected = "error: --checkpoint: expected the section clothes among those to run, found xor\n  help: ";
    assert!(message.starts_with(expected), "{message}");
}
