//! `handouts --check` and `--accept`: what is wrong with a handout is named with its line, and a stale translation too.

use crate::support::{Fixture, has};

const KO: &str = "handouts/ko/src/lesson01_numbers.md";
const EN: &str = "handouts/en/src/lesson01_numbers.md";
const RESULT: &str = "handouts/results/numbers.txt";

/// One by one pixel, white.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0x0f, 0x00, 0x01, 0x01, 0x01, 0x00, 0xb1, 0x38, 0xf6, 0x14, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A handout of the first lesson with everything that may stand in one.
fn numbers(title: &str, sentence: &str) -> String {
    format!(
        "# {title} {{#lesson01_numbers}}\n\n{sentence} $n$ {{{{#value numbers.txt; the sum is}}}}.\n\n\
         ## {title} 1 {{#sum}}\n\n$$\ns = \\sum_i x_i\n$$\n\n```rs\n{{{{#include ../../../lesson01_numbers/src/solutions.rs:sum}}}}\n```\n\n\
         ```rust\n# let hidden = 1;\nassert_eq!(1 + 1, 2);\n```\n\n## {title} 2 {{#mean}}\n\n```console\n{{{{#output numbers.txt; the sum}}}}\n```\n\n\
         ![{sentence}](../../img/a.png \"70%\")\n\n## {title} 3 {{#largest}}\n\n> [!NOTE]\n> [{sentence}](#mean), [{sentence}](lesson02_words.md#words)\n\n\
         ## {title} 4 {{#exercises}}\n\n{{{{#exercises}}}}\n\n### {{{{#exercise 1-1}}}} {{#exercise-1-1}}\n\n### {{{{#exercise 1-2}}}} {{#exercise-1-2}}\n\n\
         ### {{{{#exercise 1-3}}}} {{#exercise-1-3}}\n"
    )
}

fn words(title: &str) -> String {
    format!(
        "# {title} {{#lesson02_words}}\n\n## a {{#words}}\n\n## b {{#counter}}\n\n### {{{{#exercise 2-1}}}} {{#exercise-2-1}}\n\n\
         ### {{{{#exercise 2-2}}}} {{#exercise-2-2}}\n"
    )
}

/// A workspace with handouts that are in order.
pub fn fixture() -> Fixture {
    let fixture = Fixture::new();
    for (language, title, sentence) in [("ko", "수", "합은"), ("en", "Numbers", "The sum is")] {
        let folder = format!("handouts/{language}/src");
        fixture.write(&format!("{folder}/SUMMARY.md"), "# -\n\n- [1](lesson01_numbers.md)\n- [2](lesson02_words.md)\n");
        fixture.write(&format!("{folder}/lesson01_numbers.md"), &numbers(title, sentence));
        fixture.write(&format!("{folder}/lesson02_words.md"), &words(title));
    }
    fixture.write(RESULT, "$ cargo run -p lesson01_numbers\nnumbers\nthe sum is 6 of 3\nend\n");
    std::fs::create_dir_all(fixture.path("handouts/img")).unwrap();
    std::fs::write(fixture.path("handouts/img/a.png"), PNG).unwrap();
    let solutions = fixture.read("lesson01_numbers/src/solutions.rs");
    let marked = solutions.replacen("/// The sum", "// ANCHOR: sum\n/// The sum", 1);
    let marked = marked.replacen("\n/// The mean", "// ANCHOR_END: sum\n\n/// The mean", 1);
    fixture.write("lesson01_numbers/src/solutions.rs", &marked);
    for (language, title) in [("ko", "수와 낱말"), ("en", "Numbers & \"words\"")] {
        let about = format!("[book]\ntitle = '{title}'\nlanguage = \"{language}\"\nauthors = [\"A. Author\"]\n");
        fixture.write(&format!("handouts/{language}/book.toml"), &about);
    }
    fixture.course(&["handouts", "--accept", "all"]).succeeded();
    fixture
}

#[test]
fn handouts_in_order_are_accepted_once() {
    let fixture = fixture();
    assert_eq!(fixture.course(&["handouts", "--check"]).succeeded(), "2 handouts in Korean and English: all is well\n");
    assert_eq!(fixture.course(&["handouts", "--accept", "all"]).succeeded(), "0 sections marked as up to date\n");
}

#[test]
fn a_changed_korean_section_makes_its_translation_stale() {
    let fixture = fixture();
    fixture.replace(KO, "합은](../../img", "합이란](../../img");
    let message = fixture.course(&["handouts", "--check"]).failed(1);
    has(&message, &["handouts/en/src/lesson01_numbers.md:22:", "has changed since", "--accept lesson01_numbers#mean"]);
    assert_eq!(message.matches("error:").count(), 1, "{message}");
    assert_eq!(
        fixture.course(&["handouts", "--accept", "lesson01_numbers#mean"]).succeeded(),
        "1 section marked as up to date\n"
    );
    fixture.course(&["handouts", "--check"]).succeeded();
    // Blanks and line ends are no change.
    fixture.replace(KO, "합은 $n$ ", "합은  $n$\n");
    fixture.course(&["handouts", "--check"]).succeeded();
}

#[test]
fn a_section_without_a_mark_is_stale() {
    let fixture = fixture();
    let text = fixture.read(EN);
    let unmarked: Vec<&str> = text.lines().filter(|line| !line.contains("<!-- sync:")).collect();
    fixture.write(EN, &unmarked.join("\n"));
    let message = fixture.course(&["handouts", "--check"]).failed(1);
    assert_eq!(message.matches("found none").count(), 5, "{message}");
}

/// Each change in both languages, and what is said about it.
const MISTAKES: [(&str, &str, &str); 13] = [
    ("solutions.rs:sum", "solutions.rs:some", "expected a line `// ANCHOR: some`, found none"),
    ("solutions.rs:sum", "nowhere.rs", "expected to include the file"),
    ("```rs\n", "```rust\n", "with an include in `rs` only"),
    ("```rust\n#", "```rust,ignore\n#", "found code (rust,ignore)"),
    (
        "numbers.txt; the sum is",
        "numbers.txt; the product is",
        "expected one line with `the product is`, found 0 lines",
    ),
    ("numbers.txt; the sum is", "numbers.txt; the sum is; 3", "expected number 3 after `the sum is`"),
    ("numbers.txt; the sum}", "other.txt; the sum}", "expected to read the file"),
    ("numbers.txt; the sum}", "numbers.txt; the end}", "expected a line with `the end`, found none"),
    ("img/a.png", "img/b.png", "found no file ../../img/b.png"),
    ("\"70%\"", "\"wide\"", "found width `wide`"),
    ("(#mean)", "(#meaning)", "found `#meaning`"),
    ("{#largest}", "{#maximum}", "expected a heading with the id `largest`, which exercise 1-3 needs"),
    (
        "### {{#exercise 1-3}} {#exercise-1-3}",
        "",
        "expected a heading with the id `exercise-1-3`, the task of exercise 1-3",
    ),
];

#[test]
fn everything_that_is_missing_is_named() {
    for (from, to, said) in MISTAKES {
        let fixture = fixture();
        for path in [KO, EN] {
            fixture.replace(path, from, to);
        }
        fixture.course(&["handouts", "--accept", "all"]).succeeded();
        let message = fixture.course(&["handouts", "--check"]).failed(1);
        assert!(message.contains(said), "{from} -> {to}: expected {said:?} in\n{message}");
        assert!(message.contains(KO) && message.contains(EN), "{from} -> {to}: both languages in\n{message}");
    }
}

/// Each change in English only, and what is said about it.
const DIFFERENCES: [(&str, &str, &str); 7] = [
    (
        "s = \\sum_i x_i",
        "s = \\sum_k x_k",
        "expected formula `s = \\sum_i x_i` as in Korean, found formula `s = \\sum_k x_k`",
    ),
    ("$n$", "$m$", "formulas within sentences, sorted: expected `n`"),
    ("1 + 1", "2 + 0", "expected code (rust)"),
    ("\"70%\"", "\"60%\"", "expected figure ../../img/a.png of width 70%"),
    ("> [!NOTE]", "> [!TIP]", "expected note of kind Note"),
    (
        "### {{#exercise 1-3}} {#exercise-1-3}",
        "### {{#exercise 1-2}} {#exercise-1-3}",
        "directives: expected `exercise 1-3`",
    ),
    ("{#largest}", "{#maximum}", "heading 4: expected `h2 largest` as in Korean, found `h2 maximum`"),
];

#[test]
fn languages_that_differ_are_named() {
    for (from, to, said) in DIFFERENCES {
        let fixture = fixture();
        fixture.replace(EN, from, to);
        let message = fixture.course(&["handouts", "--check"]).failed(1);
        assert!(message.contains(said), "{from} -> {to}: expected {said:?} in\n{message}");
    }
}

#[test]
fn only_sections_that_are_there_can_be_accepted() {
    let fixture = fixture();
    let run = |place: &str| fixture.course(&["handouts", "--accept", place]).failed(2);
    has(&run("lesson09"), &["--accept: expected all, or one of lesson01_numbers, lesson02_words, found `lesson09`"]);
    has(&run("lesson01_numbers#no"), &["expected one of the sections lesson01_numbers, sum, mean", "found `no`"]);
}
