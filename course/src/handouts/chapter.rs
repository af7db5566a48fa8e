//! The chapters of a language: the Markdown files that `SUMMARY.md` names, in its order.

use std::path::{Path, PathBuf};

use crate::error::{Error, Errors, Result};
use crate::files;
use crate::language::Language;
use crate::workspace::Workspace;

/// One lesson's handout in one language.
#[derive(Clone, Debug)]
pub struct Chapter {
    pub language: Language,
    /// The lesson that it belongs to: `lesson04_softmax`.
    pub name: String,
    /// The Markdown file.
    pub path: PathBuf,
    /// The file as errors name it, from the root of the workspace.
    pub shown: PathBuf,
    /// The heading of level 1, without its id.
    pub title: String,
    pub text: String,
}

/// The folder of the handouts in a language.
pub fn folder(workspace: &Workspace, language: Language) -> PathBuf {
    workspace.root.join("handouts").join(language.code()).join("src")
}

/// The chapters in the order of `SUMMARY.md`.
///
/// # Errors
/// If a file is missing, or has no heading of level 1 at its beginning.
pub fn chapters(workspace: &Workspace, language: Language) -> Result<Vec<Chapter>, Errors> {
    let folder = folder(workspace, language);
    let summary = files::read(&folder.join("SUMMARY.md"))?;
    let mut chapters = Vec::new();
    let mut mistakes = Vec::new();
    for file in summary.lines().filter_map(linked_file) {
        match read(workspace, language, &folder.join(file)) {
            Ok(chapter) => chapters.push(chapter),
            Err(error) => mistakes.push(error),
        }
    }
    if chapters.is_empty() && mistakes.is_empty() {
        let error = Error::about(workspace.shown(&folder.join("SUMMARY.md")).display());
        mistakes.push(error.expected("links to chapters").found("none").help("write `- [title](lesson.md)` lines"));
    }
    if mistakes.is_empty() { Ok(chapters) } else { Err(Errors(mistakes)) }
}

/// `lesson.md` of `- [title](lesson.md)`.
fn linked_file(line: &str) -> Option<&str> {
    let (_, rest) = line.trim_start().strip_prefix("- [")?.split_once("](")?;
    rest.trim_end().strip_suffix(')')
}

fn read(workspace: &Workspace, language: Language, path: &Path) -> Result<Chapter> {
    let text = files::read(path)?.replace("\r\n", "\n");
    let shown = workspace.shown(path);
    let heading = text.lines().next().and_then(|line| line.strip_prefix("# "));
    let title = heading.map(|heading| heading.split(" {#").next().unwrap_or(heading).trim().to_owned());
    let Some(title) = title else {
        let error = Error::about(format!("{}:1", shown.display())).expected("a heading, `# Title {#name}`");
        return Err(error.found(format!("`{}`", text.lines().next().unwrap_or_default())).help("begin with the title"));
    };
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Chapter { language, name, path: path.to_owned(), shown, title, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_those_of_the_links() {
        assert_eq!(linked_file("- [1장. 수](lesson01.md)"), Some("lesson01.md"));
        assert_eq!(linked_file("  - [Words](words.md) "), Some("words.md"));
        assert_eq!(linked_file("# Contents"), None);
        assert_eq!(linked_file("- words"), None);
    }
}
