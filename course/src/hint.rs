//! `hint ID`: one hint after the other, never two at once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::{Error, Errors};
use crate::files;
use crate::language::Language;
use crate::output::Answer;
use crate::workspace::{Workspace, find};

/// The next hint, or one that was unlocked before.
///
/// # Errors
/// If there is no such exercise or hint, or the hints before it were not read.
pub fn hint(workspace: &Workspace, language: Language, id: &str, level: Option<usize>) -> Result<Answer, Errors> {
    let lessons = workspace.lessons()?;
    let (_, exercise) = find(&lessons, id)?;
    let hints = exercise.hints.get(language);
    let mut seen = Seen::read(workspace);
    let before = seen.levels.get(id).copied().unwrap_or_default();
    let level = level.unwrap_or(before + 1).min(if level.is_none() { hints.len() } else { usize::MAX });
    let Some(text) = level.checked_sub(1).and_then(|place| hints.get(place)) else {
        let error = Error::argument("--level").expected(format!("a number from 1 to {}", hints.len())).found(level);
        return Err(error.help("leave it out for the next hint").into());
    };
    if level > before + 1 {
        let error = Error::about(format!("exercise {id}: hint {level}"))
            .expected(format!("hint {} to be read first", before + 1));
        return Err(error.found("not yet").help(format!("try with it for a while: `cargo course hint {id}`")).into());
    }
    seen.note(id, level)?;
    let more = match hints.len() - level {
        0 => "That was the last hint.".to_owned(),
        left => format!("Still stuck after a try? `cargo course hint {id}` shows the next one ({left} left)."),
    };
    Ok(Answer::from(format!("Hint {level} of {} for exercise {id}\n\n{}\n\n{more}\n", hints.len(), text)))
}

/// The hints that were shown: the highest level of each exercise. Kept beside what cargo builds, since nothing is lost
/// with it.
struct Seen {
    path: PathBuf,
    levels: BTreeMap<String, usize>,
}

impl Seen {
    fn read(workspace: &Workspace) -> Seen {
        let path = workspace.target.join("course").join("hints.json");
        // A damaged file locks the hints again; no reason to stop.
        let levels = serde_json::from_str(&files::read_or_empty(&path)).unwrap_or_default();
        Seen { path, levels }
    }

    #[expect(clippy::expect_used, reason = "names and numbers can be written as JSON")]
    fn note(&mut self, id: &str, level: usize) -> Result<(), Error> {
        let seen = self.levels.entry(id.to_owned()).or_default();
        if level <= *seen {
            return Ok(());
        }
        *seen = level;
        let text = serde_json::to_string_pretty(&self.levels).expect("names and numbers");
        files::write(&self.path, text.as_bytes())
    }
}
