//! The sections of a handout, by which translators keep the two languages in step: the title with its paragraph, and each
//! heading of level 2 with all that follows.

use pulldown_cmark::HeadingLevel;
use sha2::{Digest, Sha256};

use crate::handouts::outline::outline;

/// One section of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// Of its heading; empty if it has none.
    pub id: String,
    /// Line of its heading, from 1.
    pub line: usize,
    /// Where the line after its heading begins in the whole text, in bytes.
    pub body: usize,
    /// From its heading to the next section's.
    pub text: &'a str,
}

/// The sections of a text in their order.
#[expect(clippy::string_slice, reason = "the reader of Markdown gives places in the text")]
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let heads: Vec<_> = outline(text).into_iter().filter(|part| part.level <= HeadingLevel::H2).collect();
    let section = |(k, head): (usize, &crate::handouts::outline::Part)| {
        let end = heads.get(k + 1).map_or(text.len(), |next| next.start);
        let id = head.id.clone().unwrap_or_default();
        Section { id, line: head.line, body: head.heading_end, text: &text[head.start..end] }
    };
    heads.iter().enumerate().map(section).collect()
}

impl Section<'_> {
    /// Eight hexadecimal digits that change with its words, but not with blanks and line ends: the beginning of the SHA-256
    /// of its words with one blank between them.
    pub fn hash(&self) -> String {
        let words = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Sha256::digest(words.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_begin_at_levels_1_and_2() {
        let text = "# 수 {#numbers}\na\n\n## 합 {#sum}\nb\n\n### 더 {#more}\n```text\n## no\n```\n## 끝 {#end}\nc";
        let sections = sections(text);
        let shown: Vec<_> = sections.iter().map(|section| (section.id.as_str(), section.line)).collect();
        assert_eq!(shown, [("numbers", 1), ("sum", 4), ("end", 11)]);
        assert!(text.get(sections[1].body..).is_some_and(|body| body.starts_with("b\n")));
        assert!(sections[1].text.ends_with("```\n"));
    }

    #[test]
    fn the_hash_depends_on_words_only() {
        let hash = |text| sections(text)[0].hash();
        assert_eq!(hash("# a {#a}\nb c"), hash("# a {#a}\n\nb\n c\n"));
        assert_ne!(hash("# a {#a}\nb c"), hash("# a {#a}\nb d"));
        // printf '# a {#a} b c' | sha256sum
        assert_eq!(hash("# a {#a}\nb c").len(), 8);
    }
}
