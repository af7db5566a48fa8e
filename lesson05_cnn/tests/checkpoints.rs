//! Stopping the training and going on with it. With `COURSE_KILLS=100` it is killed a hundred times.
#![cfg(unix)]

use course_tests::conduct::Reads;
use course_tests::program::Program;
use course_tests::subset::Subset;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson05_cnn");

course_tests::resumable! {
    program: PROGRAM,
    training: &["--model", "expert", "--iterations", "40", "--batch-size", "4"],
    every: "5",
    data: Reads::Mnist,
    others: &[
        (&["--model", "expert", "--batch-size", "5"], "with --batch-size 5, found one with --batch-size 4"),
        (
            &["--model", "expert", "--batch-size", "4", "--learning-rate", "0.01"],
            "with --learning-rate 0.01, found one with --learning-rate 0.0001",
        ),
        (
            &["--model", "expert", "--batch-size", "4", "--dataset", "fashion"],
            "with data set Fashion-MNIST, found one with data set MNIST",
        ),
        (&["--batch-size", "4"], "expected a checkpoint of lesson05_cnn, default, found one of lesson05_cnn, expert"),
    ],
    kills: 3,
}

/// Whoever does not want to wait for the first Ctrl-C to be heeded presses it again. All images are classified before
/// the first step, which takes its time.
#[test]
fn a_second_ctrl_c_ends_at_once() {
    course_tests::stops::a_second_ctrl_c_ends_at_once(PROGRAM);
}

/// The lesson's own network: it goes on in the middle of its story, and ends it with the same numbers.
#[test]
fn the_story_goes_on_where_it_stopped() {
    let (program, subset) = (Program::new(PROGRAM), Subset::new(1200, 30));
    let data = subset.folder();
    let run = |flags: &[&str]| {
        program.run(&[&["--data-dir", data.to_str().expect("UTF-8"), "--batch-size", "8"], flags].concat()).succeeded()
    };
    let whole = run(&["--iterations", "105"]);
    run(&["--iterations", "40", "--checkpoint", "a"]);
    let resumed = run(&["--iterations", "105", "--resume", "a"]);
    assert!(resumed.contains("Resumed from a: 40 of 105 steps are done\n"), "{resumed}");
    assert!(!resumed.contains("Before optimization") && !resumed.contains("After 1 optimization"), "{resumed}");
    let end = |printed: &str| {
        let (_, end) = printed.split_once("\nAfter 100 optimization iterations\n").expect("the stage of 100");
        end.lines().filter(|line| !line.starts_with("Time used: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(end(&resumed), end(&whole));
    // Nothing is left to train: what comes after the training comes again.
    let again = run(&["--iterations", "105", "--resume", "a"]);
    assert!(again.contains("Resumed from a: 105 of 105 steps are done\n"), "{again}");
    assert_eq!(
        end(&whole).last_chunk::<20>(),
        end(&format!("\nAfter 100 optimization iterations\n{again}")).last_chunk()
    );
}
