//! The workspace around the working directory, and its lessons: the members that have an `exercises.toml`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::error::{Error, Errors, Result};
use crate::manifest::{self, Exercise};

/// The name of a lesson's manifest.
pub const MANIFEST: &str = "exercises.toml";

/// A Cargo workspace.
#[derive(Debug)]
pub struct Workspace {
    /// The folder of its `Cargo.toml`.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
    /// A copy that was made for grading; see [`crate::grade`].
    pub is_copy: bool,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    name: String,
    folder: PathBuf,
}

/// A crate with exercises.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The name of its package.
    pub name: String,
    pub folder: PathBuf,
    /// In the order of its manifest.
    pub exercises: Vec<Exercise>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
}

impl Workspace {
    /// The workspace to which the working directory belongs.
    ///
    /// # Errors
    /// If cargo is not there, or finds no workspace.
    pub fn around_working_directory() -> Result<Workspace> {
        let here =
            env::current_dir().map_err(|error| Error::io(Path::new("."), "be in a folder that is there", &error))?;
        Workspace::around(&here)
    }

    /// The workspace to which this folder belongs.
    ///
    /// # Errors
    /// If cargo is not there, or finds no workspace.
    pub fn around(folder: &Path) -> Result<Workspace> {
        let metadata = ["metadata", "--no-deps", "--format-version", "1"];
        let output = cargo().args(metadata).current_dir(folder).output().map_err(|error| cargo_is_missing(&error))?;
        let said = String::from_utf8_lossy(&output.stderr);
        let about = Error::about(folder.display()).expected("a folder of the course's workspace");
        let metadata: Metadata = serde_json::from_slice(&output.stdout).map_err(|_| {
            about.found(said.trim()).help("change into the folder of the course, and correct what cargo says")
        })?;
        let member = |package: Package| {
            let folder = package.manifest_path.parent()?.to_owned();
            Some(Member { name: package.name, folder })
        };
        let mut members: Vec<Member> = metadata.packages.into_iter().filter_map(member).collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Workspace { root: metadata.workspace_root, target: metadata.target_directory, is_copy: false, members })
    }

    /// The folders of its members.
    pub fn member_folders(&self) -> impl Iterator<Item = &Path> {
        self.members.iter().map(|member| member.folder.as_path())
    }

    /// All lessons with the exercises that their manifests describe rightly, and all mistakes in the manifests.
    pub fn read_lessons(&self) -> (Vec<Lesson>, Vec<Error>) {
        let mut lessons = Vec::new();
        let mut mistakes = Vec::new();
        for member in &self.members {
            let path = member.folder.join(MANIFEST);
            if path.exists() {
                let (exercises, found) = manifest::read(&path, &self.shown(&path), number(&member.name));
                mistakes.extend(found);
                lessons.push(Lesson { name: member.name.clone(), folder: member.folder.clone(), exercises });
            } else if has_exercises(&member.folder) {
                let error = Error::about(self.shown(&path).display()).expected("the manifest of the exercises");
                mistakes.push(
                    error.found("none").help(format!("put it back: `git checkout -- {}`", self.shown(&path).display())),
                );
            }
        }
        if lessons.is_empty() && mistakes.is_empty() {
            let error = Error::about(self.root.display()).expected(format!("members with an {MANIFEST}")).found("none");
            mistakes.push(error.help("change into the folder of the course"));
        }
        mistakes.extend(repeated_ids(&lessons));
        (lessons, mistakes)
    }

    /// All lessons.
    ///
    /// # Errors
    /// All mistakes in the manifests.
    pub fn lessons(&self) -> Result<Vec<Lesson>, Errors> {
        match self.read_lessons() {
            (lessons, mistakes) if mistakes.is_empty() => Ok(lessons),
            (_, mistakes) => Err(Errors(mistakes)),
        }
    }

    /// A path as a reader wants it: from the root of the workspace.
    pub fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }
}

impl Lesson {
    /// The file into which the student writes.
    pub fn stubs(&self) -> PathBuf {
        self.folder.join("src").join("exercises.rs")
    }

    /// The file of the answers.
    pub fn solutions(&self) -> PathBuf {
        self.folder.join("src").join("solutions.rs")
    }

    /// The file of the tests.
    pub fn tests(&self) -> PathBuf {
        self.folder.join("tests").join("exercises.rs")
    }

    /// The folder of the wrong answers.
    pub fn wrong(&self) -> PathBuf {
        self.folder.join("wrong")
    }
}

/// The lesson and the exercise of this id.
///
/// # Errors
/// If there is none.
pub fn find<'a>(lessons: &'a [Lesson], id: &str) -> Result<(&'a Lesson, &'a Exercise)> {
    let all = || lessons.iter().flat_map(|lesson| lesson.exercises.iter().map(move |exercise| (lesson, exercise)));
    all().find(|(_, exercise)| exercise.id == id).ok_or_else(|| {
        let ids: Vec<&str> = all().map(|(_, exercise)| exercise.id.as_str()).collect();
        Error::argument("ID")
            .expected(format!("one of {}", ids.join(", ")))
            .found(format!("`{id}`"))
            .help("`cargo course list` lists the exercises with their titles")
    })
}

/// Cargo, the one that started us if one did.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.stdin(std::process::Stdio::null());
    command
}

/// Cargo could not be started.
pub fn cargo_is_missing(error: &std::io::Error) -> Error {
    Error::about("cargo").expected("to start").found(error).help("install Rust with https://rustup.rs")
}

/// 4 for `lesson04_softmax`.
fn number(name: &str) -> Option<u32> {
    let digits: String = name.strip_prefix("lesson")?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn has_exercises(folder: &Path) -> bool {
    folder.join("src").join("exercises.rs").exists() || folder.join("tests").join("exercises.rs").exists()
}

fn repeated_ids(lessons: &[Lesson]) -> Vec<Error> {
    let all: Vec<(&Lesson, &Exercise)> =
        lessons.iter().flat_map(|lesson| lesson.exercises.iter().map(move |exercise| (lesson, exercise))).collect();
    all.iter()
        .enumerate()
        .filter_map(|(k, (of, exercise))| {
            let (lesson, _) = all.iter().take(k).find(|(_, other)| other.id == exercise.id)?;
            let subject = format!("{}/{MANIFEST}: {}", of.name, exercise.id);
            let found = format!("the same id in {}", lesson.name);
            Some(Error::about(subject).expected("an id of its own").found(found).help("number the exercises anew"))
        })
        .collect()
}
