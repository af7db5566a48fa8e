//! The program of lesson 3 as its user meets it.

use course_tests::conduct::Reads;
use course_tests::program::{Program, numbers};

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson03_mlp");

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &["--batch-size", "--epochs", "--learning-rate"],
    sections: &[],
    short: &["--epochs", "2"],
}

#[test]
fn gates_are_learned_and_clothes_recognised() {
    let printed = Program::new(PROGRAM).run(&["--epochs", "1"]).succeeded();
    let answers = |network: &str| -> Vec<String> {
        let title = format!("===== {network} classifier result =====");
        let after = printed.lines().skip_while(|line| **line != title).skip(1).take(4);
        after.map(|line| line.rsplit(' ').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(answers("SLP AND"), ["0", "0", "0", "1"], "{printed}");
    assert_eq!(answers("MLP XOR"), ["0", "1", "1", "0"], "{printed}");
    assert_ne!(answers("SLP XOR"), ["0", "1", "1", "0"], "one straight line cannot tell XOR: {printed}");

    let epochs = numbers(&printed, "Epoch #/#: loss #, test accuracy #, # s");
    assert_eq!(epochs.len(), 1, "{printed}");
    assert!(epochs[0][..2] == [1.0, 1.0] && epochs[0][2] < 0.7 && epochs[0][3] > 0.8, "{epochs:?}");
}

#[test]
fn impossible_trainings_are_refused() {
    for arguments in [&["--epochs", "0"][..], &["--batch-size", "0"], &["--learning-rate", "-1"]] {
        Program::new(PROGRAM).run(arguments).failed(2);
    }
}
