//! `check`: quiet about a course that is in order, and complete about one that is not.

use crate::support::{Fixture, Run, has};

/// The list of mistakes, without what was said while it was made.
#[track_caller]
fn mistakes_of(fixture: &Fixture) -> String {
    let run = fixture.course(&["check"]);
    assert!(run.stderr.lines().all(|line| line.starts_with("build") && line.ends_with(" ...")), "{}", run.stderr);
    Run { stderr: String::new(), ..run }.refused()
}

#[test]
fn a_course_in_order_is_well_and_stays_as_it_is() {
    let fixture = Fixture::new();
    // A target folder of another name within the workspace is not copied into itself.
    fixture.write(".cargo/config.toml", "[build]\ntarget-dir = \"built\"\n");
    fixture.write(".venv/large", "");
    let before = fixture.files();
    let checked = fixture.course(&["check"]);
    let builds = [
        "building the stubs, and running their tests ...",
        "building the solutions, and running their tests ...",
        "build 1 of 2, with 2 wrong answers ...",
        "build 2 of 2, with 3 wrong answers ...",
    ];
    assert_eq!(checked.stderr.lines().collect::<Vec<_>>(), builds, "a CI's log says where it stands");
    let said = Run { stderr: String::new(), ..checked }.succeeded();
    assert_eq!(said, "2 lessons, 5 exercises, 7 tests, 5 wrong answers, 50 points: all is well\n");
    assert_eq!(fixture.files(), before);
    let copy = fixture.path("built/course/check/copy");
    assert!(copy.join(".cargo/config.toml").exists() && !copy.join("built").exists() && !copy.join(".venv").exists());
}

#[test]
fn everything_that_is_wrong_is_reported() {
    let fixture = Fixture::new();
    fixture.replace("lesson01_numbers/exercises.toml", "points = 5", "points = 0");
    // A stub that passes a test, one that fails another way, and one whose test has another reason or is forgotten.
    fixture.answer("1-1: sum", "0");
    fixture.replace("lesson02_words/tests/exercises.rs", "exercise 2-1", "exercise 2-2");
    let tests = fixture.read("lesson02_words/tests/exercises.rs");
    fixture.write(
        "lesson02_words/tests/exercises.rs",
        &format!("{tests}\n#[test]\n#[ignore = \"exercise 2-3\"]\nfn ex_2_3_more() {{}}\n"),
    );
    // A solution that is wrong, and one that is missing.
    fixture.replace("lesson02_words/src/solutions.rs", "last: 0", "last: 1");
    fixture.replace("lesson01_numbers/src/solutions.rs", "pub fn mean", "pub fn average");
    fixture.replace("lesson01_numbers/tests/exercises.rs", "mean(&[1, 2])", "average(&[1, 2])");
    // Wrong answers: without a reason, of no exercise, of no function.
    fixture.write("lesson01_numbers/wrong/1-1_silent.rs", "pub fn sum(numbers: &[i64]) -> i64 {\n    0\n}\n");
    fixture.write("lesson01_numbers/wrong/7-1_nothing.rs", "//! Why.\n");
    fixture.write("lesson02_words/wrong/2-1_other.rs", "//! Why.\npub fn words() {}\n");
    std::fs::remove_file(fixture.path("lesson01_numbers/wrong/1-2_integer_division.rs")).unwrap();
    let said = mistakes_of(&fixture);
    for part in [
        "lesson01_numbers/exercises.toml: 1-3: points: expected a whole number above 0, found 0",
        "lesson01_numbers/src/exercises.rs: 1-1: expected a function with `todo!(\"exercise 1-1: ...\")`, found none",
        "lesson01_numbers/src/solutions.rs: 1-2: expected `fn mean`, as in the stubs, found none",
        "lesson01_numbers/tests/exercises.rs: ex_1_3_largest: expected an exercise of exercises.toml that names this test",
        "lesson02_words/tests/exercises.rs: 2-1: expected `#[test] #[ignore = \"exercise 2-1\"] fn ex_2_1_words`, as exercises.toml says, found the reason \"exercise 2-2\"",
        "lesson02_words/tests/exercises.rs: ex_2_3_more: expected an exercise",
        "lesson01_numbers/src/exercises.rs: expected a lesson that compiles, found",
        "lesson02_words/src/solutions.rs: 2-2: expected all tests to pass with the feature `solutions`, found ex_2_2_counts failed: assertion",
        "lesson01_numbers/wrong: 1-2: expected at least one wrong answer, found none",
        "lesson01_numbers/wrong/1-1_silent.rs: expected a first line that says why",
        "lesson01_numbers/wrong/7-1_nothing.rs: expected an exercise of lesson01_numbers, found `7-1`",
        "lesson02_words/wrong/2-1_other.rs: expected a function of src/solutions.rs to be replaced, found fn words",
    ] {
        has(&said, &[part]);
    }
    assert!(said.lines().last().unwrap().ends_with(" mistakes"), "{said}");
}

const UNREFUSED: [&str; 5] = [
    "lesson01_numbers/src/exercises.rs: 1-1: expected all tests to run into todo!(\"exercise 1-1: ...\"), found ex_1_1_sum_of_none passed",
    "wrong/1-1_right.rs: expected an assertion of the tests to refuse it, found that all tests pass",
    "wrong/1-3_panics.rs: expected an assertion of the tests to refuse it, found ex_1_3_largest failed: index out of bounds",
    "wrong/1-3_broken.rs: expected an assertion of the tests to refuse it, found that it does not compile",
    "mismatched types",
];

#[test]
fn stubs_that_pass_and_answers_that_no_assertion_refuses_are_found() {
    let fixture = Fixture::new();
    fixture.replace("lesson01_numbers/tests/exercises.rs", "assert_eq!(sum(&[]), 0, \"the sum of no numbers\");", "");
    fixture.replace(
        "lesson02_words/tests/exercises.rs",
        "assert_eq!(count_words",
        "assert_ne!(count_words(\"\"), 1);\n    assert_eq!(count_words",
    );
    // Rejected by nobody; not by an assertion; not compiled, together with others that do.
    fixture.write(
        "lesson01_numbers/wrong/1-1_right.rs",
        "//! Is right.\npub fn sum(numbers: &[i64]) -> i64 {\n    numbers.iter().sum()\n}\n",
    );
    fixture.write(
        "lesson01_numbers/wrong/1-3_panics.rs",
        "//! Wants a number.\npub fn largest(numbers: &[i64]) -> Option<i64> {\n    Some(numbers[9])\n}\n",
    );
    fixture.write(
        "lesson01_numbers/wrong/1-3_broken.rs",
        "//! Does not compile.\npub fn smallest(numbers: &[i64]) -> Option<i64> {\n    numbers\n}\n",
    );
    let said = mistakes_of(&fixture);
    has(&said, &UNREFUSED);
    has(&said, &["2 lessons, 5 exercises, 7 tests, 8 wrong answers, 50 points: 4 mistakes"]);
}
