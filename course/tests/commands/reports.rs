//! The files that `grade` writes for other programs.

use std::fs;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::support::Fixture;

/// Grades a workspace with an exercise of every state, and gives the three files.
fn graded() -> (Value, String, Value) {
    let fixture = Fixture::new();
    fixture.solve(&["1-1"]);
    fixture.answer("1-2: mean", "{ println!(\"<b>&\\x1b[1m\\x07]]>{}\", \"가\".repeat(2000)); Some(2.0) }");
    fixture.answer("1-3: largest", "std::process::abort()");
    fixture.write("lesson02_words/src/exercises.rs", "fn count_words(");
    let files = ["out/결과.json", "out/junit.xml", "out/results.json"];
    let arguments = ["grade", "--json", files[0], "--junit", files[1], "--gradescope", files[2]];
    fixture.course(&arguments).succeeded();
    let json = |file: &str| serde_json::from_str(&fixture.read(file)).unwrap();
    (json(files[0]), fixture.read(files[1]), json(files[2]))
}

#[test]
fn the_three_formats_have_the_fields_that_their_readers_need() {
    let (json, junit, gradescope) = graded();
    exercism(&json);
    suites(&junit);
    results(&gradescope);
}

/// The names of an object's fields, in the order of the alphabet.
fn fields(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Fields that Exercism's `results.json` knows, and the points.
fn assert_known_fields(json: &Value) {
    assert_eq!(fields(json), ["max_score", "score", "status", "tasks", "tests", "version"]);
    for task in json["tasks"].as_array().unwrap() {
        let names = ["id", "kind", "lesson", "max_score", "score", "state", "status", "task_id", "title"];
        assert_eq!(fields(task), names);
    }
    for test in json["tests"].as_array().unwrap() {
        let mut names = fields(test);
        names.retain(|name| !["message", "output"].contains(name));
        assert_eq!(names, ["name", "status", "task_id", "test_code", "verdict"]);
        assert!(
            test["output"].as_str().is_none_or(|output| output.chars().count() <= 500),
            "the longest that is allowed"
        );
    }
}

fn exercism(json: &Value) {
    assert_known_fields(json);
    assert_eq!((&json["version"], &json["status"]), (&3.into(), &"fail".into()));
    assert_eq!((&json["score"], &json["max_score"], &json["message"]), (&10.into(), &50.into(), &Value::Null));
    let tests = json["tests"].as_array().unwrap();
    let told: Vec<(&str, u64, &str, &str)> = tests
        .iter()
        .map(|test| {
            let text = |field: &str| test[field].as_str().unwrap();
            (text("name"), test["task_id"].as_u64().unwrap(), text("status"), text("verdict"))
        })
        .collect();
    let expected = [
        ("ex_1_1_sum_of_three", 1, "pass", "passed"),
        ("ex_1_1_sum_of_none", 1, "pass", "passed"),
        ("ex_1_2_mean", 2, "fail", "failed"),
        ("ex_1_3_largest", 3, "fail", "aborted"),
        ("ex_1_3_smallest", 3, "fail", "not started"),
        ("ex_2_1_words", 4, "error", "does not compile"),
        ("ex_2_2_counts", 5, "error", "does not compile"),
    ];
    assert_eq!(told, expected);
    assert!(tests[0]["message"].is_null() && tests[0]["output"].is_null());
    assert!(tests[0]["test_code"].as_str().unwrap().contains("assert_eq!(sum(&[1, 2, 3]), 6"), "{tests:?}");
    assert!(tests[2]["message"].as_str().unwrap().contains("left: Some(2.0)"), "{tests:?}");
    assert!(tests[2]["output"].as_str().unwrap().starts_with("<b>&"), "{tests:?}");
    let tasks = json["tasks"].as_array().unwrap();
    let scores: Vec<_> =
        tasks.iter().map(|task| (task["id"].as_str().unwrap(), task["score"].as_u64().unwrap())).collect();
    assert_eq!(scores, [("1-1", 10), ("1-2", 0), ("1-3", 0), ("2-1", 0), ("2-2", 0)]);
}

/// The value of an attribute that must be there.
fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let found = element.attributes().map(Result::unwrap).find(|attribute| attribute.key.as_ref() == name);
    let found = found.unwrap_or_else(|| panic!("no {name}"));
    found.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap().into_owned()
}

/// In the order that the schema of Ant's JUnit task asks for: suites with their tests, failures and errors; cases; what
/// went wrong with the case above.
const SUITES: [&str; 20] = [
    "lesson01_numbers 5 2 1",
    "properties",
    "lesson01_numbers.1-1 ex_1_1_sum_of_three",
    "lesson01_numbers.1-1 ex_1_1_sum_of_none",
    "lesson01_numbers.1-2 ex_1_2_mean",
    "failure failed",
    "lesson01_numbers.1-3 ex_1_3_largest",
    "error aborted",
    "lesson01_numbers.1-3 ex_1_3_smallest",
    "failure not started",
    "system-out",
    "system-err",
    "lesson02_words 2 0 2",
    "properties",
    "lesson02_words.2-1 ex_2_1_words",
    "error does not compile",
    "lesson02_words.2-2 ex_2_2_counts",
    "error does not compile",
    "system-out",
    "system-err",
];

fn suites(junit: &str) {
    assert!(!junit.contains(['\x1b', '\x07']), "characters that XML forbids: {junit}");
    let mut reader = Reader::from_str(junit);
    let mut told = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "testsuite" => {
                    let counts = ["tests", "failures", "errors"].map(|name| attribute(&element, name)).join(" ");
                    told.push(format!("{} {counts}", attribute(&element, "name")));
                    let time = attribute(&element, "timestamp");
                    assert_eq!((time.len(), &time[10..11]), (19, "T"), "{time}");
                    for name in ["package", "hostname"] {
                        assert!(!attribute(&element, name).is_empty());
                    }
                    assert!(attribute(&element, "id").parse::<u32>().is_ok());
                    assert!(attribute(&element, "time").parse::<f64>().is_ok());
                }
                "testcase" => {
                    told.push(format!("{} {}", attribute(&element, "classname"), attribute(&element, "name")))
                }
                kind @ ("failure" | "error") => {
                    told.push(format!("{} {}", kind, attribute(&element, "type")));
                }
                "testsuites" => {}
                other => told.push(other.to_owned()),
            },
            _ => {}
        }
    }
    assert_eq!(told, SUITES);
}

fn results(json: &Value) {
    assert_eq!(
        (&json["score"], &json["visibility"], &json["stdout_visibility"]),
        (&10.into(), &"visible".into(), &"hidden".into())
    );
    assert!(json["execution_time"].is_u64());
    assert_eq!(fields(json), ["execution_time", "output", "score", "stdout_visibility", "tests", "visibility"]);
    let tests = json["tests"].as_array().unwrap();
    assert_eq!(tests.len(), 5);
    for test in tests {
        let (score, max) = (test["score"].as_u64().unwrap(), test["max_score"].as_u64().unwrap());
        assert!(score == 0 || score == max, "{test}");
        assert_eq!(test["status"], if score > 0 { "passed" } else { "failed" }, "{test}");
        assert!(test["tags"].is_array() && test["visibility"] == "visible", "{test}");
        assert_eq!(fields(test), ["max_score", "name", "number", "output", "score", "status", "tags", "visibility"]);
    }
    assert_eq!((&tests[0]["name"], &tests[0]["number"]), (&"1-1: Sum".into(), &"1-1".into()));
    assert!(tests[1]["output"].as_str().unwrap().contains("the mean of 1 and 2"), "{tests:?}");
    let error = tests[3]["output"].as_str().unwrap();
    assert!(error.starts_with("does not compile\nerror: "), "{error}");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let fixture = Fixture::new();
    fs::create_dir(fixture.path("folder")).unwrap();
    let message = fixture.course(&["grade", "--json", "folder"]).failed(1);
    assert!(message.contains("folder: expected a place for a file, found a folder"), "{message}");
    fixture.write("file", "");
    let message = fixture.course(&["grade", "--junit", "file/junit.xml"]).failed(1);
    assert!(message.contains("file/junit.xml: expected to write the file"), "{message}");
}
