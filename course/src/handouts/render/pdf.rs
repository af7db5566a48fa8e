//! Printable pages: pandoc turns Markdown into typst's language, typst sets it in our style.

use crate::error::Result;
use crate::handouts::render::tools::{Pandoc, Typst};
use crate::handouts::render::volume::{Kind, Volume};
use crate::handouts::render::{FORMAT, contents, theme};
use crate::workspace::Workspace;

/// The PDF file of a volume. It holds no date, so that the same text gives the same file.
///
/// # Errors
/// What pandoc or typst complains about.
pub fn document(workspace: &Workspace, pandoc: &Pandoc, typst: &Typst, volume: &Volume) -> Result<Vec<u8>> {
    let mut command = pandoc.command();
    command.current_dir(&volume.folder).args(["--from", FORMAT, "--to", "typst-smart", "--wrap=none"]);
    command.arg(format!("--lua-filter={}", theme(workspace).join("handout.lua").display()));
    let folder = workspace.shown(&volume.folder).to_string_lossy().replace('\\', "/");
    command.args(["--metadata", &format!("lang={}", volume.language.code())]);
    command.args(["--metadata", &format!("folder={folder}")]);
    if volume.kind == Kind::Book {
        command.args(["--metadata", "book=yes"]);
    }
    let name = volume.shown("pdf");
    let body = pandoc.convert(&name, &mut command, &volume.text)?;
    let source = format!("{}{body}", opening(volume));
    typst.compile(&name, &workspace.root, &workspace.root.join("handouts").join("fonts"), &source)
}

/// Loads the style and says what the volume is.
fn opening(volume: &Volume) -> String {
    let about = &volume.about;
    let authors: String = about.authors.iter().map(|author| format!("{}, ", quoted(author))).collect();
    let own = match volume.kind {
        Kind::Lesson => format!("lesson.with(book: {}", quoted(&about.title)),
        Kind::Book => format!("book.with(contents: {}", quoted(contents(volume.language))),
    };
    let (title, language) = (quoted(&volume.title), quoted(volume.language.code()));
    format!(
        "#import \"/handouts/theme/handout.typ\": *\n#show: {own}, title: {title}, language: {language}, author: ({authors}))\n\n"
    )
}

/// A text as typst reads it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The number of pages: that of the root of the tree in which they hang.
pub fn pages(pdf: &[u8]) -> Option<u32> {
    let text = String::from_utf8_lossy(pdf);
    let counts = text.split("/Type/Pages").skip(1).filter_map(|tree| {
        let (_, after) = tree.get(..tree.find(">>").unwrap_or(tree.len()))?.split_once("/Count ")?;
        after.split(|byte: char| !byte.is_ascii_digit()).next()?.parse().ok()
    });
    counts.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_at_the_root() {
        let tree = b"<</Type/Pages/Count 12/Kids[2 0 R]>> <</Type/Pages/Parent 1 0 R/Count 8>> <</Count 99>>";
        assert_eq!(pages(tree), Some(12));
        assert_eq!(pages(b"%PDF-1.7"), None);
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted(r#"a "b" \c"#), r#""a \"b\" \\c""#);
    }
}
