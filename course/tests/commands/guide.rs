//! `list`, `progress`, `next`, `run`, `hint`, `solution`: what a student uses.

use crate::support::{Fixture, has, line};

#[test]
fn list_progress_and_next_show_how_far_the_exercises_are() {
    let fixture = Fixture::new();
    let list = fixture.course(&["list"]).succeeded();
    assert_eq!(line(&list, "1-1"), "1-1 Sum core 5 10 not started");
    assert_eq!(line(&list, "1-3"), "1-3 Largest and smallest stretch 5 5 not started");
    assert_eq!(line(&list, "2-2"), "2-2 A counter core 15 5 not started");
    let next = fixture.course(&["next"]).succeeded();
    has(
        &next,
        &[
            "Exercise 1-1: Sum",
            "lesson01_numbers/src/exercises.rs:9, fn sum",
            "cargo course run 1-1",
            "hint 1-1",
            "`sum`",
        ],
    );

    fixture.solve(&["1-1", "1-3", "2-1"]);
    fixture.answer("1-2: mean", "Some(0.0)");
    let progress = fixture.course(&["progress"]).succeeded();
    // Done, failing, not started, does not compile; exercises; points. One of two functions of 1-3 is still a stub.
    assert_eq!(line(&progress, "lesson01"), "lesson01_numbers [######..............] 1 2 0 0 3 10 of 35");
    assert_eq!(line(&progress, "lesson02"), "lesson02_words [##########..........] 1 0 1 0 2 10 of 15");
    assert_eq!(line(&progress, "all"), "all [########............] 2 2 1 0 5 20 of 50");
    has(&fixture.course(&["next"]).succeeded(), &["Exercise 1-2: Mean", "failing"]);

    fixture.write("lesson02_words/src/exercises.rs", "pub fn count_words(");
    let list = fixture.course(&["list", "--lang", "ko"]).succeeded();
    assert_eq!(line(&list, "1-1"), "1-1 합 core 5 10 done");
    assert_eq!(line(&list, "2-1"), "2-1 낱말 core 5 10 does not compile");
}

#[test]
fn run_says_what_differs() {
    let fixture = Fixture::new();
    let unsolved = fixture.course(&["run", "1-2"]).refused();
    has(
        &unsolved,
        &[
            "not started: it is meant to fail until you write the answer into lesson01_numbers/src/exercises.rs:14, fn mean",
        ],
    );
    fixture.answer("1-2: mean", "{ println!(\"look: {numbers:?}\"); Some(sum(numbers) as f64) }");
    let needs = fixture.course(&["run", "1-2"]).refused();
    has(&needs, &["exercise 1-1 still has its todo!", "failing: your answer is in", "it printed:", "look: [1, 2]"]);
    fixture.solve(&["1-1"]);
    let failing = fixture.course(&["run", "1-2"]).refused();
    has(
        &failing,
        &[
            "ex_1_2_mean: failed",
            "the mean of 1 and 2",
            "left: Some(3.0)",
            "right: Some(1.5)",
            "at lesson01_numbers/tests/exercises.rs:20",
        ],
    );

    // From a folder somewhere below the workspace.
    let run = fixture.command_in("lesson02_words/src", &["run", "1-1"]).output().unwrap();
    has(
        &String::from_utf8(run.stdout).unwrap(),
        &["ex_1_1_sum_of_three: passed", "ex_1_1_sum_of_none: passed", "done: "],
    );
    fixture.replace("lesson01_numbers/src/exercises.rs", "Some(sum(numbers) as f64)", "Some(sum(numbers))");
    let broken = fixture.course(&["run", "1-2"]).refused();
    has(
        &broken,
        &[
            "lesson01_numbers does not compile",
            "expected `f64`, found `i64`",
            "src/exercises.rs:15",
            "does not compile: correct",
        ],
    );
}

#[test]
fn a_solution_is_shown_to_those_who_have_one() {
    let fixture = Fixture::new();
    let locked = fixture.course(&["solution", "1-1"]).failed(1);
    has(&locked, &["exercise 1-1: expected it to be done", "found not started", "--force"]);
    fixture.solve(&["1-1"]);
    let solution = fixture.course(&["solution", "1-1"]).succeeded();
    has(
        &solution,
        &["/// The sum of all numbers.\npub fn sum(", "// An iterator over numbers knows", "numbers.iter().sum()\n}"],
    );
    assert!(!solution.contains("mean"), "{solution}");
    let forced = fixture.course(&["solution", "2-2", "--force"]).succeeded();
    has(&forced, &["pub struct Counter {", "pub fn counter()", "impl Iterator for Counter"]);
}

#[test]
fn hints_are_read_one_after_the_other_in_both_languages() {
    let fixture = Fixture::new();
    let too_early = fixture.course(&["hint", "1-3", "--level", "2"]).failed(1);
    has(&too_early, &["exercise 1-3: hint 2: expected hint 1 to be read first", "cargo course hint 1-3"]);
    has(&fixture.course(&["hint", "1-3"]).succeeded(), &["Hint 1 of 3 for exercise 1-3\n\nOne.\n", "2 left"]);
    has(&fixture.course(&["hint", "1-3", "--lang", "ko"]).succeeded(), &["Hint 2 of 3", "둘.", "1 left"]);
    let mut korean = fixture.command_in("", &["hint", "1-3", "--level", "1"]);
    has(
        &String::from_utf8(korean.env("LANG", "ko_KR.UTF-8").output().unwrap().stdout).unwrap(),
        &["Hint 1 of 3", "하나."],
    );
    for _ in 0..2 {
        has(&fixture.course(&["hint", "1-3"]).succeeded(), &["Hint 3 of 3", "Three.", "That was the last hint."]);
    }
    has(
        &fixture.course(&["hint", "1-3", "--level", "4"]).failed(2),
        &["--level: expected a number from 1 to 3, found 4"],
    );
    has(&fixture.course(&["hint", "1-1", "--level", "0"]).failed(2), &["expected a number from 1 to 2, found 0"]);
}

#[test]
fn wrong_arguments_and_wrong_folders_are_named() {
    let fixture = Fixture::new();
    for command in ["run", "hint", "solution", "reset", "watch"] {
        let message = fixture.course(&[command, "9-9"]).failed(2);
        has(&message, &["ID: expected one of 1-1, 1-2, 1-3, 2-1, 2-2, found `9-9`", "cargo course list"]);
    }
    for arguments in [&["grade", "--timeout", "0"][..], &["hint"], &["hint", "1-1", "--lang", "fr"], &["lst"], &[]] {
        assert_eq!(fixture.course(arguments).code, Some(2), "{arguments:?}");
    }
    let outside = tempfile::tempdir().unwrap();
    let run = fixture.command_in("", &["list"]).current_dir(outside.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    has(
        &String::from_utf8(run.stderr).unwrap(),
        &["expected a folder of the course's workspace", "could not find `Cargo.toml`"],
    );
    fixture.write("helper/src/lib.rs", "");
    for lesson in ["lesson01_numbers", "lesson02_words"] {
        ["exercises.toml", "src/exercises.rs", "tests/exercises.rs"]
            .iter()
            .for_each(|file| std::fs::remove_file(fixture.path(&format!("{lesson}/{file}"))).unwrap());
    }
    has(&fixture.course(&["list"]).failed(1), &["expected members with an exercises.toml, found none"]);
}

#[test]
fn help_names_every_command() {
    let fixture = Fixture::new();
    let help = fixture.course(&["--help"]).succeeded();
    let commands = [
        "list", "progress", "next", "run", "hint", "watch", "solution", "reset", "grade", "check", "handouts", "record",
    ];
    commands.iter().for_each(|command| drop(line(&help, command)));
    has(
        &fixture.course(&["grade", "--help"]).succeeded(),
        &["--json", "--junit", "--gradescope", "--timeout", "--against"],
    );
}
