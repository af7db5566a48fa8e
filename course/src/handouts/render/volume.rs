//! What becomes one file: the handout of a lesson, or the book of all lessons.

use std::path::PathBuf;

use serde::Deserialize;

use crate::error::{Error, Errors, Result};
use crate::files;
use crate::handouts::chapter::{self, Chapter};
use crate::language::Language;
use crate::workspace::{Lesson, Workspace};

/// The name of the book's files.
const BOOK: &str = "deep-learning-in-rust";

/// `[book]` of `book.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct About {
    pub title: String,
    #[serde(default)]
    pub authors: Vec<String>,
}

#[derive(Deserialize)]
struct BookFile {
    book: About,
}

/// A file to be made.
#[derive(Debug)]
pub struct Volume {
    pub language: Language,
    /// Of its files, without an ending.
    pub name: String,
    pub title: String,
    pub kind: Kind,
    /// Markdown without directives.
    pub text: String,
    /// The folder of the Markdown, from which its pictures are named.
    pub folder: PathBuf,
    pub about: About,
}

/// What a volume holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Lesson,
    Book,
}

/// The volumes of a language: those of some lessons, or, if none is named, those of all and the book.
///
/// # Errors
/// If a lesson is not there, or a handout names something that is not there.
pub fn volumes(
    workspace: &Workspace,
    lessons: &[Lesson],
    language: Language,
    names: &[String],
) -> Result<Vec<Volume>, Errors> {
    let chapters = chapter::chapters(workspace, language)?;
    check_names(&chapters, names)?;
    let about = about(workspace, language)?;
    let folder = chapter::folder(workspace, language);
    let mut volumes = Vec::new();
    let mut mistakes = Vec::new();
    for chapter in chapters.iter().filter(|chapter| names.is_empty() || names.contains(&chapter.name)) {
        match chapter.expanded(workspace, lessons) {
            Ok(text) => {
                let (name, title) = (chapter.name.clone(), chapter.title.clone());
                let (folder, about) = (folder.clone(), about.clone());
                volumes.push(Volume { language, name, title, kind: Kind::Lesson, text, folder, about });
            }
            Err(Errors(found)) => mistakes.extend(found),
        }
    }
    if !mistakes.is_empty() {
        return Err(Errors(mistakes));
    }
    if names.is_empty() {
        let text = volumes.iter().map(|volume| volume.text.as_str()).collect::<Vec<_>>().join("\n\n");
        let (name, title) = (BOOK.to_owned(), about.title.clone());
        volumes.push(Volume { language, name, title, kind: Kind::Book, text, folder, about });
    }
    Ok(volumes)
}

fn check_names(chapters: &[Chapter], names: &[String]) -> Result<()> {
    let there: Vec<&str> = chapters.iter().map(|chapter| chapter.name.as_str()).collect();
    match names.iter().find(|name| !there.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let error = Error::argument("LESSON").expected(format!("one of {}", there.join(", ")));
            Err(error.found(format!("`{name}`")).help("write the name of a lesson, or none for all"))
        }
    }
}

fn about(workspace: &Workspace, language: Language) -> Result<About> {
    let path = workspace.root.join("handouts").join(language.code()).join("book.toml");
    let file: BookFile = toml::from_str(&files::read(&path)?).map_err(|error| {
        let about = Error::about(workspace.shown(&path).display()).expected("`title` and `authors` in [book]");
        about.found(format!("\n{error}")).help("correct the place that is shown")
    })?;
    Ok(file.book)
}
