//! `handouts`: web pages and printable pages, with the theme and the fonts of the course.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::handouts_check::fixture as handouts;
use crate::support::{Fixture, Run, copy, has};

const BOOK: &str = "deep-learning-in-rust";
const KO: &str = "handouts/ko/src/lesson01_numbers.md";

/// The root of the course.
fn course() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A workspace with handouts and what is needed to render them; with the course's `.venv`, if it has one.
pub fn fixture() -> Fixture {
    let fixture = handouts();
    for folder in ["theme", "fonts"] {
        copy(&course().join("handouts").join(folder), &fixture.path(&format!("handouts/{folder}")));
    }
    #[cfg(unix)]
    if course().join(".venv").exists() {
        std::os::unix::fs::symlink(course().join(".venv"), fixture.path(".venv")).unwrap();
    }
    fixture
}

/// Whether it ended because pandoc or typst is not installed here. Then it must say what to type.
pub fn lacks_tools(run: &Run) -> bool {
    let lacks = run.stderr.contains("or newer, in PATH or in .venv, found");
    if lacks {
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{}", run.stderr);
        has(&run.stderr, &["python3 -m venv .venv\n", ".venv/bin/pip install pypandoc_binary==1.17 typst==0.15.2"]);
    }
    lacks
}

fn names(fixture: &Fixture) -> Vec<String> {
    let all = fixture.files().into_keys();
    let below = |path: PathBuf| Some(path.strip_prefix(fixture.path("output/handouts")).ok()?.display().to_string());
    all.filter_map(below).collect()
}

#[test]
fn both_languages_become_pages_that_need_nothing_else() {
    let fixture = fixture();
    let run = fixture.course(&["handouts"]);
    if lacks_tools(&run) {
        return;
    }
    let table = run.succeeded();
    let mut expected = Vec::new();
    for language in ["en", "ko"] {
        for name in [BOOK, "lesson01_numbers", "lesson02_words"] {
            expected.extend(["html", "pdf"].map(|ending| format!("{language}/{name}.{ending}")));
        }
    }
    assert_eq!(names(&fixture), expected);
    expected.iter().for_each(|name| has(&table, &[&format!("output/handouts/{name}")]));
    let pages = |name: &str| {
        let line = table.lines().find(|line| line.contains(name)).unwrap();
        line.split_whitespace().last().unwrap().parse::<u32>().unwrap()
    };
    assert_eq!((pages("ko/lesson01_numbers.pdf"), pages("ko/lesson02_words.pdf")), (2, 1));
    // After a title and the contents.
    assert_eq!(pages("ko/deep-learning-in-rust.pdf"), 5);

    let page = fixture.read("output/handouts/ko/lesson01_numbers.html");
    has(
        &page,
        &[
            "<html lang=\"ko\">",
            "<title>수 – 수와 낱말</title>",
            "<h1 id=\"lesson01_numbers\">수</h1>",
            "<a href=\"#sum\"",
            "<math display=\"block\"",
            "data:image/png;base64,",
            "<strong>그림 1.1</strong>",
            "width: 70%",
            "class=\"note alert\"",
            "참고",
            "<span class=\"command\">$ cargo run -p lesson01_numbers</span>",
            "href=\"lesson02_words.html#words\"",
            "class=\"sourceCode rust\"",
            "word-break: keep-all",
        ],
    );
    ["let hidden", "{{#", "<script", "src=\"http", "<link", "sync:"]
        .iter()
        .for_each(|text| assert!(!page.contains(text), "{text} in\n{page}"));
    let book = fixture.read("output/handouts/en/deep-learning-in-rust.html");
    has(
        &book,
        &[
            "<title>Numbers &amp; &quot;words&quot;</title>",
            "id=\"lesson01_numbers-sum\"",
            "href=\"#lesson02_words-words\"",
            "<strong>Figure 1.1</strong>",
            "content=\"A. Author\"",
        ],
    );
    // No dates: once more, the same bytes.
    let before = fixture.files();
    fixture.course(&["handouts"]).succeeded();
    assert!(before == fixture.files(), "a second run gave other files");
}

#[test]
fn some_lessons_in_one_language_and_format() {
    let fixture = fixture();
    let run = fixture.course(&["handouts", "--lang", "en", "--format", "html", "lesson02_words"]);
    if lacks_tools(&run) {
        return;
    }
    run.succeeded();
    assert_eq!(names(&fixture), ["en/lesson02_words.html"]);
    let unknown = fixture.course(&["handouts", "lesson9"]).failed(2);
    has(&unknown, &["LESSON: expected one of lesson01_numbers, lesson02_words, found `lesson9`"]);
    assert_eq!(fixture.course(&["handouts", "--format", "odt"]).code, Some(2));
    assert_eq!(fixture.course(&["handouts", "--check", "lesson02_words"]).code, Some(2));
}

#[test]
fn what_cannot_be_rendered_is_named_and_keeps_the_old_file() {
    let fixture = fixture();
    let render = || fixture.course(&["handouts", "--lang", "ko", "lesson01_numbers"]);
    let run = render();
    if lacks_tools(&run) {
        return;
    }
    run.succeeded();
    let before = fixture.files();
    fixture.replace(KO, "s = \\sum_i x_i", "s = \\fraf{1}");
    has(
        &render().failed(1),
        &[
            "output/handouts/ko/lesson01_numbers.html: expected a text that pandoc can convert",
            "unexpected control sequence \\fraf",
        ],
    );
    fixture.replace(KO, "s = \\fraf{1}", "s = \\sum_i x_i");
    fixture.replace(KO, "합은", "합은 $n");
    has(&render().failed(1), &["a dollar sign outside of a formula: $n"]);
    fixture.replace(KO, "합은 $n", "합은 \u{1f431}");
    has(
        &fixture.course(&["handouts", "--lang", "ko", "--format", "pdf", "lesson01_numbers"]).failed(1),
        &["output/handouts/ko/lesson01_numbers.pdf: expected a text that typst can set", "could not be displayed"],
    );
    fixture.replace(KO, "합은 \u{1f431}", "합은");
    fixture.replace(KO, "{{#value numbers.txt; the sum is}}", "{{#value numbers.txt; the product is}}");
    has(&render().failed(1), &["handouts/ko/src/lesson01_numbers.md:3", "the product is"]);
    fixture.replace(KO, "{{#value numbers.txt; the product is}}", "{{#value numbers.txt; the sum is}}");
    assert!(before == fixture.files(), "a failed run changed files");

    fs::remove_dir_all(fixture.path("output")).unwrap();
    fixture.write("output/handouts", "a file in the way");
    has(&render().failed(1), &["expected to write the file"]);
}

#[test]
fn missing_tools_are_named_with_what_to_type() {
    let fixture = handouts();
    let nowhere = tempfile::tempdir().unwrap();
    let alone = |arguments: &[&str]| -> Run {
        let mut command: Command = fixture.command_in("", arguments);
        // Cargo itself is called by its path.
        let cargo = std::env::var_os("CARGO").expect("these tests are run by cargo");
        command.env("PATH", nowhere.path()).env("CARGO", cargo).output().unwrap().into()
    };
    let both = alone(&["handouts"]);
    assert!(lacks_tools(&both));
    let expected = "error: pandoc: expected version 3.9 or newer, in PATH or in .venv, found none\n\
                    error: typst: expected version 0.15 or newer, in PATH or in .venv, found none\n  help: type\n    python3 -m venv .venv\n";
    assert!(both.stderr.starts_with(expected), "{}", both.stderr);
    let html = alone(&["handouts", "--format", "html"]);
    assert!(lacks_tools(&html) && !html.stderr.contains("error: typst"), "{}", html.stderr);
    assert!(names(&fixture).is_empty());

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fixture.write(".venv/bin/pandoc", "#!/bin/sh\necho pandoc 2.17.1.1\n");
        fs::set_permissions(fixture.path(".venv/bin/pandoc"), fs::Permissions::from_mode(0o755)).unwrap();
        let old = alone(&["handouts", "--format", "html"]);
        assert!(lacks_tools(&old) && old.stderr.contains("found version 2.17"), "{}", old.stderr);
    }
}
