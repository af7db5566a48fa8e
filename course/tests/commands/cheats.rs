//! A pass cannot be printed, and what a test has started does not outlive it.

#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
#[cfg(target_os = "linux")]
use std::thread;
#[cfg(target_os = "linux")]
use std::time::Duration;

#[cfg(target_os = "linux")]
use crate::support::Run;
use crate::support::{Fixture, has, line};

/// Prints what Rust's harness prints for a pass, and leaves.
const FAKED: &str = r#"{
    use std::io::Write;
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    let lines = format!("test {name} ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.00s\n\n");
    std::io::stdout().write_all(lines.as_bytes()).unwrap();
    std::io::stdout().flush().unwrap();
    std::process::exit(0)
}"#;

#[test]
fn leaving_the_process_is_no_pass() {
    let fixture = Fixture::new();
    fixture.answer("1-1: sum", "std::process::exit(0)");
    fixture.answer("1-2: mean", FAKED);
    fixture.answer("1-3: largest", "std::process::exit(101)");
    fixture.answer("2-1: words", "std::process::exit(7)");
    let text = fixture.course(&["grade"]).succeeded();
    has(&text, &["0 of 50 points, 0 of 5 exercises done"]);
    for (test, code) in [("ex_1_1_sum_of_three", 0), ("ex_1_2_mean", 0), ("ex_2_1_words", 7)] {
        has(&text, &[&format!("{test}: left early\n      the process ended itself with exit code {code} before")]);
    }
    assert_eq!(line(&text, "lesson01_numbers 1-3"), "lesson01_numbers 1-3 Largest and smallest stretch 0 5 failing");
}

#[test]
fn features_do_not_bring_the_solutions_in() {
    let fixture = Fixture::new();
    fixture.replace("lesson01_numbers/Cargo.toml", "solutions = []", "default = [\"solutions\"]\nsolutions = []");
    let dependency =
        "\n[dependencies]\nlesson02_words = { path = \"../lesson02_words\", features = [\"solutions\"] }\n";
    fixture
        .write("lesson01_numbers/Cargo.toml", &format!("{}{dependency}", fixture.read("lesson01_numbers/Cargo.toml")));
    let text = fixture.course(&["grade"]).succeeded();
    has(&text, &["0 of 50 points, 0 of 5 exercises done"]);
    assert_eq!(line(&text, "lesson01_numbers 1-1"), "lesson01_numbers 1-1 Sum core 0 10 not started");
    has(&text, &["built with the feature `solutions`, which counts as no answer"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_test_starts_ends_with_it() {
    let fixture = Fixture::new();
    // Its child keeps both outputs open.
    let answer = "{ let child = std::process::Command::new(\"sleep\").arg(\"1000\").spawn().unwrap(); \
                  std::fs::write(\"child.txt\", child.id().to_string()).unwrap(); text.split_whitespace().count() }";
    fixture.answer("2-1: words", answer);
    has(&fixture.course(&["run", "2-1"]).succeeded(), &["ex_2_1_words: passed"]);
    assert_ended(&fixture.read("lesson02_words/child.txt"));
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_grading_ends_its_tests() {
    let fixture = Fixture::new();
    let answer = "{ std::fs::write(\"test.txt\", std::process::id().to_string()).unwrap(); loop { std::hint::black_box(text); } }";
    fixture.answer("2-1: words", answer);
    let grading = fixture.command_in("", &["grade"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = fixture.path("lesson02_words/test.txt");
    while std::fs::read_to_string(&started).unwrap_or_default().is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &grading.id().to_string()]).status().unwrap().success());
    has(&Run::from(grading.wait_with_output().unwrap()).failed(130), &["course: expected to finish, found Ctrl-C"]);
    assert_ended(&fixture.read("lesson02_words/test.txt"));
}

/// A process that has ended is gone, or waits for its parent to ask.
#[cfg(target_os = "linux")]
#[track_caller]
fn assert_ended(id: &str) {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    assert!(status.is_empty() || status.contains("State:\tZ"), "{status}");
}
