//! `record`: runs programs, keeps what they print and draw, and compares.

use std::fs;

use crate::handouts_check::fixture as handouts;
use crate::support::{Fixture, Run, has};

const PLAN: &str = "handouts/results/record.toml";
const MAIN: &str = "lesson01_numbers/src/main.rs";
const RESULT: &str = "handouts/results/lesson01_numbers/numbers.txt";
const FIGURE: &str = "handouts/img/lesson01/dots.png";

/// Prints numbers and its arguments, and draws a picture.
const PROGRAM: &str = r#"
use std::io::{IsTerminal, Read};

fn main() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    assert_eq!((input.as_str(), std::io::stdout().is_terminal()), ("", false));
    assert_eq!(std::env::var("COURSE_DISPLAY").unwrap(), "file");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    eprintln!("not recorded");
    println!("sum  {}\n한글 {arguments:?}\ntook 1.3 s", lesson01_numbers::SUM);
    std::fs::create_dir_all("output/lesson01_numbers").unwrap();
    std::fs::write("output/lesson01_numbers/dots.png", "a picture").unwrap();
}
"#;

fn fixture() -> Fixture {
    let fixture = handouts();
    fs::remove_file(fixture.path("handouts/results/numbers.txt")).unwrap();
    fixture.write("lesson01_numbers/src/lib.rs", "pub const SUM: f64 = 6.25;\n");
    fixture.write(MAIN, PROGRAM);
    fixture.write(
        PLAN,
        "[[run]]\ncommand = \"cargo run -p lesson01_numbers -- --seed 2\"\noutput = \"lesson01_numbers/numbers.txt\"\n\
         pictures = [\"dots.png\"]\n",
    );
    fixture
}

/// What it said after the lines on progress.
#[track_caller]
fn refused(run: Run, code: i32) -> String {
    assert_eq!((run.code, run.stdout.as_str()), (Some(code), ""), "{}", run.stderr);
    run.stderr
}

#[track_caller]
fn done(run: Run) -> String {
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stderr, "[1/1] cargo run -p lesson01_numbers -- --seed 2\n");
    run.stdout
}

#[test]
fn what_a_program_prints_and_draws_is_kept_and_compared() {
    let fixture = fixture();
    has(
        &refused(fixture.course(&["record", "--check"]), 1),
        &[&format!("{RESULT}: expected what `cargo run -p lesson01_numbers -- --seed 2` gives, found no file"), FIGURE],
    );
    assert_eq!(done(fixture.course(&["record"])), "1 run: recorded\n");
    let expected = "$ cargo run -p lesson01_numbers -- --seed 2\nsum  6.25\n한글 [\"--seed\", \"2\"]\ntook 1.3 s\n";
    assert_eq!(fixture.read(RESULT), expected);
    assert_eq!(fixture.read(FIGURE), "a picture");

    // Other numbers are no drift, other words are; nothing is written.
    let recorded = expected.replace("sum  6.25", "sum -1e3").replace("1.3 s", "12.75 s");
    fixture.write(RESULT, &recorded);
    let same = done(fixture.course(&["record", "--check", "lesson01_numbers"]));
    assert_eq!(same, "1 run: as recorded, but for their numbers\n");
    fixture.replace(MAIN, "took", "needed");
    let message = refused(fixture.course(&["record", "--check"]), 1);
    has(&message, &[&format!("{RESULT}:4: expected `took 12.75 s`, found `needed 1.3 s`"), "cargo course record"]);
    assert_eq!(fixture.read(RESULT), recorded);

    fixture.replace(MAIN, "needed", "took");
    fixture.write("handouts/results/old/a.txt", "$ cargo run -p lesson01_numbers\n");
    has(
        &refused(fixture.course(&["record", "--check"]), 1),
        &["handouts/results/old/a.txt: expected a run in record.toml"],
    );
    assert_eq!(fixture.course(&["record", "--check", "lesson01_numbers"]).code, Some(0));
    fs::remove_file(fixture.path("handouts/results/old/a.txt")).unwrap();
    fs::remove_file(fixture.path(FIGURE)).unwrap();
    has(&refused(fixture.course(&["record", "--check"]), 1), &[&format!("{FIGURE}: expected what"), "found no file"]);
}

#[test]
fn a_failed_run_changes_nothing() {
    let fixture = fixture();
    done(fixture.course(&["record"]));
    fixture.replace(MAIN, "std::fs::write(", "panic!(\"out of ink\"); #[allow(unreachable_code)] std::fs::write(");
    let before = fixture.files();
    let message = refused(fixture.course(&["record"]), 1);
    has(
        &message,
        &["`cargo run -p lesson01_numbers -- --seed 2`: expected to succeed", "exit status: 101", "out of ink"],
    );
    fixture.replace(PLAN, "dots.png", "lines.png");
    fixture.write(MAIN, PROGRAM);
    let message = refused(fixture.course(&["record", "--check"]), 1);
    has(&message, &["output/lesson01_numbers/lines.png: expected to be drawn by `cargo run"]);
    fixture.replace(PLAN, "lines.png", "dots.png");
    fixture.replace(MAIN, "std::fs::write(", "panic!(\"out of ink\"); #[allow(unreachable_code)] std::fs::write(");
    assert!(before == fixture.files(), "a failed run changed files");
}

#[test]
fn mistakes_in_the_plan_are_named_before_anything_runs() {
    let fixture = fixture();
    let message = |text: &str, code: i32| {
        fixture.write(PLAN, text);
        fixture.course(&["record", "lesson02_words"]).failed(code)
    };
    has(&message("[[run]]\ncommand = \"rm -r x\"\noutput = \"a\"\n", 1), &[PLAN, "begins with `cargo run -p LESSON`"]);
    has(&message("[[run]]\ncommand = \"cargo run -p a; rm x\"\noutput = \"a\"\n", 1), &["no shell reads the command"]);
    has(&message("[[run]]\ncommand = \"cargo run -p a\"\noutput = \"../a\"\n", 1), &["below their folder", "`../a`"]);
    has(&message("[[run]]\ncommand = \"cargo run -p a\"\n", 1), &["missing field `output`"]);
    has(&message("[[runs]]\n", 1), &["[[run]] tables"]);
    let two = "[[run]]\ncommand = \"cargo run -p a\"\noutput = \"a\"\n[[run]]\ncommand = \"cargo run -p b\"\noutput = \"a\"\n";
    has(&message(two, 1), &["a file of its own for each result", "`a` twice"]);
    let other = "[[run]]\ncommand = \"cargo run -p a\"\noutput = \"a\"\n";
    has(&message(other, 2), &["LESSON: expected one of a, found `lesson02_words`"]);
}
