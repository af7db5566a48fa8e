//! What a handout is made of: its headings with their ids, and under each the figures, formulas, code, tables and
//! directives. The same in both languages, where only the sentences differ.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::handouts::directive::{Directive, directives};

/// A heading, and what stands between it and the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub level: HeadingLevel,
    /// Of `{#id}`.
    pub id: Option<String>,
    /// Line of the heading, from 1.
    pub line: usize,
    /// Where the heading begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub heading_end: usize,
    /// Figures, display formulas, code, tables and notes in their order.
    pub blocks: Vec<Block>,
    /// Formulas within sentences, which each language orders in its own way.
    pub formulas: BTreeSet<String>,
    /// Directives, sorted for the same reason.
    pub directives: Vec<String>,
    pub links: Vec<Link>,
}

/// Something that is the same in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Code { info: String, text: String },
    Formula(String),
    Figure { file: String, width: String },
    Table { columns: usize, rows: usize },
    Note(BlockQuoteKind),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub to: String,
    pub line: usize,
}

impl Block {
    /// A few words for it.
    pub fn words(&self) -> String {
        match self {
            Block::Code { info, text } => format!("code ({info}) `{}`", text.lines().next().unwrap_or_default()),
            Block::Formula(tex) => format!("formula `{tex}`"),
            Block::Figure { file, width } => format!("figure {file} of width {width}"),
            Block::Table { columns, rows } => format!("table of {rows} rows and {columns} columns"),
            Block::Note(kind) => format!("note of kind {kind:?}"),
        }
    }
}

/// The parts of a text.
#[expect(clippy::string_slice, reason = "the reader of Markdown gives places in the text")]
pub fn outline(text: &str) -> Vec<Part> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_MATH | Options::ENABLE_GFM;
    let mut reader = Reader { text, parts: Vec::new(), code: None, table: None };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range);
    }
    let ends: Vec<usize> = reader.parts.iter().skip(1).map(|part| part.start).chain([text.len()]).collect();
    for (part, end) in reader.parts.iter_mut().zip(ends) {
        part.directives = directives_in(&text[part.start..end]);
    }
    reader.parts
}

struct Reader<'a> {
    text: &'a str,
    parts: Vec<Part>,
    /// Info and text of the code that is being read.
    code: Option<(String, String)>,
    /// Columns and rows of the table that is being read.
    table: Option<(usize, usize)>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Event::Start(Tag::Heading { level, id, .. }) = &event {
            self.begin(*level, id.as_deref(), &range);
        }
        let line = self.line(range.start);
        let Some(part) = self.parts.last_mut() else { return };
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                self.code = Some((info.into_string(), String::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, text)) = self.code.take() {
                    part.blocks.push(Block::Code { info, text });
                }
            }
            Event::Text(text) => {
                if let Some((_, code)) = &mut self.code {
                    code.push_str(&text);
                }
            }
            Event::DisplayMath(tex) => part.blocks.push(Block::Formula(in_one_line(&tex))),
            Event::InlineMath(tex) => {
                part.formulas.insert(in_one_line(&tex));
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                part.blocks.push(Block::Figure { file: dest_url.into_string(), width: title.into_string() });
            }
            Event::Start(Tag::Link { dest_url, .. }) => part.links.push(Link { to: dest_url.into_string(), line }),
            Event::Start(Tag::Table(columns)) => self.table = Some((columns.len(), 0)),
            Event::Start(Tag::TableRow) => self.table = self.table.map(|(columns, rows)| (columns, rows + 1)),
            Event::End(TagEnd::Table) => {
                if let Some((columns, rows)) = self.table.take() {
                    part.blocks.push(Block::Table { columns, rows });
                }
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => part.blocks.push(Block::Note(kind)),
            _ => {}
        }
    }

    fn begin(&mut self, level: HeadingLevel, id: Option<&str>, range: &Range<usize>) {
        self.parts.push(Part {
            level,
            id: id.map(str::to_owned),
            line: self.line(range.start),
            start: range.start,
            heading_end: range.end,
            blocks: Vec::new(),
            formulas: BTreeSet::new(),
            directives: Vec::new(),
            links: Vec::new(),
        });
    }

    #[expect(clippy::string_slice, reason = "the reader of Markdown gives places in the text")]
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }
}

/// Read from the lines themselves: to Markdown, the underscores of a file name may begin an emphasis.
fn directives_in(text: &str) -> Vec<String> {
    let in_words = |directive: Directive<'_>| format!("{} {}", directive.name, directive.arguments.join("; "));
    let mut found: Vec<String> = text.lines().flat_map(directives).map(in_words).collect();
    found.sort();
    found
}

fn in_one_line(tex: &str) -> String {
    tex.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Title {#top}

It is $p$ and $q$, {{#value a_b.txt; b_c; 2}}.

## Code {#code}

```text
## no heading
```

$$
a
= b
$$

![A caption](../../img/a.png \"70%\")

| a | b |
|---|--:|
| 1 | {{#value a.txt; c}} |

> [!NOTE]
> See [above](#top).
";

    #[test]
    fn every_kind_of_block_is_found() {
        let parts = outline(TEXT);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].id.as_deref(), Some("top"));
        assert_eq!(parts[0].formulas, BTreeSet::from(["p".to_owned(), "q".to_owned()]));
        assert_eq!(parts[0].directives, ["value a_b.txt; b_c; 2"]);
        assert_eq!((parts[1].line, parts[1].level), (5, HeadingLevel::H2));
        let code = Block::Code { info: "text".to_owned(), text: "## no heading\n".to_owned() };
        let figure = Block::Figure { file: "../../img/a.png".to_owned(), width: "70%".to_owned() };
        let table = Block::Table { columns: 2, rows: 1 };
        let note = Block::Note(BlockQuoteKind::Note);
        assert_eq!(parts[1].blocks, [code, Block::Formula("a = b".to_owned()), figure, table, note]);
        assert_eq!(parts[1].directives, ["value a.txt; c"]);
        assert_eq!(parts[1].links, [Link { to: "#top".to_owned(), line: 23 }]);
    }
}
