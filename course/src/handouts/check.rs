//! Whether the handouts are in order: everything they name is there, every exercise has its place, and the English twin is
//! in step with its Korean source.

use std::collections::BTreeSet;

use crate::error::{Error, Errors};
use crate::handouts::chapter::{Chapter, chapters};
use crate::handouts::outline::{Block, Part, outline};
use crate::handouts::{parity, sync};
use crate::language::Language;
use crate::workspace::{Lesson, Workspace};

/// The languages of code: what is compiled and run, excerpts of files, commands, recorded output, other text.
const INFOS: [&str; 5] = ["rust", "rs", "sh", "console", "text"];

/// All mistakes in the handouts of both languages.
pub fn mistakes(workspace: &Workspace, lessons: &[Lesson]) -> Vec<Error> {
    match (chapters(workspace, Language::Ko), chapters(workspace, Language::En)) {
        (Ok(sources), Ok(twins)) => in_both(workspace, lessons, &sources, &twins),
        (sources, twins) => {
            [sources, twins].into_iter().filter_map(Result::err).flat_map(|Errors(list)| list).collect()
        }
    }
}

fn in_both(workspace: &Workspace, lessons: &[Lesson], sources: &[Chapter], twins: &[Chapter]) -> Vec<Error> {
    let mut mistakes: Vec<Error> = Vec::new();
    for chapters in [sources, twins] {
        let anchors: BTreeSet<String> = chapters.iter().flat_map(anchors).collect();
        for chapter in chapters {
            mistakes.extend(chapter.expanded(workspace, lessons).err().into_iter().flat_map(|Errors(list)| list));
            mistakes.extend(of_parts(chapter, &anchors));
        }
        mistakes.extend(lessons.iter().flat_map(|lesson| of_exercises(lesson, chapters, &anchors)));
    }
    let names = |chapters: &[Chapter]| chapters.iter().map(|chapter| chapter.name.clone()).collect::<Vec<_>>();
    if names(sources) != names(twins) {
        let error = Error::about("handouts/en/src/SUMMARY.md").expected(names(sources).join(", "));
        mistakes.push(error.found(names(twins).join(", ")).help("name the same chapters in both languages"));
    }
    for (source, twin) in sources.iter().zip(twins) {
        mistakes.extend(parity::differences(source, twin));
        mistakes.extend(sync::stale(source, twin));
    }
    mistakes
}

/// `lesson04_softmax#stability` for each heading.
fn anchors(chapter: &Chapter) -> Vec<String> {
    let ids = outline(&chapter.text).into_iter().filter_map(|part| part.id);
    ids.map(|id| format!("{}#{id}", chapter.name)).collect()
}

/// Ids, code, figures and links of a chapter.
fn of_parts(chapter: &Chapter, anchors: &BTreeSet<String>) -> Vec<Error> {
    let mut seen = BTreeSet::new();
    let mut mistakes = Vec::new();
    for part in outline(&chapter.text) {
        let about = |line: usize| Error::about(format!("{}:{line}", chapter.shown.display()));
        match &part.id {
            Some(id) if seen.insert(id.clone()) => {}
            Some(id) => mistakes.push(about(part.line).expected("an id of its own").found(format!("`{id}` once more"))),
            None => {
                mistakes.push(about(part.line).expected("an id, `{#name}`, at the end of the heading").found("none"))
            }
        }
        mistakes.extend(part.blocks.iter().filter_map(|block| of_block(chapter, &part, block)));
        for link in &part.links {
            mistakes.extend(broken(chapter, &link.to, anchors).map(|found| {
                about(link.line).expected("a link to a heading, or to another site").found(format!("`{found}`"))
            }));
        }
    }
    mistakes
}

fn of_block(chapter: &Chapter, part: &Part, block: &Block) -> Option<Error> {
    let about = || Error::about(format!("{}:{}", chapter.shown.display(), part.line));
    match block {
        Block::Code { info, text } => {
            let is_excerpt = text.contains("{{#include ");
            if INFOS.contains(&info.as_str()) && is_excerpt == (info == "rs") {
                return None;
            }
            let expected = format!("code in {}, with an include in `rs` only", INFOS.join(", "));
            let error = about().expected(expected).found(block.words());
            Some(error.help("`rust` is compiled and run, `rs` is an excerpt of a file"))
        }
        Block::Figure { file, width } => {
            let per_cent = width.strip_suffix('%').and_then(|width| width.parse::<u32>().ok());
            let is_there = chapter.path.parent().is_some_and(|folder| folder.join(file).is_file());
            if is_there && per_cent.is_some_and(|width| (10..=100).contains(&width)) {
                return None;
            }
            let found = if is_there { format!("width `{width}`") } else { format!("no file {file}") };
            let error = about().expected("a figure that is there, and its width from \"10%\" to \"100%\" as its title");
            Some(error.found(found).help("`cargo run -p handouts` draws the figures"))
        }
        Block::Formula(_) | Block::Table { .. } | Block::Note(_) => None,
    }
}

/// The target of a link within the book that leads nowhere.
fn broken<'a>(chapter: &Chapter, to: &'a str, anchors: &BTreeSet<String>) -> Option<&'a str> {
    if to.starts_with("https://") || to.starts_with("http://") {
        return None;
    }
    let target = match to.split_once('#') {
        // The table of exercises brings its own links.
        Some(("", id)) => format!("{}#{id}", chapter.name),
        Some((file, id)) => format!("{}#{id}", file.strip_suffix(".md")?),
        None => {
            let name = to.strip_suffix(".md").unwrap_or(to);
            let is_chapter = anchors.iter().any(|anchor| anchor.split('#').next() == Some(name));
            return (!is_chapter).then_some(to);
        }
    };
    (!anchors.contains(&target)).then_some(to)
}

/// Each exercise has a heading of its own, and the section that its manifest names.
fn of_exercises(lesson: &Lesson, chapters: &[Chapter], anchors: &BTreeSet<String>) -> Vec<Error> {
    let Some(chapter) = chapters.iter().find(|chapter| chapter.name == lesson.name) else {
        let error = Error::about(&lesson.name).expected("a handout").found("none");
        return vec![error.help("write handouts/ko/src and handouts/en/src, and name them in SUMMARY.md")];
    };
    let missing = |id: String, why: String| {
        let is_there = anchors.contains(&format!("{}#{id}", lesson.name));
        (!is_there).then(|| {
            let error = Error::about(chapter.shown.display()).expected(format!("a heading with the id `{id}`, {why}"));
            error.found("none").help("write the section, or correct exercises.toml")
        })
    };
    let of_exercise = |exercise: &crate::manifest::Exercise| {
        let id = &exercise.id;
        let section = missing(exercise.handout.clone(), format!("which exercise {id} needs"));
        [section, missing(format!("exercise-{id}"), format!("the task of exercise {id}"))]
    };
    lesson.exercises.iter().flat_map(of_exercise).flatten().collect()
}
