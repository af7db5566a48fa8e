//! `mdbook`: the protocol of mdBook's preprocessors.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::handouts_render::{fixture, lacks_tools};
use crate::support::{Fixture, Run, has};

fn with_input(mut command: Command, input: &str) -> Run {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

fn mdbook(fixture: &Fixture, input: &str) -> Run {
    // As mdBook starts it.
    with_input(fixture.command_in("handouts/ko", &["mdbook"]), input)
}

/// What mdBook gives to a preprocessor, with the chapters under this name.
fn book(items: &str) -> Value {
    let chapter = |name: &str, path: Value, below: Value| {
        json!({"Chapter": {"name": name, "content": "as on disk", "number": [1], "sub_items": below, "path": path,
                           "source_path": path, "parent_names": []}})
    };
    let words = chapter("낱말", json!("lesson02_words.md"), json!([]));
    let numbers = chapter("수", json!("lesson01_numbers.md"), json!([words]));
    let draft = chapter("draft", Value::Null, json!([]));
    let context = json!({"root": "anywhere", "config": {"book": {"language": "ko", "title": "수와 낱말"}},
                         "renderer": "html", "mdbook_version": "0.5.4"});
    json!([context, {items: [{"PartTitle": "1"}, numbers, "Separator", draft], "__non_exhaustive": null}])
}

#[test]
fn it_supports_html_only() {
    let fixture = fixture();
    assert_eq!(fixture.course(&["mdbook", "supports", "html"]).succeeded(), "");
    assert_eq!(fixture.course(&["mdbook", "supports", "epub"]).code, Some(1));
}

#[test]
fn chapters_get_the_text_of_the_handouts() {
    let fixture = fixture();
    for items in ["items", "sections"] {
        let before = book(items);
        let run = mdbook(&fixture, &before.to_string());
        if lacks_tools(&run) {
            return;
        }
        let mut after: Value = serde_json::from_str(&run.succeeded()).unwrap();
        let numbers = &mut after[items][1]["Chapter"];
        let text = numbers["content"].as_str().unwrap().to_owned();
        has(
            &text,
            &[
                "# 수 {#lesson01_numbers}\n",
                "<math display=\"inline\"",
                "<math display=\"block\"",
                "<mi>n</mi>",
                " 6.",
                "pub fn sum(",
                "the sum is 6 of 3",
                "<img src=\"data:image/png;base64,",
                "style=\"width: 70%\"",
                "**그림 1.1** 합은\n\n</figcaption>",
                "> [!NOTE]\n> [합은](#mean), [합은](lesson02_words.md#words)",
                "### 연습 1-1. 합 (필수, 5분, 10점) {#exercise-1-1}",
            ],
        );
        ["let hidden", "{{#", "$n$", "annotation", "![", "$$"]
            .iter()
            .for_each(|part| assert!(!text.contains(part), "{part} in\n{text}"));
        let words = numbers["sub_items"][0]["Chapter"]["content"].as_str().unwrap();
        has(words, &["## a {#words}", "연습 2-2"]);
        // Nothing else is changed.
        numbers["content"] = json!("as on disk");
        numbers["sub_items"][0]["Chapter"]["content"] = json!("as on disk");
        assert_eq!(after, before[1]);
    }
}

#[test]
fn what_is_wrong_goes_to_standard_error() {
    let fixture = fixture();
    has(&mdbook(&fixture, "no book").failed(1), &["standard input: expected a book, as mdBook gives it"]);
    has(&mdbook(&fixture, "[{}, {\"items\": []}]").failed(1), &["found the language of nothing"]);
    let empty = "[{\"config\": {\"book\": {\"language\": \"ko\"}}}, {}]";
    has(&mdbook(&fixture, empty).failed(1), &["neither items nor sections"]);
    fixture.replace("handouts/ko/src/lesson01_numbers.md", "the sum is", "nothing");
    let run = mdbook(&fixture, &book("items").to_string());
    if !lacks_tools(&run) {
        has(&run.failed(1), &["handouts/ko/src/lesson01_numbers.md:3"]);
    }
}
