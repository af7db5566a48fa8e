//! What the lessons' programs printed, as `cargo course record` keeps it in `handouts/results`: whole outputs, excerpts and
//! single numbers.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::files;
use crate::handouts::number;
use crate::workspace::Workspace;

/// The folder of the recorded results.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("handouts").join("results")
}

/// `{{#output FILE; FROM; TO}}`: the command, and the lines from the first that contains FROM to the next that contains TO;
/// `...` stands for what is left out. Without FROM all lines, without TO one line.
///
/// # Errors
/// If the file, or a line with one of the texts, is missing.
#[expect(clippy::indexing_slicing, reason = "there is a line behind the first, from which `last` was searched on")]
pub fn output(workspace: &Workspace, arguments: &[&str]) -> Result<String> {
    let (file, from, to) = match *arguments {
        [file] => (file, None, None),
        [file, from] => (file, Some(from), None),
        [file, from, to] => (file, Some(from), Some(to)),
        _ => return Err(wrong_arguments("output FILE; FROM; TO")),
    };
    let text = read(workspace, file)?;
    let Some(from) = from else { return Ok(text.trim_end().to_owned()) };
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let find = |after: usize, part: &str| {
        let position = lines.iter().skip(after).position(|line| line.contains(part)).map(|k| after + k);
        position.ok_or_else(|| {
            let error = Error::about(format!("handouts/results/{file}")).expected(format!("a line with `{part}`"));
            error.found("none").help("correct the text in the handout, or run `cargo course record`")
        })
    };
    let first = find(1, from)?;
    let last = to.map_or(Ok(first), |to| find(first + 1, to))?;
    let mut shown = vec![lines[0]];
    shown.extend((first > 1).then_some("..."));
    shown.extend(&lines[first..=last]);
    shown.extend((last + 1 < lines.len()).then_some("..."));
    Ok(shown.join("\n"))
}

/// `{{#value FILE; LABEL; N}}`: the N-th number (the first, if N is left out) after LABEL in the only line that contains it.
///
/// # Errors
/// If the file is missing, the label does not occur in exactly one line, or there are not so many numbers after it.
pub fn value(workspace: &Workspace, arguments: &[&str]) -> Result<String> {
    let (file, label, which) = match *arguments {
        [file, label] => (file, label, 1),
        [file, label, which] => match which.parse() {
            Ok(which @ 1..) => (file, label, which),
            _ => return Err(wrong_arguments("value FILE; LABEL; N")),
        },
        _ => return Err(wrong_arguments("value FILE; LABEL; N")),
    };
    let text = read(workspace, file)?;
    let about = || Error::about(format!("handouts/results/{file}"));
    let after: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once(label)?.1)).collect();
    let &[after] = &after[..] else {
        let found = format!("{} lines", after.len());
        return Err(about()
            .expected(format!("one line with `{label}`"))
            .found(found)
            .help("choose a label of one line"));
    };
    numbers(after).into_iter().nth(which - 1).map(str::to_owned).ok_or_else(|| {
        let error = about().expected(format!("number {which} after `{label}`")).found(format!("`{}`", after.trim()));
        error.help("choose a label that stands before the number")
    })
}

fn read(workspace: &Workspace, file: &str) -> Result<String> {
    files::read(&folder(workspace).join(file))
}

fn wrong_arguments(usage: &str) -> Error {
    let error = Error::about("directive").expected(format!("`{{{{#{usage}}}}}`")).found("other arguments");
    error.help("separate them by `;`")
}

/// The numbers of a text, each with its sign and a per cent sign that follows.
#[expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "`k` is below the length, and at a digit, which is one byte long"
)]
pub fn numbers(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut k = 0;
    while k < bytes.len() {
        // A digit within a word, as in `conv2d`, is no number.
        let within_word = k > 0 && (bytes[k - 1].is_ascii_alphanumeric() || bytes[k - 1] == b'_');
        if bytes[k].is_ascii_digit() && !within_word {
            let end = k + number::length(&text[k..]);
            let is_negative = k > 0 && bytes[k - 1] == b'-' && (k < 2 || !bytes[k - 2].is_ascii_alphanumeric());
            found.push(&text[k - usize::from(is_negative)..end]);
            k = end;
        } else {
            k += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_signs_fractions_exponents_and_per_cents() {
        assert_eq!(
            numbers("conv2d_1: 98.7% (9,869 / 10000), loss -1.5e-3, a-2, 1.3 s, x=.5"),
            ["98.7%", "9,869", "10000", "-1.5e-3", "2", "1.3", "5"]
        );
        assert_eq!(numbers("F = 2."), ["2"]);
        assert!(numbers("").is_empty());
    }
}
