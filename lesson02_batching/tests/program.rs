//! The program of lesson 2 as its user meets it.

use course_tests::conduct::Reads;
use course_tests::program::Program;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson02_batching");

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &["--batch-size", "--dataset"],
    sections: &[],
    short: &[],
}

#[test]
fn the_last_batch_of_an_epoch_is_short() {
    let printed = Program::new(PROGRAM).run(&["--batch-size", "300"]).succeeded();
    assert!(printed.contains("Batches of 300 from 4000 training pictures: 14 in an epoch"), "{printed}");
    assert!(printed.contains("it starts with 300 and ends both epochs with 100 and 100 pictures"), "{printed}");
}

#[test]
fn another_seed_shuffles_otherwise() {
    let shuffled = |seed: &str| {
        let printed = Program::new(PROGRAM).run(&["--seed", seed]).succeeded();
        let line = printed.lines().find(|line| line.trim_start().starts_with("and after")).expect("shuffled labels");
        line.to_owned()
    };
    assert_ne!(shuffled("1"), shuffled("2"));
}

#[test]
fn batches_are_not_empty() {
    let message = Program::new(PROGRAM).run(&["--batch-size", "0"]).failed(2);
    assert!(message.contains("--batch-size"), "{message}");
}
