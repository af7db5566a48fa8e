//! The items of a Rust file: functions, structs, impl blocks. Found without a parser, because a student's file must also be
//! understood while it does not compile.

#[expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "all places were found in the text; a test tries many texts"
)]
mod item;
mod mask;

pub use item::{Item, items};
pub use mask::{is_word, mask};

/// Whether a name occurs in the text as a whole word, outside comments and strings.
#[expect(clippy::indexing_slicing, reason = "a window lies within the bytes")]
pub fn mentions(source: &str, name: &str) -> bool {
    let masked = mask(source);
    let is_whole = |at: usize| {
        let before = at.checked_sub(1).is_some_and(|before| is_word(masked[before]));
        let after = masked.get(at + name.len()).is_some_and(|&after| is_word(after));
        !before && !after
    };
    masked.windows(name.len()).enumerate().any(|(at, window)| window == name.as_bytes() && is_whole(at))
}

/// The number of the line in which this byte stands, from 1.
#[expect(clippy::string_slice, reason = "items and their parts begin where characters do")]
pub fn line_of(source: &str, at: usize) -> usize {
    source[..at].matches('\n').count() + 1
}
