//! `watch`: runs again whenever a file changes. Files are looked at, not listened to: notices of changes do not reach every
//! kind of disk (a Windows folder under Linux, a network drive).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::error::Errors;
use crate::interrupt;
use crate::language::Language;
use crate::next;
use crate::output::{Answer, print};
use crate::run::{Outcome, Runner, run_one, site};
use crate::run_command::described;
use crate::state::State;
use crate::workspace::{Lesson, Workspace, find};

/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// Runs an exercise, or the first core exercise that is not done, again after each change, until Ctrl-C.
///
/// # Errors
/// If there is no such exercise. Everything else is shown, and may be corrected while this goes on.
pub fn watch(workspace: &Workspace, language: Language, id: Option<&str>, timeout: Duration) -> Result<Answer, Errors> {
    if let Some(id) = id {
        find(&workspace.lessons()?, id)?;
    }
    let mut session = Session { workspace, language, timeout, fixed: id, current: None };
    print("Watching; Ctrl-C ends it.\n");
    while !interrupt::is_requested() {
        let changes = Changes::since_now(&workspace.root);
        match session.look(&changes) {
            Ok(text) => print(&format!("\n{text}")),
            // It was cut short by a change, or by Ctrl-C: the loop knows what to do.
            Err(_) if changes.stop() => {}
            Err(errors) => errors.0.iter().for_each(|error| print(&format!("\nerror: {error}\n"))),
        }
        while !changes.stop() {
            thread::sleep(PAUSE);
        }
        if let Some(path) = changes.first() {
            print(&format!("\n--- {} changed\n", workspace.shown(&path).display()));
        }
    }
    Ok(Answer::from("\nStopped.\n".to_owned()))
}

struct Session<'a> {
    workspace: &'a Workspace,
    language: Language,
    timeout: Duration,
    fixed: Option<&'a str>,
    /// The exercise that was not done the last time.
    current: Option<String>,
}

impl Session<'_> {
    fn look(&mut self, changes: &Changes) -> Result<String, Errors> {
        let stop = || changes.stop();
        let runner = Runner { timeout: self.timeout, second_chance: false, stop: &stop };
        let lessons = self.workspace.lessons()?;
        if let Some(id) = self.fixed {
            return Ok(self.described(&self.run(&lessons, id, runner)?));
        }
        let mut text = String::new();
        if let Some(id) = self.current.clone() {
            let outcome = self.run(&lessons, &id, runner)?;
            text.push_str(&self.described(&outcome));
            if outcome.state() != State::Done {
                return Ok(text);
            }
            text.push('\n');
        }
        let undone = next::first_undone(self.workspace, &lessons, self.current.as_deref(), runner)?;
        self.current = undone.as_ref().map(|outcome| outcome.exercise.id.clone());
        text.push_str(&match undone {
            Some(outcome) => {
                format!("{}\n{}", next::task(self.workspace, &outcome, self.language), self.described(&outcome))
            }
            None => next::ALL_DONE.to_owned(),
        });
        Ok(text)
    }

    fn run<'a>(&self, lessons: &'a [Lesson], id: &str, runner: Runner<'_>) -> Result<Outcome<'a>, Errors> {
        let (lesson, exercise) = find(lessons, id)?;
        Ok(run_one(site(self.workspace), lesson, exercise, runner)?)
    }

    fn described(&self, outcome: &Outcome<'_>) -> String {
        described(self.workspace, outcome, self.language)
    }
}

type Snapshot = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Whether a file has changed since a moment; looks at most every [`PAUSE`], however often it is asked.
struct Changes {
    root: PathBuf,
    before: Snapshot,
    last: Mutex<(Instant, Option<PathBuf>)>,
}

impl Changes {
    fn since_now(root: &Path) -> Changes {
        Changes { root: root.to_owned(), before: snapshot(root), last: Mutex::new((Instant::now(), None)) }
    }

    /// Whether a file has changed, or Ctrl-C was pressed.
    fn stop(&self) -> bool {
        interrupt::is_requested() || self.first().is_some()
    }

    /// The first file that has changed.
    fn first(&self) -> Option<PathBuf> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.1.is_none() && last.0.elapsed() >= PAUSE {
            *last = (Instant::now(), difference(&self.before, &snapshot(&self.root)));
        }
        last.1.clone()
    }
}

fn difference(before: &Snapshot, after: &Snapshot) -> Option<PathBuf> {
    let changed = after.iter().find(|(path, state)| before.get(*path) != Some(state));
    let removed = || before.keys().find(|path| !after.contains_key(*path));
    changed.map(|(path, _)| path).or_else(removed).cloned()
}

/// Time and length of all sources and manifests of the workspace's crates.
fn snapshot(root: &Path) -> Snapshot {
    let mut files = Snapshot::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let is_ours = !["target", "output", "data"].iter().any(|other| name == *other)
                && !name.to_string_lossy().starts_with('.');
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && is_ours => folders.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|end| end == "rs" || end == "toml") => {
                    let state = entry.metadata().map(|metadata| (metadata.modified().ok(), metadata.len()));
                    files.extend(state.map(|state| (path, state)));
                }
                _ => {}
            }
        }
    }
    files
}
