//! Where a number ends: for quoting one, and for comparing lines without theirs.

/// The length of the number with which the text begins, 0 if it begins with none: digits, points and commas between them,
/// an exponent, a per cent sign.
pub fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |k: usize| bytes.get(k).is_some_and(u8::is_ascii_digit);
    let mut k = 0;
    while digit(k) || (k > 0 && matches!(bytes.get(k), Some(b'.' | b',')) && digit(k + 1)) {
        k += 1;
    }
    if k > 0 && matches!(bytes.get(k), Some(b'e' | b'E')) {
        let signed = k + 1 + usize::from(matches!(bytes.get(k + 1), Some(b'-' | b'+')));
        if digit(signed) {
            k = signed + bytes.iter().skip(signed).take_while(|byte| byte.is_ascii_digit()).count();
        }
    }
    k + usize::from(k > 0 && bytes.get(k) == Some(&b'%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_where_the_number_ends() {
        for (text, number) in [
            ("98.7% (", "98.7%"),
            ("10,000 images, 2", "10,000"),
            ("1.5e-3 s", "1.5e-3"),
            ("2e8", "2e8"),
            ("2 e", "2"),
            ("1e", "1"),
            ("F", ""),
            (".5", ""),
            ("%", ""),
            ("", ""),
        ] {
            assert_eq!(text.get(..length(text)), Some(number), "{text}");
        }
    }
}
