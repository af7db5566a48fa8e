//! A copy of the fixture workspace, and the tool's answers to commands in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The answers to the fixture's exercises: what takes the place of the `todo!`.
const ANSWERS: [(&str, &str, &str); 4] = [
    ("lesson01_numbers", "todo!(\"exercise 1-1: sum\")", "numbers.iter().sum()"),
    (
        "lesson01_numbers",
        "todo!(\"exercise 1-2: mean\")",
        "(!numbers.is_empty()).then(|| sum(numbers) as f64 / numbers.len() as f64)",
    ),
    ("lesson01_numbers", "todo!(\"exercise 1-3: largest\")", "numbers.iter().max().copied()"),
    ("lesson02_words", "todo!(\"exercise 2-1: words\")", "text.split_whitespace().count()"),
];

/// A workspace with two lessons.
pub struct Fixture {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Fixture {
    pub fn new() -> Fixture {
        let folder = tempfile::Builder::new().prefix("딥러닝 과정 ").tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture"), folder.path());
        Fixture { folder }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Replaces a text that must be there.
    #[track_caller]
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// Writes a text in the place of an exercise's `todo!`.
    #[track_caller]
    pub fn answer(&self, todo: &str, answer: &str) {
        let lesson = if todo.starts_with('1') { "lesson01_numbers" } else { "lesson02_words" };
        self.replace(&format!("{lesson}/src/exercises.rs"), &format!("todo!(\"exercise {todo}\")"), answer);
    }

    /// Writes the right answers of exercises that have one function.
    #[track_caller]
    pub fn solve(&self, ids: &[&str]) {
        for id in ids {
            let (lesson, todo, answer) = ANSWERS.iter().find(|(_, todo, _)| todo.contains(id)).unwrap();
            self.replace(&format!("{lesson}/src/exercises.rs"), todo, answer);
        }
    }

    /// A command of the tool, that stands in this folder of the workspace.
    pub fn command_in(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_course"));
        command.args(arguments).current_dir(self.path(folder)).env("LANG", "en_GB.UTF-8");
        for name in ["CARGO_TARGET_DIR", "LC_ALL", "LC_MESSAGES", "RUSTFLAGS"] {
            command.env_remove(name);
        }
        command
    }

    pub fn course(&self, arguments: &[&str]) -> Run {
        self.command_in("", arguments).output().unwrap().into()
    }

    pub fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Student", "-c", "user.email=student@example.org", "-c", "commit.gpgsign=false"]);
        let output = command.arg("-C").arg(self.root()).args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// All that stands in the workspace, without what cargo and git keep.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_file() {
                    files.insert(path.clone(), fs::read(&path).unwrap());
                } else if !["target", "built", ".git"].iter().any(|name| entry.file_name() == *name) {
                    folders.push(path);
                }
            }
        }
        files.remove(&self.path("Cargo.lock"));
        files
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// What it printed, of a command that did what it should without a complaint.
    #[track_caller]
    pub fn succeeded(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        assert!(!self.stdout.contains('\x1b'), "colours in a pipe: {}", self.stdout);
        self.stdout
    }

    /// What it complained about, of a command that ended with this code.
    #[track_caller]
    pub fn failed(self, code: i32) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), ""), "{}", self.stderr);
        assert!(self.stderr.starts_with("error: ") && !self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr
    }

    /// What it printed, of a command that says that something is wrong with what it looked at.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(1), ""), "{}", self.stdout);
        self.stdout
    }
}

/// The line that begins with this text, words separated by one space.
#[track_caller]
pub fn line(text: &str, start: &str) -> String {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines()
        .map(words)
        .find(|line| line.starts_with(start))
        .unwrap_or_else(|| panic!("no line begins with {start}:\n{text}"))
}

/// All texts stand in the text.
#[track_caller]
pub fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "expected {part:?} in\n{text}");
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            // Left by a build of the fixture itself.
            if entry.file_name() != "target" {
                copy(&path, &target);
            }
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}
