//! `{{#exercise 4-1}}` and `{{#exercises}}`: what the manifests say about exercises, in the language of the handout.

use crate::error::{Error, Result};
use crate::language::Language;
use crate::manifest::{Exercise, Kind};
use crate::workspace::{self, Lesson};

/// The heading of an exercise: id, title, kind, minutes, points.
///
/// # Errors
/// If there is no such exercise.
pub fn heading(lessons: &[Lesson], language: Language, id: &str) -> Result<String> {
    let (_, exercise) = workspace::find(lessons, id)?;
    let (kind, title) = (kind(exercise.kind, language), exercise.title.get(language));
    let (minutes, points) = (exercise.minutes, exercise.points);
    Ok(match language {
        Language::Ko => format!("연습 {id}. {title} ({kind}, {minutes}분, {points}점)"),
        Language::En => format!("Exercise {id}. {title} ({kind}, {minutes} minutes, {points} points)"),
    })
}

/// The table of a lesson's exercises.
///
/// # Errors
/// If there is no such lesson.
pub fn table(lessons: &[Lesson], language: Language, name: &str) -> Result<String> {
    let lesson = lessons.iter().find(|lesson| lesson.name == name).ok_or_else(|| {
        let error = Error::about(name).expected("a lesson with exercises").found("none of this name");
        error.help("name the handout after its lesson")
    })?;
    let head = match language {
        Language::Ko => "| 번호 | 제목 | 구분 | 시간(분) | 점수 |",
        Language::En => "| number | title | kind | minutes | points |",
    };
    let row = |exercise: &Exercise| {
        let Exercise { id, minutes, points, .. } = exercise;
        let (title, kind) = (exercise.title.get(language), kind(exercise.kind, language));
        format!("| [{id}](#exercise-{id}) | {title} | {kind} | {minutes} | {points} |")
    };
    let rows: Vec<String> = lesson.exercises.iter().map(row).collect();
    Ok(format!("{head}\n|:--|:------------------------|:----|---:|---:|\n{}", rows.join("\n")))
}

fn kind(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Core, Language::Ko) => "필수",
        (Kind::Stretch, Language::Ko) => "심화",
        (kind, Language::En) => kind.word(),
    }
}
