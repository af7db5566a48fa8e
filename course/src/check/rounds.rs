//! Tests all wrong answers. One build takes one wrong answer of each lesson, and of a lesson's exercises as many as do
//! not touch each other: five lessons with a hundred wrong answers take a handful of builds, not a hundred.

use std::collections::BTreeMap;

use crate::build::{Answers, Built, Site, build};
use crate::check::announce;
use crate::check::wrong::Wrong;
use crate::error::{Error, Result};
use crate::files::read;
use crate::output::counted;
use crate::run::{Outcome, Runner, run_exercises};
use crate::scratch::{Content, Files, Scratch, workspace_files};
use crate::verdict::Verdict;
use crate::workspace::{Lesson, Workspace};

/// Wrong answers that are built together.
type Round<'a> = Vec<&'a Wrong<'a>>;

/// Wrong answers that their tests do not refuse by an assertion.
///
/// # Errors
/// If cargo or a test cannot be started, or the copy cannot be made.
pub fn check(
    workspace: &Workspace,
    lessons: &[&Lesson],
    wrong: &[Wrong<'_>],
    runner: Runner<'_>,
) -> Result<Vec<Error>> {
    if wrong.is_empty() {
        return Ok(Vec::new());
    }
    let scratch = Scratch::new(&workspace.target, "check")?;
    let files = workspace_files(&workspace.root, &workspace.target)?;
    scratch.start_with(&files, &workspace.target.join("debug"))?;
    let copied =
        |lesson: &&Lesson| Lesson { folder: scratch.root.join(workspace.shown(&lesson.folder)), ..(*lesson).clone() };
    let copies = lessons.iter().map(copied).collect();
    let bench = Bench { workspace, files, scratch, copies, runner };
    let mut rounds = rounds(lessons, wrong);
    rounds.reverse();
    let mut mistakes = Vec::new();
    let mut count = 0;
    while let Some(round) = rounds.pop() {
        count += 1;
        let answers = counted(round.len(), "wrong answer");
        announce(&format!("build {count} of {}, with {answers}", count + rounds.len()));
        match bench.test(&round)? {
            Tested::All(found) => mistakes.extend(found),
            // To know which of them does not compile.
            Tested::Broken(alone) => rounds.extend(alone.into_iter().map(|wrong| vec![wrong])),
        }
    }
    Ok(mistakes)
}

/// In each round a lesson has one wrong answer that is not alone, or one of each exercise.
fn rounds<'a>(lessons: &[&Lesson], wrong: &'a [Wrong<'a>]) -> Vec<Round<'a>> {
    let mut rounds: Vec<Round<'a>> = Vec::new();
    for lesson in lessons {
        let of_lesson = wrong.iter().filter(|wrong| wrong.lesson.name == lesson.name);
        let (alone, touching): (Vec<_>, Vec<_>) = of_lesson.partition(|wrong| wrong.is_alone);
        let mut own: Vec<Round<'a>> = touching.into_iter().map(|wrong| vec![wrong]).collect();
        let first = own.len();
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        for wrong in alone {
            let place = used.entry(&wrong.exercise.id).or_insert(first);
            match own.get_mut(*place) {
                Some(round) => round.push(wrong),
                None => own.push(vec![wrong]),
            }
            *place += 1;
        }
        rounds.resize_with(rounds.len().max(own.len()), Vec::new);
        rounds.iter_mut().zip(own).for_each(|(round, own)| round.extend(own));
    }
    rounds
}

enum Tested<'a> {
    All(Vec<Error>),
    /// A lesson with several of them does not compile: all of the round, to be tested one by one.
    Broken(Round<'a>),
}

/// The copy of the workspace in which the solutions are replaced.
struct Bench<'a> {
    workspace: &'a Workspace,
    files: Files,
    scratch: Scratch,
    /// All lessons, in the copy.
    copies: Vec<Lesson>,
    runner: Runner<'a>,
}

impl Bench<'_> {
    #[expect(
        clippy::indexing_slicing,
        clippy::expect_used,
        reason = "a chunk has a first element, and every wrong answer a lesson, which was built"
    )]
    fn test<'a>(&self, round: &Round<'a>) -> Result<Tested<'a>> {
        let groups: Vec<&[&Wrong<'a>]> = round.chunk_by(|a, b| a.lesson.name == b.lesson.name).collect();
        let mut files = self.files.clone();
        for group in &groups {
            let path = group[0].lesson.solutions();
            let right = read(&path)?;
            let text = group.iter().fold(right, |text, wrong| wrong.replaced_in(&text));
            files.insert(self.workspace.shown(&path), Content::Text(text));
        }
        self.scratch.fill(&files)?;
        let (root, target) = (&self.scratch.root, &self.scratch.target);
        let site = Site { root, target, answers: Answers::Solutions, is_copy: true, is_brief: true };
        // All lessons, so that the others keep the solutions that they were built with.
        let built = build(site, &self.copies.iter().collect::<Vec<_>>())?;
        let built_of = |wrong: &Wrong<'_>| {
            let place = self.copies.iter().position(|copy| copy.name == wrong.lesson.name);
            &built[place.expect("a wrong answer belongs to a lesson")]
        };
        if groups.iter().any(|group| built_of(group[0]).is_err() && group.len() > 1) {
            return Ok(Tested::Broken(round.clone()));
        }
        let tested: Vec<(&Wrong<'a>, &Built)> = round.iter().map(|&wrong| (wrong, built_of(wrong))).collect();
        let exercises: Vec<_> = tested.iter().map(|(wrong, built)| (wrong.lesson, wrong.exercise, *built)).collect();
        let outcomes = run_exercises(&exercises, self.runner)?;
        let found = tested.iter().zip(&outcomes).filter_map(|((wrong, _), outcome)| mistake(wrong, outcome));
        Ok(Tested::All(found.collect()))
    }
}

/// What is wrong with a wrong answer, unless a test refuses it: by a panic that does not happen in the answer itself.
fn mistake(wrong: &Wrong<'_>, outcome: &Outcome<'_>) -> Option<Error> {
    let is_refused = |verdict: &Verdict| matches!(verdict, Verdict::Failed(panic) if !panic.is_in("src/solutions.rs"));
    if outcome.tests.iter().any(|test| is_refused(&test.verdict)) {
        return None;
    }
    let about = Error::about(wrong.shown.display()).expected("an assertion of the tests to refuse it");
    Some(match outcome.first_trouble().map(|test| (&test.name, &test.verdict)) {
        None => about.found("that all tests pass").help(format!("sharpen the tests of exercise {}", wrong.exercise.id)),
        Some((_, Verdict::NotCompiled { error })) => {
            about.found(format!("that it does not compile\n{error}")).help("give it the signature of the exercise")
        }
        Some((name, verdict)) => {
            let found = format!("{name} {}: {}", verdict.word(), verdict.explanation());
            about.found(found).help("choose an answer that returns something wrong, or let the tests see it first")
        }
    })
}
