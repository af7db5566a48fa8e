//! Builds the tests of the exercises. A lesson that does not compile does not keep the others from being built.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::interrupt;
use crate::process::{self, Limits};
use crate::workspace::{Lesson, cargo, cargo_is_missing};

/// With what the lessons are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The student's: without any feature, whatever the manifest of the crate says.
    Exercises,
    /// The course's own: with the feature `solutions`.
    Solutions,
}

/// Where to build.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The folder of the workspace.
    pub root: &'a Path,
    /// Where cargo puts what it builds.
    pub target: &'a Path,
    pub answers: Answers,
    /// A copy within another workspace, whose configuration of cargo must have no say.
    pub is_copy: bool,
    /// Whether the lessons are compiled without optimisation, unlike the libraries under them. That takes an eighth of
    /// the time, and the tests then take a little longer: for code that is compiled once and run once.
    pub is_brief: bool,
}

/// The executable with a lesson's tests, or why there is none: the compiler's first error.
pub type Built = std::result::Result<Executable, String>;

/// The tests of a lesson, built.
#[derive(Clone, Debug, Default)]
pub struct Executable {
    pub path: PathBuf,
    /// The folder of the crate, in which its tests run.
    pub folder: PathBuf,
    /// The names of its ignored tests.
    pub tests: BTreeSet<String>,
    /// Whether it can write a log, which no `println!` reaches; see [`crate::verdict`].
    pub has_log: bool,
}

/// A line of what cargo prints for programs.
#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-message")]
    Said { manifest_path: PathBuf, message: Diagnostic },
    #[serde(rename = "compiler-artifact")]
    Made { manifest_path: PathBuf, target: Target, features: Vec<String>, executable: Option<PathBuf> },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    name: String,
}

/// What one call of cargo gave.
#[derive(Default)]
struct Call {
    /// By the folder of the crate.
    executables: BTreeMap<PathBuf, PathBuf>,
    /// The crates that were built with their feature `solutions`.
    with_solutions: BTreeSet<PathBuf>,
    /// The first error in each crate, by its folder.
    errors: BTreeMap<PathBuf, String>,
    first_error: Option<String>,
    stderr: String,
}

/// Builds the tests of the workspace's lessons, and gives those of some of them, in the same order.
///
/// All are built, because cargo chooses the features of the libraries by what it is asked to build: so they are the same for
/// every command of ours and for `cargo test --workspace`, and no library is built twice. What is up to date costs nothing.
///
/// # Errors
/// If cargo cannot be started, or Ctrl-C.
pub fn build(site: Site<'_>, lessons: &[&Lesson]) -> Result<Vec<Built>> {
    if lessons.is_empty() {
        return Ok(Vec::new());
    }
    let call = call(site, lessons)?;
    lessons.iter().map(|lesson| result(site, lesson, &call)).collect()
}

fn result(site: Site<'_>, lesson: &Lesson, call: &Call) -> Result<Built> {
    let folder = canonical(&lesson.folder);
    match call.executables.get(&folder) {
        Some(path) if site.answers == Answers::Exercises && call.with_solutions.contains(&folder) => {
            Ok(Err(format!("{}: built with the feature `solutions`, which counts as no answer", path.display())))
        }
        Some(path) => inspect(path, &lesson.folder),
        // A lesson whose tests were deleted: each of them is missing.
        None if !lesson.tests().exists() => Ok(Ok(Executable::default())),
        None => Ok(Err(call.why(&folder))),
    }
}

impl Call {
    /// Why there is no executable: an error in the lesson itself, or in a crate that it needs, or in a manifest.
    #[expect(clippy::string_slice, reason = "it begins or ends where something was found")]
    fn why(&self, folder: &Path) -> String {
        self.errors.get(folder).or(self.first_error.as_ref()).cloned().unwrap_or_else(|| {
            let from = self.stderr.find("error").unwrap_or_default();
            self.stderr[from..].trim().to_owned()
        })
    }

    fn read(&mut self, message: Message) {
        match message {
            Message::Said { manifest_path, message } if message.level == "error" => {
                let text = message.rendered.unwrap_or_default().trim().to_owned();
                self.first_error.get_or_insert_with(|| text.clone());
                self.errors.entry(folder_of(&manifest_path)).or_insert(text);
            }
            Message::Made { manifest_path, target, features, executable } => {
                let folder = folder_of(&manifest_path);
                if features.iter().any(|feature| feature == "solutions") {
                    self.with_solutions.insert(folder.clone());
                }
                if target.name == "exercises" && target.kind == ["test"] {
                    self.executables.extend(executable.map(|executable| (folder, executable)));
                }
            }
            Message::Said { .. } | Message::Other => {}
        }
    }
}

fn folder_of(manifest: &Path) -> PathBuf {
    canonical(manifest.parent().unwrap_or(manifest))
}

/// Cargo resolves links, and the lessons' folders come from another call of it: compare what they lead to.
fn canonical(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

fn command(site: Site<'_>, lessons: &[&Lesson]) -> Command {
    let mut command = cargo();
    // As `cargo test --no-run`, which has no `--keep-going`; the executables are the same.
    command.env("CARGO_TARGET_DIR", site.target).args(["build", "--profile", "test", "--workspace", "--keep-going"]);
    command.args(["--test", "exercises", "--no-default-features", "--message-format", "json"]);
    command.arg("--manifest-path").arg(site.root.join("Cargo.toml"));
    if site.is_copy {
        // Cargo looks for its configuration in all folders above the working directory.
        command.current_dir(site.root.ancestors().last().unwrap_or(site.root));
        let own = site.root.join(".cargo").join("config.toml");
        if own.exists() {
            command.arg("--config").arg(own);
        }
    } else {
        command.current_dir(site.root);
    }
    if site.is_brief {
        lessons.iter().for_each(|lesson| {
            let profile = format!("profile.test.package.{}", lesson.name);
            command.args(["--config", &format!("{profile}.opt-level=0"), "--config", &format!("{profile}.debug=0")]);
        });
    }
    if site.answers == Answers::Solutions {
        lessons.iter().for_each(|lesson| {
            command.args(["--features", &format!("{}/solutions", lesson.name)]);
        });
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[expect(clippy::expect_used, reason = "both outputs are pipes, and the thread only reads")]
fn call(site: Site<'_>, lessons: &[&Lesson]) -> Result<Call> {
    let mut child = command(site, lessons).spawn().map_err(|error| cargo_is_missing(&error))?;
    let stdout = child.stdout.take().expect("a pipe");
    let stderr = child.stderr.take().expect("a pipe");
    let said = thread::spawn(move || status_lines(stderr));
    let mut call = Call::default();
    for line in BufReader::new(stdout).lines().map_while(std::result::Result::ok) {
        // Lines that are no messages come from build scripts and macros.
        if let Ok(message) = serde_json::from_str(&line) {
            call.read(message);
        }
    }
    child.wait().map_err(|error| cargo_is_missing(&error))?;
    call.stderr = said.join().expect("a thread that only reads");
    // Cargo stands in our own process group: Ctrl-C ends it too, and its error is none of the student's.
    if interrupt::is_requested() { Err(Error::interrupted()) } else { Ok(call) }
}

/// Collects what cargo says; on a terminal its lines on progress are shown, because a first build takes minutes.
fn status_lines(stderr: impl Read) -> String {
    let is_watched = std::io::stderr().is_terminal();
    let mut all = String::new();
    for line in BufReader::new(stderr).lines().map_while(std::result::Result::ok) {
        let is_progress = ["Compiling", "Blocking", "Downloading", "Downloaded"]
            .iter()
            .any(|word| line.trim_start().starts_with(word));
        if is_watched && is_progress {
            eprintln!("{line}");
        }
        all.push_str(&line);
        all.push('\n');
    }
    all
}

/// Asks the executable for its ignored tests.
fn inspect(path: &Path, folder: &Path) -> Result<Built> {
    let limits = Limits { time: Duration::from_secs(20), stop: &interrupt::is_requested };
    let ask = |arguments: &[&str]| {
        let mut command = Command::new(path);
        command.args(arguments).current_dir(folder);
        process::run(&mut command, &limits).map_err(|error| Error::io(path, "run the tests", &error))
    };
    let listed = ask(&["--list", "--ignored", "--format", "terse"])?;
    let tests = listed.stdout.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect();
    let has_log = ask(&["--help"])?.stdout.contains("--logfile");
    Ok(Ok(Executable { path: path.to_owned(), folder: folder.to_owned(), tests, has_log }))
}
