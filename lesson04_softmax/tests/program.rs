//! The program of lesson 4 as its user meets it.

use course_tests::conduct::Reads;
use course_tests::program::Program;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson04_softmax");

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &["--dataset", "--steps"],
    sections: &[],
    short: &["--steps", "20"],
}

#[test]
fn both_trainings_read_nine_of_ten_digits() {
    let printed = Program::new(PROGRAM).run::<&str>(&[]).succeeded();
    for size in ["[55000, 784]", "[5000, 784]", "[10000, 784]"] {
        assert!(printed.contains(size), "{size}: {printed}");
    }
    let trainings = printed.lines().filter(|line| line.contains("of the cross-entropies"));
    let accuracies: Vec<f32> = trainings.filter_map(|line| line.rsplit(' ').next()?.parse().ok()).collect();
    assert_eq!(accuracies.len(), 2, "{printed}");
    assert!(accuracies.iter().all(|accuracy| (0.89..0.95).contains(accuracy)), "{accuracies:?}");
}

#[test]
fn softmax_adds_up_to_one() {
    let printed = Program::new(PROGRAM).run(&["--steps", "1"]).succeeded();
    assert!(printed.contains("[0.2119416, 0.2119416, 0.5761169], in all 1"), "{printed}");
}

#[test]
fn at_least_one_step() {
    let message = Program::new(PROGRAM).run(&["--steps", "0"]).failed(2);
    assert!(message.contains("--steps"), "{message}");
}
