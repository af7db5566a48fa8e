//! Renders handouts: a file for each lesson and a book of all, as web pages and as printable pages, in both languages.

mod html;
mod mdbook;
mod pdf;
mod splice;
mod tools;
mod volume;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::error::{Error, Errors};
use crate::files;
use crate::interrupt;
use crate::language::Language;
use crate::output::{Answer, status, table};
use crate::workspace::Workspace;
use tools::{Pandoc, Typst};
use volume::Volume;

pub use mdbook::mdbook;

/// Pandoc's name for the Markdown that mdBook reads: CommonMark with formulas, ids and alerts. What mdBook does not
/// know is off.
const FORMAT: &str = "commonmark_x+alerts-superscript-subscript-emoji-fancy_lists";

/// What the handouts become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Html,
    Pdf,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Pdf => "pdf",
        }
    }
}

impl Volume {
    /// Its file, from the root of the workspace.
    fn shown(&self, ending: &str) -> String {
        format!("output/handouts/{}/{}.{ending}", self.language.code(), self.name)
    }
}

/// Writes the handouts of some lessons, or of all lessons and the book, into `output/handouts`.
///
/// # Errors
/// If a tool is missing, a handout is wrong, or a file cannot be written.
pub fn render(
    workspace: &Workspace,
    languages: &[Language],
    formats: &[Format],
    names: &[String],
) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let mut volumes = Vec::new();
    for &language in languages {
        volumes.extend(volume::volumes(workspace, &lessons, language, names)?);
    }
    let tools = Tools::find(workspace, formats)?;
    let mut rows = Vec::new();
    for volume in &volumes {
        for &format in formats {
            if interrupt::is_requested() {
                return Err(Error::interrupted().into());
            }
            rows.push(tools.write(workspace, volume, format)?);
        }
    }
    status("");
    Ok(Answer::from(table(&["file", "size", "pages"], &[1, 2], rows)))
}

struct Tools {
    pandoc: Pandoc,
    typst: Option<Typst>,
}

impl Tools {
    fn find(workspace: &Workspace, formats: &[Format]) -> Result<Tools, Errors> {
        let pandoc = Pandoc::find(workspace);
        let typst = formats.contains(&Format::Pdf).then(|| Typst::find(workspace)).transpose();
        match (pandoc, typst) {
            (Ok(pandoc), Ok(typst)) => Ok(Tools { pandoc, typst }),
            (pandoc, typst) => Err(tools::missing(pandoc.err().into_iter().chain(typst.err()).collect())),
        }
    }

    /// Makes a file, and a row about it.
    fn write(&self, workspace: &Workspace, volume: &Volume, format: Format) -> Result<Vec<String>, Error> {
        let shown = volume.shown(format.ending());
        status(&format!("{shown} ..."));
        let (bytes, pages) = match (format, &self.typst) {
            (Format::Pdf, Some(typst)) => {
                let bytes = pdf::document(workspace, &self.pandoc, typst, volume)?;
                let pages = pdf::pages(&bytes);
                (bytes, pages)
            }
            _ => (html::page(workspace, &self.pandoc, volume)?.into_bytes(), None),
        };
        files::write(&workspace.root.join(&shown), &bytes)?;
        let size = format!("{} KB", bytes.len().div_ceil(1000));
        Ok(vec![shown, size, pages.map_or(String::new(), |pages| pages.to_string())])
    }
}

/// The folder of the style.
fn theme(workspace: &Workspace) -> PathBuf {
    workspace.root.join("handouts").join("theme")
}

/// The heading of the contents.
fn contents(language: Language) -> &'static str {
    match language {
        Language::Ko => "차례",
        Language::En => "Contents",
    }
}
