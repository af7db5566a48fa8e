//! `{{#include FILE:ANCHOR}}`: the lines of a source file between `// ANCHOR: name` and `// ANCHOR_END: name`.

use std::path::Path;

use crate::error::{Error, Result};
use crate::files;
use crate::workspace::Workspace;

/// The lines that a place names, without common indentation; the whole file if it names no anchor. Lines that mark
/// anchors are left out. `folder` is that of the handout.
///
/// # Errors
/// If the file or the anchor is missing, occurs twice, or has no end.
pub fn excerpt(workspace: &Workspace, folder: &Path, place: &str) -> Result<String> {
    let (file, anchor) = place.split_once(':').map_or((place, None), |(file, anchor)| (file, Some(anchor)));
    let path = folder.join(file);
    let path = path.canonicalize().map_err(|error| Error::io(&path, "include the file", &error))?;
    let text = files::read(&path)?;
    let lines: Vec<&str> = match anchor {
        Some(anchor) => {
            between(&text, anchor).map_err(|error| error(Error::about(workspace.shown(&path).display()), anchor))?
        }
        None => text.lines().collect(),
    };
    Ok(without_indentation(lines.into_iter().filter(|line| marker(line).is_none()).collect()))
}

type Mistake = fn(Error, &str) -> Error;

fn between<'a>(text: &'a str, anchor: &str) -> Result<Vec<&'a str>, Mistake> {
    let of_kind = |kind| {
        let is_it = move |(_, line): &(usize, &str)| marker(line) == Some((kind, anchor));
        text.lines().enumerate().filter(is_it).map(|(k, _)| k).collect::<Vec<_>>()
    };
    let (starts, ends) = (of_kind(Marker::Start), of_kind(Marker::End));
    match (&starts[..], &ends[..]) {
        ([], _) => Err(|error, anchor| {
            error
                .expected(format!("a line `// ANCHOR: {anchor}`"))
                .found("none")
                .help("mark the lines that the handout shows, or correct the name in the handout")
        }),
        (&[start], &[end]) if start + 1 < end => Ok(text.lines().take(end).skip(start + 1).collect()),
        _ => Err(|error, anchor| {
            error
                .expected(format!("one anchor `{anchor}`, lines, and one `// ANCHOR_END: {anchor}` below"))
                .found("anchors that do not match")
                .help("let each anchor begin once and end once")
        }),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    Start,
    End,
}

/// What an anchor line says.
fn marker(line: &str) -> Option<(Marker, &str)> {
    let comment = line.trim().strip_prefix("//").or_else(|| line.trim().strip_prefix('#'))?.trim();
    let start = comment.strip_prefix("ANCHOR: ").map(|name| (Marker::Start, name));
    start.or_else(|| comment.strip_prefix("ANCHOR_END: ").map(|name| (Marker::End, name)))
}

fn without_indentation(lines: Vec<&str>) -> String {
    let indent = |line: &&&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or(0);
    let text: Vec<&str> = lines.iter().map(|line| line.get(common..).unwrap_or_default()).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "fn a() {\n    // ANCHOR: body\n    let x = 1;\n    // ANCHOR: inner\n\n        x\n    // ANCHOR_END: inner\n    // ANCHOR_END: body\n}\n// ANCHOR: open\n";

    fn lines(anchor: &str) -> Option<String> {
        let lines = between(TEXT, anchor).ok()?;
        Some(without_indentation(lines.into_iter().filter(|line| marker(line).is_none()).collect()))
    }

    #[test]
    fn anchors_may_lie_in_each_other() {
        assert_eq!(lines("body").as_deref(), Some("let x = 1;\n\n    x"));
        assert_eq!(lines("inner").as_deref(), Some("x"));
    }

    #[test]
    fn missing_and_open_anchors_are_mistakes() {
        assert_eq!(lines("bod"), None);
        assert_eq!(lines("open"), None);
    }
}
