//! One item of a file: where it stands, what it is called, and to which exercise it belongs.

use std::ops::Range;

use super::mask::{is_word, mask};

/// A top-level item with its comments and attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What makes it the same item in two files: `fn softmax`, `struct Primes`, `impl Iterator for Primes`.
    pub key: String,
    /// Its text with the comments and attributes above it.
    pub text: String,
    /// The bytes of `text` in the file.
    pub range: Range<usize>,
    /// The byte at which the item itself begins, below its comments and attributes.
    pub start: usize,
}

impl Item {
    /// The name of a function.
    pub fn function(&self) -> Option<&str> {
        self.key.strip_prefix("fn ")
    }

    /// Whether it is an import.
    pub fn is_import(&self) -> bool {
        self.key.trim_start_matches("pub ").starts_with("use ")
    }

    /// Whether it has a `todo!("exercise 4-2...")`.
    pub fn is_stub_of(&self, exercise: &str) -> bool {
        let argument = |(at, start): (usize, &str)| self.text[at + start.len()..].trim_start().strip_prefix('"');
        self.text.match_indices("todo!(").filter_map(argument).any(|text| names(text, exercise))
    }

    /// Whether it is a stub of the exercise, or its comment begins with `Exercise 4-2`.
    pub fn belongs_to(&self, exercise: &str) -> bool {
        let comment = self.text.lines().find_map(|line| line.strip_prefix("///")).unwrap_or_default();
        // It may be a heading, or bold.
        names(comment.trim_start_matches(|c: char| !c.is_alphanumeric()), exercise) || self.is_stub_of(exercise)
    }

    /// The reason of its `#[ignore = "..."]`, if it is a `#[test]` that has one.
    pub fn ignore_reason(&self) -> Option<&str> {
        let attributes = &self.text[..self.start - self.range.start];
        let (_, reason) = attributes.split_once("#[ignore = \"")?;
        attributes.contains("#[test]").then(|| reason.split('"').next())?
    }
}

/// Whether the text begins with `exercise 4-2`, and not with `exercise 4-21`.
fn names(text: &str, exercise: &str) -> bool {
    let is_word = text.get(.."exercise ".len()).is_some_and(|start| start.eq_ignore_ascii_case("exercise "));
    let rest = is_word.then(|| text["exercise ".len()..].strip_prefix(exercise)).flatten();
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit() || next == '-'))
}

/// The items of a file, in their order. Inner attributes (`#![...]`) and the file's own comment (`//!`) belong to none.
pub fn items(source: &str) -> Vec<Item> {
    let masked = mask(source);
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(first) = (from..masked.len()).find(|&at| !masked[at].is_ascii_whitespace()) {
        let (start, is_inner) = skip_attributes(&masked, first);
        let end = if is_inner { start } else { end_of_item(source, &masked, start) };
        if !is_inner && start < end {
            let range = start_of_comments(source, from, first)..end;
            let text = source[range.clone()].to_owned();
            items.push(Item { key: key_of(&masked[start..end], &source[start..end]), text, range, start });
        }
        // Not into the middle of a character: spaces beyond ASCII look like the begin of an item.
        from = source.ceil_char_boundary(end.max(first + 1));
    }
    items
}

/// Where the item itself begins; or, behind an inner attribute, where to go on.
fn skip_attributes(masked: &[u8], first: usize) -> (usize, bool) {
    let mut at = first;
    while masked.get(at) == Some(&b'#') {
        let is_inner = masked.get(at + 1) == Some(&b'!');
        let closing = closing_bracket(masked, at);
        if is_inner {
            return (closing, true);
        }
        at = (closing..masked.len()).find(|&at| !masked[at].is_ascii_whitespace()).unwrap_or(masked.len());
    }
    (at, false)
}

/// Behind the bracket that closes the first one that opens.
fn closing_bracket(masked: &[u8], from: usize) -> usize {
    let mut depth = 0;
    for (at, &byte) in masked.iter().enumerate().skip(from) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth <= 1 => return at + 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    masked.len()
}

/// The comments directly above: back to a blank line, to `//!`, or to the item before.
fn start_of_comments(source: &str, from: usize, first: usize) -> usize {
    let line_start = |at: usize| source[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut start = line_start(first).max(from);
    while start > from {
        let above = line_start(start - 1).max(from);
        let line = source[above..start].trim();
        if line.is_empty() || line.starts_with("//!") || !source[above..start].ends_with('\n') {
            break;
        }
        // The rest of the line on which the item before ended.
        if above == from && from > 0 && !source[..from].ends_with('\n') {
            break;
        }
        start = above;
    }
    start
}

/// Behind the `}` or `;` that ends the item. If brackets are missing: where the next line begins that looks like an item.
fn end_of_item(source: &str, masked: &[u8], start: usize) -> usize {
    let ends_with_semicolon = ["use", "const", "static", "type"]
        .contains(&words(&masked[start..]).find(|word| word != "pub").as_deref().unwrap_or(""))
        && words(&masked[start..]).take(4).all(|word| word != "fn");
    let mut depth = 0_usize;
    for (at, &byte) in masked.iter().enumerate().skip(start) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && byte == b'}' && !ends_with_semicolon {
                    return at + 1;
                }
            }
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    next_line_like_an_item(source, start)
}

/// Items of formatted code begin in the first column, and nothing else does but their last bracket.
fn next_line_like_an_item(source: &str, start: usize) -> usize {
    let mut at = start;
    for (k, line) in source[start..].split_inclusive('\n').enumerate() {
        let begins = ["pub ", "fn ", "struct ", "impl", "///", "#[", "use ", "const ", "mod "];
        if k > 0 && begins.iter().any(|begin| line.starts_with(begin)) {
            return source[..at].trim_end().len();
        }
        at += line.len();
        if line.trim_end() == "}" {
            return source[..at].trim_end().len();
        }
    }
    source.trim_end().len()
}

fn words(masked: &[u8]) -> impl Iterator<Item = String> + '_ {
    masked
        .split(|&byte| !is_word(byte))
        .filter(|word| !word.is_empty())
        .map(|word| String::from_utf8_lossy(word).into_owned())
}

fn key_of(masked: &[u8], source: &str) -> String {
    let header = masked.iter().position(|&byte| byte == b'{' || byte == b';').unwrap_or(masked.len());
    let words: Vec<String> = words(&masked[..header]).collect();
    let kinds = ["fn", "struct", "enum", "trait", "mod", "type", "static", "macro_rules", "const"];
    let of_impl = words.iter().any(|word| word == "impl") && !words.iter().any(|word| word == "fn");
    let of_use = words.iter().find(|word| *word != "pub").is_some_and(|word| word == "use");
    if of_use {
        return source.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if of_impl {
        return source[..header].split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let named = |kind: &&str| {
        let at = words.iter().position(|word| word == kind)?;
        Some(format!("{kind} {}", words.get(at + 1)?))
    };
    // `const fn f` is a function: kinds are tried in this order.
    kinds.iter().find_map(named).unwrap_or_else(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r##"//! The file's own comment.
#![allow(unused_variables)]

use std::fmt::{self, Display};

/// Exercise 4-2: softmax; see exercise 4-1.
///
/// ```text
/// softmax(&[0.0]) == [1.0]
/// ```
#[must_use]
pub fn softmax(logits: &[f32]) -> [f32; 2] {
    let brace = '{'; // }
    todo!("exercise 4-2: softmax that survives 1000")
}
const NAMES: [&str; 2] = ["a;", "b"];

// Not a part of anything.

/// Exercise 4-21: counts.
pub struct Counter {
    count: usize,
}

impl<'a> Iterator for Counter
where
    Self: 'a,
{
    type Item = usize;
    fn next(&mut self) -> Option<usize> {
        todo!("exercise 4-21: next")
    }
}
pub const fn double(x: i32) -> i32 { 2 * x } // doubled
/// The last.
fn last() {}
"##;

    #[test]
    fn items_have_their_names_comments_and_exercises() {
        let items = items(SOURCE);
        let keys: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "use std::fmt::{self, Display};",
                "fn softmax",
                "const NAMES",
                "struct Counter",
                "impl<'a> Iterator for Counter where Self: 'a,",
                "fn double",
                "fn last"
            ]
        );
        let of = |id: &str| -> Vec<&str> {
            items.iter().filter(|item| item.belongs_to(id)).map(|item| item.key.as_str()).collect()
        };
        assert_eq!(of("4-2"), ["fn softmax"]);
        assert_eq!(of("4-21"), ["struct Counter", "impl<'a> Iterator for Counter where Self: 'a,"]);
        assert!(of("4-1").is_empty());
        assert!(items[1].text.starts_with("/// Exercise 4-2") && items[1].text.ends_with("1000\")\n}"));
        assert!(items[3].text.starts_with("/// Exercise 4-21"), "{}", items[3].text);
        assert_eq!(items[6].text, "/// The last.\nfn last() {}");
        assert!(items.iter().all(|item| SOURCE[item.range.clone()] == item.text));
    }

    #[test]
    fn comments_and_stubs_may_be_written_in_other_ways() {
        let items = items(
            "#[must_use]\n/// **Exercise 3-1.** Bold.\nfn a() {}\n\n// Plain.\n/// # Exercise 3-1\nfn b() {}\n\nfn c() {\n    \
             todo!(\n        \"exercise 3-1: long\"\n    )\n}\n\n/// After exercise 3-1.\nfn d() {}\n",
        );
        let own: Vec<bool> = items.iter().map(|item| item.belongs_to("3-1")).collect();
        assert_eq!(own, [true, true, true, false], "{items:?}");
    }

    #[test]
    fn a_function_with_a_bracket_too_few_ends_where_the_next_begins() {
        let broken = "fn a() {\n    if true {\n}\n\n/// B.\npub fn b() {\n    todo!(\"exercise 1-2: b\")\n}\n";
        let items = items(broken);
        assert_eq!(items.len(), 2, "{items:?}");
        assert_eq!(items[0].key, "fn a");
        assert!(items[1].is_stub_of("1-2") && items[1].text.starts_with("/// B."));
    }

    /// A student's file may hold anything, such as the wide spaces of Korean keyboards.
    #[test]
    fn any_text_is_parted() {
        let words =
            ["\u{3000}", "한", "\u{a0}", " ", "\n", "\r\n", "fn ", "use ", "impl ", "a", "r", "4-2", "{", "}", "("];
        let others = [
            "[",
            "]",
            ";",
            "#",
            "!",
            "\"",
            "'",
            "\\",
            "r#\"",
            "\"#",
            "//",
            "/*",
            "*/",
            "///",
            "//!",
            "todo!(\"exercise ",
        ];
        let pieces = [&words[..], &others[..]].concat();
        let mut state = 1_u64;
        for _ in 0..20_000 {
            // Knuth's linear congruential generator; its higher bits are the better ones.
            let mut next = |below: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % below
            };
            let text: String = (0..1 + next(12)).map(|_| pieces[next(pieces.len())]).collect();
            let items = items(&text);
            assert!(items.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{text:?}: {items:?}");
            for item in items {
                assert_eq!(text[item.range.clone()], item.text);
                assert!(item.range.contains(&item.start) && !item.belongs_to("7-1"), "{text:?}: {item:?}");
                assert_eq!(item.ignore_reason(), None);
            }
        }
    }

    #[test]
    fn the_reason_of_an_ignored_test_is_read() {
        let items = items(
            "#[test]\n#[ignore = \"exercise 4-2\"]\nfn ex_4_2_sum() {\n    assert!(true);\n}\n#[test]\nfn other() {}\n",
        );
        assert_eq!(items[0].ignore_reason(), Some("exercise 4-2"));
        assert_eq!(items[1].ignore_reason(), None);
    }
}
