//! Reads the fields of one TOML table, and collects what is wrong with them instead of stopping at the first.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use toml::{Table, Value};

use crate::error::Error;

/// The fields of a table. A field in a table within it is named `title.en`.
pub struct Fields<'a> {
    subject: String,
    table: &'a Table,
    known: BTreeSet<String>,
    mistakes: Vec<Error>,
}

impl<'a> Fields<'a> {
    /// The fields of this table; `subject` begins each message about it.
    pub fn new(subject: String, table: &'a Table) -> Fields<'a> {
        Fields { subject, table, known: BTreeSet::new(), mistakes: Vec::new() }
    }

    /// Adds a mistake.
    pub fn mistake(&mut self, name: &str, expected: &str, found: impl ToString, help: &str) {
        let subject = format!("{}: {name}", self.subject);
        self.mistakes.push(Error::about(subject).expected(expected).found(found.to_string()).help(help));
    }

    /// All that was wrong.
    pub fn into_mistakes(self) -> Vec<Error> {
        self.mistakes
    }

    fn value(&mut self, name: &str) -> Option<&'a Value> {
        let mut parts = name.split('.');
        let first = parts.next()?;
        self.known.insert(first.to_owned());
        parts.try_fold(self.table.get(first)?, |value, part| value.as_table()?.get(part))
    }

    /// A text that is not empty; an empty one after a mistake.
    pub fn text(&mut self, name: &str) -> String {
        let value = self.value(name);
        match value.and_then(Value::as_str).map(str::trim) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => {
                self.mistake(name, "a text", described(value), &format!("write it like {name} = \"...\""));
                String::new()
            }
        }
    }

    /// A whole number above 0; 1 after a mistake.
    pub fn positive(&mut self, name: &str) -> u32 {
        let value = self.value(name);
        match value.and_then(Value::as_integer).and_then(|number| u32::try_from(number).ok()) {
            Some(number @ 1..) => number,
            _ => {
                self.mistake(name, "a whole number above 0", described(value), &format!("write it like {name} = 10"));
                1
            }
        }
    }

    /// So many texts that are not empty; those that there are after a mistake.
    pub fn texts(&mut self, name: &str, count: RangeInclusive<usize>) -> Vec<String> {
        let expected = match (*count.start(), *count.end()) {
            (start, usize::MAX) => format!("{start} or more texts"),
            (start, end) => format!("{start} to {end} texts"),
        };
        let value = self.value(name);
        let help = format!("write it like {name} = [\"...\", \"...\"]");
        let Some(values) = value.and_then(Value::as_array) else {
            self.mistake(name, &expected, described(value), &help);
            return Vec::new();
        };
        let texts: Vec<String> = values
            .iter()
            .filter_map(Value::as_str)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if texts.len() < values.len() {
            self.mistake(
                name,
                "texts that are not empty",
                format!("{} that are none", values.len() - texts.len()),
                &help,
            );
        } else if !count.contains(&texts.len()) {
            self.mistake(name, &expected, texts.len(), &help);
        }
        texts
    }

    /// Complains about other languages than the two.
    pub fn only_languages(&mut self, name: &str) {
        let table = self.value(name).and_then(Value::as_table);
        for key in table.into_iter().flat_map(Table::keys).filter(|key| !["en", "ko"].contains(&key.as_str())) {
            self.mistake(name, "the languages en and ko", format!("`{key}`"), "take it out, or correct its name");
        }
    }

    /// Complains about all fields that nobody has read.
    pub fn nothing_else(&mut self) {
        let unknown: Vec<&String> = self.table.keys().filter(|key| !self.known.contains(*key)).collect();
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let expected = format!("one of {}", known.join(", "));
        for key in unknown {
            self.mistake(key, &expected, "a field of this name", "correct its name, or take it out");
        }
    }
}

/// What stands in the place of a value.
fn described(value: Option<&Value>) -> String {
    match value {
        None => "none".to_owned(),
        Some(Value::String(text)) if text.trim().is_empty() => "an empty text".to_owned(),
        Some(Value::String(text)) => format!("\"{text}\""),
        Some(Value::Integer(number)) => number.to_string(),
        Some(value) => format!("a value of the type {}", value.type_str()),
    }
}
