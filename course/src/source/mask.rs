//! A Rust text in which comments, strings and characters are blank, so that its brackets and words can be counted.

/// The same bytes; those of comments, string, byte and character literals are spaces (line ends stay).
pub fn mask(source: &str) -> Vec<u8> {
    let mut scan = Scan { bytes: source.as_bytes(), masked: source.as_bytes().to_vec(), at: 0 };
    while scan.at < scan.bytes.len() {
        let end = scan.end_of_token();
        scan.at = end;
    }
    scan.masked
}

struct Scan<'a> {
    bytes: &'a [u8],
    masked: Vec<u8>,
    at: usize,
}

#[expect(
    clippy::indexing_slicing,
    reason = "`at` is below the length when a token is looked for, and ends are at most the length"
)]
impl Scan<'_> {
    fn starts_with(&self, text: &str) -> bool {
        self.bytes[self.at..].starts_with(text.as_bytes())
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    /// Blanks the literal or comment that begins here, if one does; gives where to go on.
    fn end_of_token(&mut self) -> usize {
        let here = self.bytes[self.at];
        if self.starts_with("//") {
            return self.blank(self.find(self.at, |byte| byte == b'\n'));
        }
        if self.starts_with("/*") {
            return self.blank(self.end_of_block_comment());
        }
        if let Some(end) = self.end_of_raw_string() {
            return self.blank(end);
        }
        match here {
            b'"' => self.blank(self.end_of_quoted(b'"')),
            b'\'' if self.is_character() => self.blank(self.end_of_quoted(b'\'')),
            _ if is_word(here) => self.find(self.at, |byte| !is_word(byte)),
            _ => self.at + 1,
        }
    }

    fn blank(&mut self, end: usize) -> usize {
        for byte in &mut self.masked[self.at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        end
    }

    fn find(&self, from: usize, is_end: impl Fn(u8) -> bool) -> usize {
        (from..self.bytes.len()).find(|&at| is_end(self.bytes[at])).unwrap_or(self.bytes.len())
    }

    fn end_of_block_comment(&self) -> usize {
        let mut depth = 0;
        let mut at = self.at;
        while at < self.bytes.len() {
            match (self.bytes[at], self.byte(at + 1)) {
                (b'/', b'*') => (depth, at) = (depth + 1, at + 2),
                (b'*', b'/') => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                return at.min(self.bytes.len());
            }
        }
        self.bytes.len()
    }

    /// `r"..."`, `r#"..."#`, `br"..."`, `cr"..."`; `r#name` is a word.
    fn end_of_raw_string(&self) -> Option<usize> {
        let letters = ["br", "cr", "r"].into_iter().find(|letters| self.starts_with(letters))?.len();
        let hashes = self.find(self.at + letters, |byte| byte != b'#') - self.at - letters;
        let open = self.at + letters + hashes;
        if self.byte(open) != b'"' {
            return None;
        }
        let closing = [b"\"".to_vec(), vec![b'#'; hashes]].concat();
        let rest = &self.bytes[open + 1..];
        let length = rest.windows(closing.len()).position(|window| window == closing);
        Some(length.map_or(self.bytes.len(), |length| open + 1 + length + closing.len()))
    }

    fn end_of_quoted(&self, quote: u8) -> usize {
        let mut at = self.at + 1;
        while at < self.bytes.len() && self.bytes[at] != quote {
            at += if self.bytes[at] == b'\\' { 2 } else { 1 };
        }
        (at + 1).min(self.bytes.len())
    }

    /// `'a'` and `'\n'` are characters, `'a` is a lifetime.
    fn is_character(&self) -> bool {
        let next = self.byte(self.at + 1);
        let is_one_long = !next.is_ascii() || self.byte(self.at + 2) == b'\'';
        next == b'\\' || (is_one_long && next != b'\'')
    }
}

/// Whether this byte is a part of a name.
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_blank_and_the_rest_stays() {
        for (source, expected) in [
            (r#"f("}{") + 'a"#, "f(    ) + 'a"),
            (r"'}' '\'' 'static", "         'static"),
            ("a // }\nb", "a     \nb"),
            ("a /* { /* } */ { */ b", "a                   b"),
            (r##"r#"}"}"# r#fn"##, r##"         r#fn"##),
            ("b'{' br\"{\"", "b         "),
            ("'한' x", "      x"),
            ("\"open", "     "),
        ] {
            let masked = mask(source);
            assert_eq!(masked.len(), source.len(), "{source}");
            assert_eq!(String::from_utf8_lossy(&masked), expected, "{source}");
        }
    }
}
