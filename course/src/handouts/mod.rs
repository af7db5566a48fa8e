//! The handouts: Markdown in `handouts/ko/src` and its English twin in `handouts/en/src`, laid out as mdBook wants it.
//!
//! A [`chapter`] is read, its [`directive`]s are replaced ([`expand`]) by excerpts of files that are built ([`excerpt`]),
//! by what programs printed ([`recorded`]) and by what the manifests say ([`listing`]). [`mod@check`] finds what is missing,
//! compares the languages ([`parity`]) and names English sections that are behind their Korean source ([`sync`]).
//! [`render`] makes web pages and printable pages, [`mod@record`] runs the lessons again.

mod chapter;
mod check;
mod directive;
mod excerpt;
mod expand;
mod listing;
mod number;
mod outline;
mod parity;
mod pipe;
mod record;
mod recorded;
mod render;
mod section;
mod sync;

use crate::cli::HandoutsArgs;
use crate::error::{Error, Errors};
use crate::language::Language;
use crate::output::{Answer, counted};
use crate::workspace::Workspace;

pub use check::mistakes;
pub use record::record;
pub use render::{Format, mdbook};

/// Makes the handouts, in both languages if none is chosen; or checks them, or marks English sections as up to date.
///
/// # Errors
/// If a handout is missing or wrong, or what a flag names.
pub fn handouts(workspace: &Workspace, flags: &HandoutsArgs, language: Option<Language>) -> Result<Answer, Errors> {
    if let Some(place) = &flags.accept {
        return accept(workspace, place);
    }
    if flags.check {
        return check(workspace);
    }
    let languages = language.map_or(vec![Language::Ko, Language::En], |language| vec![language]);
    let formats = flags.format.map_or(vec![Format::Html, Format::Pdf], |format| vec![format]);
    render::render(workspace, &languages, &formats, &flags.lessons)
}

fn check(workspace: &Workspace) -> Result<Answer, Errors> {
    let mistakes = mistakes(workspace, &workspace.lessons()?);
    if !mistakes.is_empty() {
        return Err(Errors(mistakes));
    }
    let chapters = chapter::chapters(workspace, Language::Ko)?.len();
    Ok(Answer::from(format!("{} in Korean and English: all is well\n", counted(chapters, "handout"))))
}

/// `all`, `LESSON` or `LESSON#SECTION`.
fn accept(workspace: &Workspace, place: &str) -> Result<Answer, Errors> {
    let (name, section) = place.split_once('#').map_or((place, None), |(name, section)| (name, Some(section)));
    let sources = chapter::chapters(workspace, Language::Ko)?;
    let twins = chapter::chapters(workspace, Language::En)?;
    let pairs: Vec<_> = sources.iter().zip(&twins).filter(|(source, _)| name == "all" || name == source.name).collect();
    if pairs.is_empty() {
        let names: Vec<&str> = sources.iter().map(|chapter| chapter.name.as_str()).collect();
        let error = Error::argument("--accept").expected(format!("all, or one of {}", names.join(", ")));
        return Err(error.found(format!("`{name}`")).help("write LESSON or LESSON#SECTION").into());
    }
    let mut changed = 0;
    for (source, twin) in pairs {
        changed += sync::accept(source, twin, section)?;
    }
    Ok(Answer::from(format!("{} marked as up to date\n", counted(changed, "section"))))
}
