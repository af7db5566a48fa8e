//! `exercises.toml` of a lesson: its exercises, each with titles, points, tests and hints. Every mistake in it is named.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::error::{Error, Result};
use crate::fields::Fields;
use crate::language::{Language, Text};

/// The largest manifest of the course is a sixtieth of this.
const MOST_BYTES: u64 = 1 << 20;

/// Whether everybody should do an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Core,
    Stretch,
}

impl Kind {
    /// The word in the manifest.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Core => "core",
            Kind::Stretch => "stretch",
        }
    }
}

/// One exercise, as its manifest describes it.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// `4-2`: the second exercise of lesson 4.
    pub id: String,
    pub title: Text<String>,
    pub kind: Kind,
    /// How long it takes a student.
    pub minutes: u32,
    pub points: u32,
    /// The functions of `tests/exercises.rs` that must all pass.
    pub tests: Vec<String>,
    /// The anchor of its section in the lesson's handout.
    pub handout: String,
    /// Two or three, from a nudge to the way.
    pub hints: Text<Vec<String>>,
}

/// Reads a manifest: the exercises without a mistake, and all mistakes. `lesson` is the number of the lesson, if its name
/// has one.
pub fn read(path: &Path, shown: &Path, lesson: Option<u32>) -> (Vec<Exercise>, Vec<Error>) {
    let text = match text_of(path, shown) {
        Ok(text) => text,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let error = Error::about(shown.display()).expected("a file in the TOML format").found(format!("\n{error}"));
            return (Vec::new(), vec![error.help("correct the place that is shown")]);
        }
    };
    let mut reader = Reader { shown: shown.to_owned(), lesson, exercises: Vec::new(), mistakes: Vec::new() };
    reader.read(&table);
    (reader.exercises, reader.mistakes)
}

/// The text of an ordinary file; another is not even opened, since a pipe would block.
fn text_of(path: &Path, shown: &Path) -> Result<String> {
    let io = |error| Error::io(shown, "read the manifest", &error);
    let metadata = std::fs::metadata(path).map_err(io)?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        let expected = format!("an ordinary file of at most {} KB", MOST_BYTES >> 10);
        let found = if metadata.is_file() { "a larger one" } else { "a folder, a device or a pipe" };
        let help = "put the manifest of the lesson there";
        return Err(Error::about(shown.display()).expected(expected).found(found).help(help));
    }
    std::fs::read_to_string(path).map_err(io)
}

struct Reader {
    shown: PathBuf,
    lesson: Option<u32>,
    exercises: Vec<Exercise>,
    mistakes: Vec<Error>,
}

impl Reader {
    fn read(&mut self, table: &Table) {
        for key in table.keys().filter(|key| *key != "exercise") {
            let error = Error::about(self.shown.display())
                .expected("nothing but [[exercise]] tables")
                .found(format!("`{key}`"));
            self.mistakes.push(error.help("move it into the exercise it belongs to, or take it out"));
        }
        let exercises = table.get("exercise").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if exercises.is_empty() {
            let error = Error::about(self.shown.display()).expected("exercises").found("none");
            self.mistakes.push(error.help("add an [[exercise]] table for each exercise of the lesson"));
        }
        for (k, exercise) in exercises.iter().enumerate() {
            match exercise.as_table() {
                Some(exercise) => self.exercise(k, exercise),
                None => self.mistakes.push(
                    Error::about(self.shown.display())
                        .expected("a table for each exercise")
                        .found(exercise.type_str())
                        .help("begin each exercise with [[exercise]]"),
                ),
            }
        }
    }

    fn exercise(&mut self, k: usize, table: &Table) {
        let id = table
            .get("id")
            .and_then(Value::as_str)
            .map_or_else(|| format!("exercise {} of the file", k + 1), str::to_owned);
        let mut fields = Fields::new(format!("{}: {id}", self.shown.display()), table);
        let exercise = Exercise {
            id: fields.text("id"),
            title: fields.in_both(Fields::text),
            kind: fields.kind(),
            minutes: fields.positive("minutes"),
            points: fields.positive("points"),
            tests: fields.texts("tests", 1..=usize::MAX),
            handout: fields.text("handout"),
            hints: fields.hints(),
        };
        fields.nothing_else();
        self.check_names(&exercise, &mut fields);
        if self.exercises.iter().any(|other| other.id == exercise.id) {
            fields.mistake(
                "id",
                "an id of its own",
                format!("`{}` once more", exercise.id),
                "number the exercises anew",
            );
        }
        let mistakes = fields.into_mistakes();
        if mistakes.is_empty() {
            self.exercises.push(exercise);
        }
        self.mistakes.extend(mistakes);
    }

    /// The id is that of an exercise of this lesson, and its tests are called after it.
    fn check_names(&self, exercise: &Exercise, fields: &mut Fields<'_>) {
        let Some((lesson, number)) = numbers(&exercise.id) else {
            if !exercise.id.is_empty() {
                let found = format!("`{}`", exercise.id);
                fields.mistake("id", "lesson and number, such as `4-2`", found, "write the two numbers with a hyphen");
            }
            return;
        };
        if let Some(own) = self.lesson.filter(|&own| own != lesson) {
            let found = format!("`{}`", exercise.id);
            fields.mistake("id", &format!("an id of lesson {own}"), found, "begin it with the number of the lesson");
        }
        let prefix = format!("ex_{lesson}_{number}_");
        for test in exercise.tests.iter().filter(|test| !test.starts_with(&prefix)) {
            let expected = format!("names that begin with `{prefix}`");
            fields.mistake(
                "tests",
                &expected,
                format!("`{test}`"),
                "name the test after its exercise, here and in tests/exercises.rs",
            );
        }
    }
}

/// Lesson and number of an id, `4-2`.
pub fn numbers(id: &str) -> Option<(u32, u32)> {
    let (lesson, number) = id.split_once('-')?;
    let is_plain = |text: &str| !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(lesson) || !is_plain(number) {
        return None;
    }
    Some((lesson.parse().ok()?, number.parse().ok()?))
}

impl Fields<'_> {
    fn in_both<T>(&mut self, mut read: impl FnMut(&mut Self, &str) -> T) -> Text<T> {
        self.only_languages("title");
        Text { en: read(self, "title.en"), ko: read(self, "title.ko") }
    }

    fn kind(&mut self) -> Kind {
        match self.text("kind").as_str() {
            "core" | "" => Kind::Core,
            "stretch" => Kind::Stretch,
            other => {
                self.mistake("kind", "\"core\" or \"stretch\"", format!("\"{other}\""), "choose one of the two");
                Kind::Core
            }
        }
    }

    fn hints(&mut self) -> Text<Vec<String>> {
        self.only_languages("hints");
        let hints = Text { en: self.texts("hints.en", 2..=3), ko: self.texts("hints.ko", 2..=3) };
        let [en, ko] = Language::BOTH.map(|language| hints.get(language).len());
        if en != ko && en > 0 && ko > 0 {
            let found = format!("{en} in en and {ko} in ko");
            self.mistake("hints", "as many in both languages", found, "translate those that are missing");
        }
        hints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(path: &Path) -> String {
        let (exercises, mistakes) = read(path, Path::new("exercises.toml"), Some(4));
        assert!(exercises.is_empty() && mistakes.len() == 1);
        mistakes[0].to_string()
    }

    #[test]
    fn what_is_no_manifest_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let large = folder.path().join("large");
        std::fs::File::create(&large).unwrap().set_len(1 << 40).unwrap(); // without a block on the disk
        let expected = "exercises.toml: expected an ordinary file of at most 1024 KB, found ";
        assert!(mistake(&large).starts_with(&format!("{expected}a larger one")));
        assert!(mistake(folder.path()).starts_with(&format!("{expected}a folder, a device or a pipe")));
        #[cfg(unix)]
        {
            let pipe = folder.path().join("pipe");
            assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            assert!(mistake(&pipe).starts_with(&format!("{expected}a folder, a device or a pipe")));
        }
    }
}
