//! A Markdown text in which formulas and pictures are replaced by HTML.

use std::ops::Range;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::error::{Error, Result};
use crate::handouts::chapter::Chapter;
use crate::language::Language;

/// A text and what is replaced in it.
pub struct Splice<'a> {
    chapter: &'a Chapter,
    text: &'a str,
    places: Vec<Place>,
}

/// Something that is replaced.
enum Place {
    Formula { at: Range<usize>, tex: String, is_display: bool },
    Picture(Picture),
}

/// `![caption](file "70%")`.
#[derive(Default)]
struct Picture {
    at: Range<usize>,
    /// Where the caption ends.
    caption_end: usize,
    /// The caption without its marks.
    words: String,
    file: String,
    width: String,
}

impl<'a> Splice<'a> {
    pub fn of(chapter: &'a Chapter, text: &'a str) -> Splice<'a> {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_MATH | Options::ENABLE_GFM;
        let mut places = Vec::new();
        let mut picture: Option<Picture> = None;
        for (event, at) in Parser::new_ext(text, options).into_offset_iter() {
            // The end of a picture has the range of the whole.
            if let Some(picture) = picture.as_mut().filter(|picture| picture.at != at) {
                picture.caption_end = picture.caption_end.max(at.end);
                if let Event::Text(words) | Event::Code(words) | Event::InlineMath(words) = &event {
                    picture.words += words;
                }
            }
            match event {
                Event::InlineMath(tex) => places.push(Place::Formula { at, tex: tex.into_string(), is_display: false }),
                Event::DisplayMath(tex) => places.push(Place::Formula { at, tex: tex.into_string(), is_display: true }),
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let (file, width) = (dest_url.into_string(), title.into_string());
                    let caption_end = at.start + 2;
                    picture = Some(Picture { at, caption_end, words: String::new(), file, width });
                }
                Event::End(TagEnd::Image) => places.extend(picture.take().map(Place::Picture)),
                _ => {}
            }
        }
        Splice { chapter, text, places }
    }

    /// The formulas in the order of the text, each as Markdown.
    pub fn formulas(&self) -> Vec<String> {
        let of_place = |place: &Place| match place {
            Place::Formula { tex, is_display: true, .. } => Some(format!("$${tex}$$")),
            Place::Formula { tex, .. } => Some(format!("${tex}$")),
            Place::Picture(_) => None,
        };
        self.places.iter().filter_map(of_place).collect()
    }

    /// The text with these formulas, and with its pictures.
    ///
    /// # Errors
    /// If a picture cannot be read.
    #[expect(clippy::string_slice, reason = "changes come in their order, at places that the reader of Markdown gives")]
    pub fn with(&self, formulas: &[String]) -> Result<String> {
        let mut formulas = formulas.iter();
        let mut figures = 0;
        let mut changes = Vec::new();
        for place in &self.places {
            match place {
                Place::Formula { at, .. } => changes.push((at.clone(), formulas.next().cloned().unwrap_or_default())),
                Place::Picture(picture) => {
                    figures += 1;
                    changes.push((picture.at.start..picture.at.start + 2, self.before_caption(picture, figures)?));
                    changes.push((picture.caption_end..picture.at.end, "\n\n</figcaption>\n</figure>".to_owned()));
                }
            }
        }
        // A formula within a caption stands between the two changes of its picture.
        changes.sort_by_key(|(at, _)| at.start);
        let mut spliced = String::new();
        let mut from = 0;
        for (at, html) in changes {
            spliced += &self.text[from..at.start];
            spliced += &html;
            from = at.end;
        }
        Ok(spliced + &self.text[from..])
    }

    fn before_caption(&self, picture: &Picture, number: usize) -> Result<String> {
        let path = self.chapter.path.parent().unwrap_or(Path::new("")).join(&picture.file);
        let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, "read the picture", &error))?;
        let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let word = match self.chapter.language {
            Language::Ko => "그림",
            Language::En => "Figure",
        };
        let lesson = self.chapter.name.trim_start_matches("lesson").trim_start_matches('0');
        let lesson: String = lesson.chars().take_while(char::is_ascii_digit).collect();
        Ok(format!(
            "<figure style=\"margin: 1.5em 0; text-align: center\">\n\
             <img src=\"data:image/{kind};base64,{}\" alt=\"{}\" style=\"width: {}\">\n\
             <figcaption>\n\n**{word} {lesson}.{number}** ",
            STANDARD.encode(bytes),
            quoted(&picture.words),
            picture.width,
        ))
    }
}

fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_captions_are_replaced_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.png"), b"PNG").unwrap();
        let text = "It is $p$, `$q$`.\n\n$$\na\n$$\n\n![Of **all** $x$ \"b\"](a.png \"70%\")\n\n```text\n$c$\n```\n";
        let chapter = Chapter {
            language: Language::En,
            name: "lesson04_softmax".to_owned(),
            path: folder.path().join("lesson04_softmax.md"),
            shown: "lesson04_softmax.md".into(),
            title: "Softmax".to_owned(),
            text: text.to_owned(),
        };
        let splice = Splice::of(&chapter, text);
        assert_eq!(splice.formulas(), ["$p$", "$$\na\n$$", "$x$"]);
        let html = splice.with(&["P".to_owned(), "A".to_owned(), "X".to_owned()]).unwrap();
        let expected = "It is P, `$q$`.\n\nA\n\n<figure style=\"margin: 1.5em 0; text-align: center\">\n\
            <img src=\"data:image/png;base64,UE5H\" alt=\"Of all x &quot;b&quot;\" style=\"width: 70%\">\n\
            <figcaption>\n\n**Figure 4.1** Of **all** X \"b\"\n\n</figcaption>\n</figure>\n\n```text\n$c$\n```\n";
        assert_eq!(html, expected);
        std::fs::remove_file(folder.path().join("a.png")).unwrap();
        let error = splice.with(&[]).unwrap_err().to_string();
        assert!(error.contains("a.png: expected to read the picture"), "{error}");
    }
}
