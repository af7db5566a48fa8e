//! A preprocessor of mdBook: it gives each chapter the text that our own pages have, so that `mdbook serve handouts/ko`
//! shows the same handouts. Formulas become MathML and pictures stand within the page, for mdBook knows neither; the
//! rest is left to it.

use std::io;

use serde_json::Value;

use crate::cli::MdbookArgs;
use crate::error::{Error, Errors, Result};
use crate::handouts::chapter::{Chapter, chapters};
use crate::handouts::render::splice::Splice;
use crate::handouts::render::tools::{self, Pandoc};
use crate::language::Language;
use crate::output::Answer;
use crate::workspace::{Lesson, Workspace};

/// Answers `supports RENDERER`, or turns the book on standard input into the one that is rendered.
///
/// # Errors
/// If standard input holds no book of ours, pandoc is missing, or a handout is wrong.
pub fn mdbook(workspace: &Workspace, flags: &MdbookArgs) -> Result<Answer, Errors> {
    if let Some(question) = &flags.question {
        let is_supported = question == "supports" && flags.renderer.as_deref() == Some("html");
        return Ok(Answer { text: String::new(), code: u8::from(!is_supported) });
    }
    let no_book = |found: String| {
        let error = Error::about("standard input").expected("a book, as mdBook gives it to preprocessors").found(found);
        error.help("mdBook starts this command: `mdbook serve handouts/ko`")
    };
    let input = io::read_to_string(io::stdin()).map_err(|error| no_book(error.to_string()))?;
    let (context, mut book): (Value, Value) =
        serde_json::from_str(&input).map_err(|error| no_book(error.to_string()))?;
    let language = match context.pointer("/config/book/language").and_then(Value::as_str) {
        Some("ko") => Language::Ko,
        Some("en") => Language::En,
        other => return Err(no_book(format!("the language {}", other.unwrap_or("of nothing"))).into()),
    };
    // `items` since mdBook 0.5, `sections` before.
    let Some(items) = ["items", "sections"].into_iter().find(|name| book.get(name).is_some_and(Value::is_array)) else {
        return Err(no_book("neither items nor sections".to_owned()).into());
    };
    let writer = Writer {
        workspace,
        pandoc: Pandoc::find(workspace).map_err(|error| tools::missing(vec![error]))?,
        lessons: workspace.lessons()?,
        chapters: chapters(workspace, language)?,
    };
    book.get_mut(items).map_or(Ok(()), |items| writer.fill(items))?;
    Ok(Answer::from(book.to_string()))
}

struct Writer<'a> {
    workspace: &'a Workspace,
    pandoc: Pandoc,
    lessons: Vec<Lesson>,
    chapters: Vec<Chapter>,
}

impl Writer<'_> {
    /// Puts the texts into a list of chapters, separators and titles.
    fn fill(&self, items: &mut Value) -> Result<(), Errors> {
        for item in items.as_array_mut().into_iter().flatten() {
            let Some(there) = item.get_mut("Chapter") else { continue };
            let file = there.get("path").and_then(Value::as_str).unwrap_or_default();
            let is_it = |chapter: &&Chapter| chapter.path.ends_with(file);
            if let Some(chapter) = self.chapters.iter().find(is_it).filter(|_| !file.is_empty()) {
                there["content"] = Value::String(self.text(chapter)?);
            }
            if let Some(below) = there.get_mut("sub_items") {
                self.fill(below)?;
            }
        }
        Ok(())
    }

    fn text(&self, chapter: &Chapter) -> Result<String, Errors> {
        let text = chapter.expanded(self.workspace, &self.lessons)?;
        let splice = Splice::of(chapter, &text);
        let formulas = splice.formulas();
        let mathml = if formulas.is_empty() { Vec::new() } else { self.mathml(chapter, formulas)? };
        Ok(splice.with(&mathml)?)
    }

    /// All formulas of a chapter in one call of pandoc, each in a paragraph of its own.
    fn mathml(&self, chapter: &Chapter, formulas: Vec<String>) -> Result<Vec<String>> {
        let mut command = self.pandoc.command();
        command.args(["--from", "commonmark_x", "--to", "html5", "--mathml", "--wrap=none"]);
        let name = chapter.shown.display().to_string();
        let page = self.pandoc.convert(&name, &mut command, &formulas.join("\n\n"))?;
        let found: Vec<String> = page
            .split("<math")
            .skip(1)
            .filter_map(|after| Some(for_markdown(&format!("<math{}</math>", after.split_once("</math>")?.0))))
            .collect();
        if found.len() != formulas.len() {
            let error = Error::about(name).expected(format!("{} formulas", formulas.len()));
            return Err(error.found(found.len()).help("write formulas as `$...$` and `$$...$$`"));
        }
        Ok(found)
    }
}

/// MathML without the TeX that it was made of, and without signs that Markdown would read.
fn for_markdown(mathml: &str) -> String {
    let mut text = String::new();
    let mut is_annotation = false;
    for (k, piece) in mathml.split('<').enumerate() {
        let (tag, content) = piece.split_once('>').filter(|_| k > 0).unwrap_or(("", piece));
        is_annotation = tag.starts_with("annotation");
        if !tag.is_empty() && !is_annotation && tag != "/annotation" {
            text.extend(["<", tag, ">"]);
        }
        if !is_annotation {
            text.extend(content.chars().map(entity));
        }
    }
    debug_assert!(!is_annotation, "an annotation that ends nowhere");
    text.replace('\n', " ")
}

fn entity(sign: char) -> String {
    // References such as `&lt;` stay what they are.
    let is_plain = !sign.is_ascii_punctuation() || matches!(sign, '&' | ';' | '#');
    if is_plain { sign.to_string() } else { format!("&#{};", u32::from(sign)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_finds_no_signs_in_mathml() {
        let mathml = "<math display=\"inline\"><semantics><mrow><mi>a</mi><mo>*</mo><mo>&lt;</mo></mrow>\
                      <annotation encoding=\"application/x-tex\">a_1 * b</annotation></semantics></math>";
        let expected = "<math display=\"inline\"><semantics><mrow><mi>a</mi><mo>&#42;</mo><mo>&lt;</mo></mrow>\
                        </semantics></math>";
        assert_eq!(for_markdown(mathml), expected);
    }
}
