//! Compares what a program prints with what it printed before. Numbers may differ from computer to computer in their last
//! digits, and times always do; words may not.

use std::path::Path;

use crate::error::Error;
use crate::handouts::number;

/// The first line that differs in more than its numbers.
pub fn first(shown: &Path, recorded: &str, printed: &str) -> Option<Error> {
    let (recorded, printed): (Vec<&str>, Vec<&str>) = (recorded.lines().collect(), printed.lines().collect());
    let differs = |k: &usize| match (recorded.get(*k), printed.get(*k)) {
        // The command itself.
        (Some(before), Some(now)) if *k == 0 => before != now,
        (Some(before), Some(now)) => masked(before) != masked(now),
        _ => true,
    };
    let k = (0..recorded.len().max(printed.len())).find(differs)?;
    let line = |lines: &[&str]| lines.get(k).map_or("the end".to_owned(), |line| format!("`{line}`"));
    let error = Error::about(format!("{}:{}", shown.display(), k + 1)).expected(line(&recorded)).found(line(&printed));
    Some(error.help("correct the program, or record it again with `cargo course record`"))
}

/// The line with `0` for every number, and one sign for a row of equal blanks or rules: their lengths follow the numbers.
#[expect(clippy::string_slice, reason = "the length is that of a number or of signs at the begin")]
fn masked(line: &str) -> String {
    let mut masked = String::new();
    let mut rest = line.trim();
    while let Some(sign) = rest.chars().next() {
        let length = match number::length(rest) {
            0 => {
                masked.push(sign);
                let is_filling = [' ', '-', '=', '─', '━'].contains(&sign);
                if is_filling { rest.len() - rest.trim_start_matches(sign).len() } else { sign.len_utf8() }
            }
            length => {
                masked.push('0');
                length
            }
        };
        rest = &rest[length..];
    }
    // A sign before a number belongs to it, and so does the blank that its absence leaves.
    masked.replace("-0", "0").replace("+0", "0").replace(" 0", "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drift(recorded: &str, printed: &str) -> Option<String> {
        first(Path::new("a.txt"), recorded, printed).map(|error| error.to_string())
    }

    #[test]
    fn numbers_may_differ() {
        for (before, now) in [
            ("Accuracy: 98.7% (9869 / 10000)", "Accuracy: 9% (12 / 1e4)"),
            ("loss  0.25, 1.3 s", "loss -2.5e-3, 12.75 s"),
            ("a |  1.0 |\n--+------+", "a | 10.25 |\n--+-------+"),
            ("[ 0.5, -0.5]", "[-0.5,  0.5]"),
            ("1,234 steps", "12 steps"),
        ] {
            assert_eq!(drift(&format!("$ a\n{before}"), &format!("$ a\n{now}")), None, "{before}");
        }
    }

    #[test]
    fn words_lines_and_commands_may_not() {
        let message = drift("$ a\nloss 1\nend", "$ a\nLoss 2\nend").unwrap();
        assert!(message.starts_with("a.txt:2: expected `loss 1`, found `Loss 2`"), "{message}");
        assert!(drift("$ a\nend", "$ a\nend\nmore").unwrap().starts_with("a.txt:3: expected the end, found `more`"));
        assert!(drift("$ a\nend\nmore", "$ a\nend").unwrap().contains("expected `more`, found the end"));
        assert!(drift("$ a 1", "$ a 2").is_some());
        assert!(drift("x\nNaN", "x\n1").is_some() && drift("x\n1 of", "x\n1").is_some());
    }
}
