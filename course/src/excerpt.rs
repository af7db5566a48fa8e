//! The beginning and the end of a long output: a test that prints without end must not fill the memory.

use std::collections::VecDeque;

/// Bytes kept of the beginning, and as many of the end.
const KEPT: usize = 1 << 15;

/// The first and the last 32 KiB of what was pushed.
#[derive(Debug, Default)]
pub struct Excerpt {
    head: Vec<u8>,
    tail: VecDeque<u8>,
    left_out: usize,
}

impl Excerpt {
    /// Adds bytes at the end.
    pub fn push(&mut self, bytes: &[u8]) {
        let (first, rest) = bytes.split_at(bytes.len().min(KEPT - self.head.len()));
        self.head.extend(first);
        self.tail.extend(rest);
        let surplus = self.tail.len().saturating_sub(KEPT);
        self.tail.drain(..surplus);
        self.left_out += surplus;
    }

    /// The text; a line in its middle says how many bytes were left out. What is not UTF-8 becomes U+FFFD, and control
    /// characters become visible: an answer must not colour the teacher's terminal, or overwrite its lines.
    pub fn text(&self) -> String {
        let mut bytes = self.head.clone();
        if self.left_out > 0 {
            bytes.extend(format!("\n[... {} bytes left out ...]\n", self.left_out).bytes());
        }
        bytes.extend(&self.tail);
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n").chars().map(visible).collect()
    }
}

/// The picture of a control character, such as U+241B for the escape that begins a colour.
fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\0'..' ' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_kept_whole() {
        let mut excerpt = Excerpt::default();
        ["소프트", "맥스\n"].iter().for_each(|part| excerpt.push(part.as_bytes()));
        assert_eq!(excerpt.text(), "소프트맥스\n");
    }

    #[test]
    fn what_is_no_text_becomes_visible() {
        let mut excerpt = Excerpt::default();
        excerpt.push(b"\x1b[31mred\x07\r\n50 %\r\x7f\xff\tend");
        assert_eq!(excerpt.text(), "\u{241b}[31mred\u{2407}\n50 %\u{240d}\u{fffd}\u{fffd}\tend");
    }

    #[test]
    fn of_a_long_text_the_middle_is_left_out() {
        let mut excerpt = Excerpt::default();
        for k in 0..100_000 {
            excerpt.push(format!("{k:09}\n").as_bytes());
        }
        let text = excerpt.text();
        assert!(text.starts_with("000000000\n") && text.ends_with("000099999\n"));
        assert!(text.contains(&format!("[... {} bytes left out ...]", 1_000_000 - 2 * KEPT)));
        assert!(text.len() < 2 * KEPT + 50);
    }
}
