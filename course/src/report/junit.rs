//! The results as JUnit XML: a test suite for each lesson. It follows the schema of Ant's JUnit task, which is the
//! strictest in use; Jenkins and GitLab read it too.

use std::io;
use std::time::Duration;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Grading;
use crate::run::{Outcome, TestOutcome};
use crate::verdict::Verdict;

/// The results as XML.
#[expect(clippy::expect_used, reason = "memory takes all bytes, and the writer gives text")]
pub fn report(grading: &Grading<'_>) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut writer, grading).expect("memory takes all bytes");
    let text = String::from_utf8(writer.into_inner()).expect("made of texts");
    format!("{text}\n")
}

fn write(writer: &mut Writer<Vec<u8>>, grading: &Grading<'_>) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let suites = writer.create_element("testsuites");
    suites.write_inner_content(|writer| {
        let lessons = grading.outcomes.chunk_by(|a, b| a.lesson.name == b.lesson.name);
        lessons.enumerate().try_for_each(|(k, outcomes)| suite(writer, grading, k, outcomes))
    })?;
    Ok(())
}

#[expect(clippy::indexing_slicing, reason = "a chunk has a first element")]
fn suite(writer: &mut Writer<Vec<u8>>, grading: &Grading<'_>, id: usize, outcomes: &[Outcome<'_>]) -> io::Result<()> {
    let tests = || outcomes.iter().flat_map(|outcome| &outcome.tests);
    let count = |kind: Option<&str>| tests().filter(|test| element_of(&test.verdict) == kind).count().to_string();
    let time = tests().map(|test| test.time).sum();
    let date = humantime::format_rfc3339_seconds(grading.date).to_string();
    let attributes = [
        ("id", id.to_string()),
        ("name", outcomes[0].lesson.name.clone()),
        ("package", outcomes[0].lesson.name.clone()),
        ("hostname", "localhost".to_owned()),
        ("timestamp", date.trim_end_matches('Z').to_owned()),
        ("tests", tests().count().to_string()),
        ("failures", count(Some("failure"))),
        ("errors", count(Some("error"))),
        ("time", seconds(time)),
    ];
    let suite = writer.create_element("testsuite").with_attributes(pairs(&attributes));
    suite.write_inner_content(|writer| {
        writer.create_element("properties").write_empty()?;
        for outcome in outcomes {
            for test in &outcome.tests {
                case(writer, outcome, test)?;
            }
        }
        let printed: Vec<String> = tests().filter(|test| !test.printed.is_empty()).map(super::report_of).collect();
        writer.create_element("system-out").write_text_content(BytesText::new(&allowed(&printed.join("\n"))))?;
        writer.create_element("system-err").write_text_content(BytesText::new(""))?;
        Ok(())
    })?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, outcome: &Outcome<'_>, test: &TestOutcome) -> io::Result<()> {
    let class = format!("{}.{}", outcome.lesson.name, outcome.exercise.id);
    let attributes = [("classname", class), ("name", test.name.clone()), ("time", seconds(test.time))];
    let case = writer.create_element("testcase").with_attributes(pairs(&attributes));
    let Some(element) = element_of(&test.verdict) else {
        case.write_empty()?;
        return Ok(());
    };
    let explanation = allowed(&test.verdict.explanation());
    let first = explanation.lines().next().unwrap_or_default().to_owned();
    let attributes = [("message", first), ("type", test.verdict.word().to_owned())];
    case.write_inner_content(|writer| {
        let element = writer.create_element(element).with_attributes(pairs(&attributes));
        element.write_text_content(BytesText::new(&explanation))?;
        Ok(())
    })?;
    Ok(())
}

/// A failure is an answer that a test refused, an error everything that kept the test from judging.
fn element_of(verdict: &Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Passed => None,
        Verdict::NotStarted { .. } | Verdict::Failed(_) => Some("failure"),
        _ => Some("error"),
    }
}

fn pairs<'a>(attributes: &'a [(&'a str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str()))
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// The text without the characters that XML forbids, such as the escape that begins a colour.
fn allowed(text: &str) -> String {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' }).collect()
}
