//! A handout as its readers get it: directives replaced, hidden lines and marks for translators left out.

use std::path::Path;

use crate::error::{Error, Errors, Result};
use crate::handouts::chapter::Chapter;
use crate::handouts::directive::{Directive, directives};
use crate::handouts::{excerpt, listing, recorded, sync};
use crate::workspace::{Lesson, Workspace};

impl Chapter {
    /// The Markdown with all directives replaced.
    ///
    /// # Errors
    /// Everything that a directive names and that is not there, with the line of the handout.
    pub fn expanded(&self, workspace: &Workspace, lessons: &[Lesson]) -> Result<String, Errors> {
        let mut text = String::new();
        let mut mistakes = Vec::new();
        let mut fence = Fence::Outside;
        for (k, line) in self.text.lines().enumerate() {
            let line = match fence.next(line) {
                Shown::Line(line) => line,
                Shown::Nothing => continue,
            };
            if sync::mark(line).is_some() {
                continue;
            }
            match self.line(line, workspace, lessons) {
                Ok(line) => text.extend([&line, "\n"]),
                Err(error) => mistakes.push(error.at(&format!("{}:{}", self.shown.display(), k + 1))),
            }
        }
        if mistakes.is_empty() { Ok(text) } else { Err(Errors(mistakes)) }
    }

    #[expect(clippy::string_slice, reason = "directives come in their order")]
    fn line(&self, line: &str, workspace: &Workspace, lessons: &[Lesson]) -> Result<String> {
        let mut expanded = String::new();
        let mut from = 0;
        for directive in directives(line) {
            expanded += &line[from..directive.start];
            expanded += &self.replacement(&directive, workspace, lessons)?;
            from = directive.end;
        }
        Ok(expanded + &line[from..])
    }

    fn replacement(&self, directive: &Directive<'_>, workspace: &Workspace, lessons: &[Lesson]) -> Result<String> {
        match (directive.name, &directive.arguments[..]) {
            ("include", &[place]) => excerpt::excerpt(workspace, self.path.parent().unwrap_or(Path::new("")), place),
            ("output", arguments) => recorded::output(workspace, arguments),
            ("value", arguments) => recorded::value(workspace, arguments),
            ("exercise", &[id]) => listing::heading(lessons, self.language, id),
            ("exercises", []) => listing::table(lessons, self.language, &self.name),
            (name, _) => {
                let expected =
                    "include FILE:ANCHOR, output FILE; FROM; TO, value FILE; LABEL; N, exercise ID or exercises";
                let error = Error::about(format!("{{{{#{name}}}}}")).expected(expected);
                Err(error.found("something else").help("correct the directive"))
            }
        }
    }
}

/// Where a line stands.
enum Fence {
    Outside,
    /// In code that is compiled as a doctest.
    Doctest,
    Other,
}

enum Shown<'a> {
    Line(&'a str),
    Nothing,
}

impl Fence {
    /// Takes in the next line, and says how it is shown.
    fn next<'a>(&mut self, line: &'a str) -> Shown<'a> {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            // As rustdoc does it: these lines are compiled, and not shown.
            let is_hidden = matches!(self, Fence::Doctest) && (line == "#" || line.starts_with("# "));
            return if is_hidden { Shown::Nothing } else { Shown::Line(line) };
        };
        let (shown, next) = match (&self, info.trim()) {
            (Fence::Outside, "rust") => (line, Fence::Doctest),
            // `rs` keeps rustdoc away from an excerpt of a file.
            (Fence::Outside, "rs") => ("```rust", Fence::Other),
            (Fence::Outside, _) => (line, Fence::Other),
            _ => (line, Fence::Outside),
        };
        *self = next;
        Shown::Line(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines_are_those_of_doctests() {
        let text = "# Title\n```rust\n# let x = 1;\n#\n#[derive(Debug)]\nstruct A;\n```\n```sh\n# a comment\n```\n```rs\n# b\n```";
        let mut fence = Fence::Outside;
        let shown = text.lines().filter_map(|line| match fence.next(line) {
            Shown::Line(line) => Some(line),
            Shown::Nothing => None,
        });
        let expected = "# Title\n```rust\n#[derive(Debug)]\nstruct A;\n```\n```sh\n# a comment\n```\n```rust\n# b\n```";
        assert_eq!(shown.collect::<Vec<_>>(), expected.lines().collect::<Vec<_>>());
    }
}
