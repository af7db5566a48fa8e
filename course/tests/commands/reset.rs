//! `reset`: the stub comes back, nothing is lost.

use crate::support::{Fixture, has};

const NUMBERS: &str = "lesson01_numbers/src/exercises.rs";
const WORDS: &str = "lesson02_words/src/exercises.rs";

fn commit(fixture: &Fixture) {
    fixture.git(&["init", "--quiet"]);
    fixture.git(&["add", "."]);
    fixture.git(&["commit", "--quiet", "-m", "The course"]);
}

#[test]
fn git_gives_the_stubs_back_even_after_the_answers_were_committed() {
    let fixture = Fixture::new();
    let numbers = fixture.read(NUMBERS);
    commit(&fixture);
    fixture.solve(&["1-1", "1-3"]);
    fixture.answer("1-3: smallest", "None");
    fixture.git(&["commit", "--quiet", "-a", "-m", "My answers"]);

    let before = fixture.read(NUMBERS);
    let said = fixture.course(&["reset", "1-3"]).succeeded();
    has(
        &said,
        &[
            "fn largest, fn smallest in lesson01_numbers/src/exercises.rs, as git has it",
            "kept in lesson01_numbers/src/exercises.rs.bak",
        ],
    );
    assert_eq!(fixture.read(&format!("{NUMBERS}.bak")), before);
    assert_eq!(fixture.read(NUMBERS), numbers.replace("todo!(\"exercise 1-1: sum\")", "numbers.iter().sum()"));

    // What was kept before is kept.
    fixture.course(&["reset", "1-1"]).succeeded();
    assert_eq!(fixture.read(NUMBERS), numbers);
    assert_eq!(fixture.read(&format!("{NUMBERS}.bak")), before);
    assert!(fixture.path(&format!("{NUMBERS}.bak2")).exists());
    has(&fixture.course(&["reset", "1-1"]).succeeded(), &["is as it was at the start", "stays as it is"]);
    assert!(!fixture.path(&format!("{NUMBERS}.bak3")).exists());
}

#[test]
fn struct_function_and_impl_block_of_one_exercise_come_back_together() {
    let fixture = Fixture::new();
    let words = fixture.read(WORDS);
    commit(&fixture);
    let solution = fixture.read("lesson02_words/src/solutions.rs");
    fixture.write(WORDS, &format!("{solution}\n// My own note.\n"));
    has(&fixture.course(&["reset", "2-2"]).succeeded(), &["struct Counter, fn counter, impl Iterator for Counter"]);
    let after = fixture.read(WORDS);
    has(
        &after,
        &[
            "// My own note.",
            "text.split_whitespace().count()",
            "pub struct Counter {}",
            "todo!(\"exercise 2-2: next\")",
        ],
    );
    assert!(!after.contains("last"), "{after}");
    std::fs::remove_file(fixture.path(WORDS)).unwrap();
    fixture.course(&["reset", "2-1"]).succeeded();
    has(&words, &[fixture.read(WORDS).trim()]);
}

#[test]
fn without_git_a_stub_is_made_from_the_signature() {
    let fixture = Fixture::new();
    has(&fixture.course(&["reset", "1-1"]).succeeded(), &["is as it was at the start"]);
    fixture.solve(&["1-1", "1-2"]);
    // A bracket too many: the file does not compile, and can be reset all the same.
    fixture.replace(NUMBERS, "numbers.iter().sum()", "if true {\n    numbers.iter().sum()");
    let said = fixture.course(&["reset", "1-1"]).succeeded();
    has(&said, &["fn sum in", "made from the signature of the solution"]);
    let after = fixture.read(NUMBERS);
    has(
        &after,
        &[
            "/// sum(&[1, 2, 3]) == 6\n/// ```\npub fn sum(numbers: &[i64]) -> i64 {\n    todo!(\"exercise 1-1: Sum\")\n}\n\n/// Exercise 1-2",
        ],
    );
    has(&after, &["sum(numbers) as f64"]);
    has(&fixture.course(&["run", "1-1"]).refused(), &["not started"]);

    fixture.answer("2-2: counter", "Counter {}");
    fixture.answer("2-2: next", "None");
    let before = fixture.files();
    has(
        &fixture.course(&["reset", "2-2"]).failed(1),
        &["struct Counter", "expected exercise 2-2 in git's history", "as you received them"],
    );
    assert_eq!(fixture.files(), before);
}
