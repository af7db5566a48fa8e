//! Every mistake in a manifest is named, by every command.

use crate::support::{Fixture, has};

const NUMBERS: &str = "lesson01_numbers/exercises.toml";

/// Two exercises in which all is wrong, one in which most is missing, and a table that belongs to none.
const WRONG: &str = r#"
[[exercise]]
id = "1-1"
title = { en = "Sum", ko = " ", de = "Summe" }
kind = "corn"
minutes = 0
points = -10
tests = ["ex_1_2_sum", "ex_1_1_sum_of_none"]
handout = 3
hints.en = ["one", "two"]
hints.ko = ["하나", "둘", "셋"]
level = 3

[[exercise]]
id = "4-1"
title = "Mean"
minutes = "ten"
tests = []
hints.en = ["one"]
hints.ko = ["하나", "", "셋"]

[[exercise]]
title = { en = "Nothing", ko = "없음" }

[extra]
a = 1
"#;

#[test]
fn each_mistake_is_named_with_its_exercise() {
    let fixture = Fixture::new();
    fixture.write(NUMBERS, WRONG);
    let message = fixture.course(&["list"]).failed(1);
    for part in [
        "1-1: title: expected the languages en and ko, found `de`",
        "1-1: title.ko: expected a text, found an empty text",
        "1-1: kind: expected \"core\" or \"stretch\", found \"corn\"",
        "1-1: minutes: expected a whole number above 0, found 0",
        "1-1: points: expected a whole number above 0, found -10",
        "1-1: tests: expected names that begin with `ex_1_1_`, found `ex_1_2_sum`",
        "1-1: handout: expected a text, found 3",
        "1-1: hints: expected as many in both languages, found 2 in en and 3 in ko",
        "1-1: level: expected one of handout, hints, id, kind, minutes, points, tests, title, found a field of this name",
        "4-1: id: expected an id of lesson 1, found `4-1`",
        "4-1: title.en: expected a text, found none",
        "4-1: kind: expected a text, found none",
        "4-1: minutes: expected a whole number above 0, found \"ten\"",
        "4-1: points: expected a whole number above 0, found none",
        "4-1: tests: expected 1 or more texts, found 0",
        "4-1: hints.en: expected 2 to 3 texts, found 1",
        "4-1: hints.ko: expected texts that are not empty, found 1 that are none",
        "exercise 3 of the file: id: expected a text, found none",
        "exercises.toml: expected nothing but [[exercise]] tables, found `extra`",
    ] {
        has(&message, &[&format!("{part}\n  help: ")]);
    }
    assert_eq!(message.matches("error: ").count(), message.matches("\n  help: ").count());
    assert_eq!(fixture.course(&["grade"]).failed(1), message);
}

#[test]
fn ids_are_unique_and_manifests_are_there() {
    let fixture = Fixture::new();
    let manifest = fixture.read(NUMBERS);
    fixture.replace(NUMBERS, "id = \"1-2\"", "id = \"1-1\"");
    has(
        &fixture.course(&["next"]).failed(1),
        &["1-1: id: expected an id of its own, found `1-1` once more", "`ex_1_2_mean`"],
    );
    fixture.write(NUMBERS, "[[exercise]\nid = 1");
    has(
        &fixture.course(&["next"]).failed(1),
        &["lesson01_numbers/exercises.toml: expected a file in the TOML format, found", "line 1"],
    );
    fixture.write(NUMBERS, "");
    has(&fixture.course(&["next"]).failed(1), &["lesson01_numbers/exercises.toml: expected exercises, found none"]);
    std::fs::remove_file(fixture.path(NUMBERS)).unwrap();
    let message = fixture.course(&["grade"]).failed(1);
    has(
        &message,
        &["lesson01_numbers/exercises.toml: expected the manifest of the exercises, found none", "put it back"],
    );

    // A member whose name has no number may have any; then the ids of two lessons can meet.
    fixture.write(NUMBERS, &manifest);
    fixture.replace("lesson02_words/Cargo.toml", "lesson02_words", "words");
    for (from, to) in [("2-1", "1-1"), ("ex_2_1_words", "ex_1_1_words")] {
        fixture.replace("lesson02_words/exercises.toml", from, to);
    }
    has(
        &fixture.course(&["list"]).failed(1),
        &["words/exercises.toml: 1-1: expected an id of its own, found the same id in lesson01_numbers"],
    );
}
