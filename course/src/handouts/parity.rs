//! Compares the two languages of a handout: same headings, figures, formulas, code, tables and directives.

use crate::error::Error;
use crate::handouts::chapter::Chapter;
use crate::handouts::outline::{Part, outline};

/// Everything in which the twin differs from its source, except for the sentences.
pub fn differences(source: &Chapter, twin: &Chapter) -> Vec<Error> {
    let [sources, twins] = [source, twin].map(|chapter| outline(&chapter.text));
    let headings = |parts: &[Part]| {
        let heading = |part: &Part| format!("{} {}", part.level, part.id.as_deref().unwrap_or("without an id"));
        parts.iter().map(heading).collect::<Vec<_>>()
    };
    let place = |line: usize| format!("{}:{line}", twin.shown.display());
    if let Some((k, expected, found)) = first_difference(&headings(&sources), &headings(&twins)) {
        let line = twins.get(k).map_or(1, |part| part.line);
        return vec![error(&place(line), &format!("heading {}", k + 1), expected, found)];
    }
    sources.iter().zip(&twins).flat_map(|(source, twin)| of_part(source, twin, &place(twin.line))).collect()
}

fn of_part(source: &Part, twin: &Part, place: &str) -> Vec<Error> {
    let blocks = |part: &Part| part.blocks.clone();
    let mut errors = Vec::new();
    let (ours, theirs) = (blocks(source), blocks(twin));
    if let Some(k) = (0..ours.len().max(theirs.len())).find(|&k| ours.get(k) != theirs.get(k)) {
        let words = |blocks: &[crate::handouts::outline::Block]| blocks.get(k).map(|block| block.words());
        let text = |words: Option<String>| words.unwrap_or_else(|| "none".to_owned());
        errors.push(error(place, &format!("block {}", k + 1), text(words(&ours)), text(words(&theirs))));
    }
    if let Some((_, expected, found)) = first_difference(&source.directives, &twin.directives) {
        errors.push(error(place, "directives", expected, found));
    }
    let list = |part: &Part| part.formulas.iter().cloned().collect::<Vec<_>>();
    if let Some((_, expected, found)) = first_difference(&list(source), &list(twin)) {
        errors.push(error(place, "formulas within sentences, sorted", expected, found));
    }
    errors
}

fn first_difference(ours: &[String], theirs: &[String]) -> Option<(usize, String, String)> {
    let k = (0..ours.len().max(theirs.len())).find(|&k| ours.get(k) != theirs.get(k))?;
    let text = |list: &[String]| list.get(k).map_or_else(|| "none".to_owned(), |item| format!("`{item}`"));
    Some((k, text(ours), text(theirs)))
}

fn error(place: &str, what: &str, expected: String, found: String) -> Error {
    let error = Error::about(format!("{place}: {what}")).expected(format!("{expected} as in Korean")).found(found);
    error.help("bring the two languages in step")
}
