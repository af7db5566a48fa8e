//! Keeps the English handouts in step: each of their sections carries the hash of the Korean section that it translates.

use crate::error::{Error, Result};
use crate::files;
use crate::handouts::chapter::Chapter;
use crate::handouts::section::{Section, sections};

/// The hash in a line `<!-- sync: 1a2b3c4d -->`.
pub fn mark(line: &str) -> Option<&str> {
    line.trim().strip_prefix("<!-- sync:")?.strip_suffix("-->").map(str::trim)
}

/// The English sections whose Korean source has changed since they were accepted, or that were never accepted.
pub fn stale(source: &Chapter, twin: &Chapter) -> Vec<Error> {
    let sources = sections(&source.text);
    let is_stale = |section: &Section<'_>| {
        let current = sources.iter().find(|source| source.id == section.id)?.hash();
        let found = match mark_of(section) {
            Some(mark) if mark == current => return None,
            Some(mark) => format!("`{mark}`: the Korean section has changed since"),
            None => "none".to_owned(),
        };
        let place = format!("{}#{}", twin.name, section.id);
        let error = Error::about(format!("{}:{}", twin.shown.display(), section.line));
        let error = error.expected(format!("the mark of the Korean section, `{current}`")).found(found);
        Some(error.help(format!("translate what has changed, then run `cargo course handouts --accept {place}`")))
    };
    sections(&twin.text).iter().filter_map(is_stale).collect()
}

/// Marks English sections as translations of the Korean ones as they are now: all, or the one with this id. Returns how
/// many marks have changed.
///
/// # Errors
/// If there is no such section, or the file cannot be written.
pub fn accept(source: &Chapter, twin: &Chapter, id: Option<&str>) -> Result<usize> {
    let sources = sections(&source.text);
    let sections = sections(&twin.text);
    if let Some(id) = id.filter(|id| !sections.iter().any(|section| section.id == *id)) {
        let ids: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();
        let error = Error::argument("--accept").expected(format!("one of the sections {}", ids.join(", ")));
        return Err(error.found(format!("`{id}`")).help("write LESSON#SECTION"));
    }
    let mut text = twin.text.clone();
    let mut changed = 0;
    // From the end, so that the places before stay where they are.
    for section in sections.iter().rev().filter(|section| id.is_none_or(|id| id == section.id)) {
        let Some(current) = sources.iter().find(|source| source.id == section.id).map(Section::hash) else { continue };
        if mark_of(section) == Some(&current) {
            continue;
        }
        let length = marked_line(section).map_or(0, |line| line.len() + 1);
        text.replace_range(section.body..section.body + length, &format!("<!-- sync: {current} -->\n"));
        changed += 1;
    }
    if changed > 0 {
        files::write(&twin.path, text.as_bytes())?;
    }
    Ok(changed)
}

/// The line after the heading, if it is a mark.
fn marked_line<'a>(section: &Section<'a>) -> Option<&'a str> {
    section.text.lines().nth(1).filter(|line| mark(line).is_some())
}

fn mark_of<'a>(section: &Section<'a>) -> Option<&'a str> {
    marked_line(section).and_then(mark)
}
