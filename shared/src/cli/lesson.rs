//! [`Lesson`]: a program made of sections, which run one after the other or alone.

use std::cell::OnceCell;
use std::ops::Deref;
use std::path::Path;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser};

use super::{CommonArgs, run_parsed};
use crate::error::{Error, Result};

/// The flags of a lesson that has sections: the common ones, which they run, and the list of them.
#[derive(Args, Clone, Debug)]
pub struct LessonArgs {
    #[command(flatten)]
    common: CommonArgs,

    /// Sections to run; all, if none is named
    #[arg(value_name = "SECTION")]
    sections: Vec<String>,

    /// List the sections
    #[arg(long)]
    list: bool,
}

impl LessonArgs {
    /// Whether a section is to run.
    fn runs(&self, section: &str) -> bool {
        self.sections.is_empty() || self.sections.iter().any(|named| named == section)
    }

    /// Refuses a flag that would do nothing: it is about the training of a section that is not to run.
    ///
    /// # Errors
    /// As said; exit code 2.
    pub(super) fn check_runs(&self, section: &str, flag: &str) -> Result<()> {
        if self.runs(section) {
            return Ok(());
        }
        Err(Error::argument(flag)
            .expected(format!("the section {section} among those to run"))
            .found(self.sections.join(" "))
            .help(format!("{flag} is about the training in section {section}: name that section too, or leave it out")))
    }
}

impl Deref for LessonArgs {
    type Target = CommonArgs;

    fn deref(&self) -> &CommonArgs {
        &self.common
    }
}

/// What a section does, given the flags of the program and the folder for its pictures.
type Body<A> = Box<dyn Fn(&A, &Path) -> Result<()>>;

struct Section<A> {
    name: &'static str,
    title: &'static str,
    body: Body<A>,
}

/// A lesson's program: its sections in their order, and the exercises that it names at its end.
///
/// `cargo run -p lesson04_softmax` runs all sections, `cargo run -p lesson04_softmax -- data` one of them.
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use clap::Parser;
/// use shared::cli::{Lesson, LessonArgs};
///
/// /// Teaches the primes.
/// #[derive(Parser)]
/// struct Flags {
///     #[command(flatten)]
///     lesson: LessonArgs,
/// }
///
/// impl AsRef<LessonArgs> for Flags {
///     fn as_ref(&self) -> &LessonArgs {
///         &self.lesson
///     }
/// }
///
/// fn main() -> ExitCode {
///     Lesson::<Flags>::new("lesson00_primes")
///         .section("first", "The first prime", |_, _| {
///             println!("2");
///             Ok(())
///         })
///         .exercises(&[("0-1", "The second prime")])
///         .run()
/// }
/// ```
pub struct Lesson<A> {
    name: &'static str,
    sections: Vec<Section<A>>,
    exercises: &'static [(&'static str, &'static str)],
    check: fn(&A) -> Result<()>,
}

impl<A: Parser + AsRef<LessonArgs>> Lesson<A> {
    /// A lesson without sections; `name` is also the name of its folder for pictures.
    pub fn new(name: &'static str) -> Lesson<A> {
        Lesson { name, sections: Vec::new(), exercises: &[], check: |_| Ok(()) }
    }

    /// Adds a section: one word for the command line, a line for the reader, and what it does. A section is independent of
    /// the others: it gives the same alone as in the whole lesson.
    #[must_use]
    pub fn section(
        mut self,
        name: &'static str,
        title: &'static str,
        body: impl Fn(&A, &Path) -> Result<()> + 'static,
    ) -> Lesson<A> {
        self.sections.push(Section { name, title, body: Box::new(body) });
        self
    }

    /// Looks at the flags before anything runs: what is no error for the parser may be one for the lesson.
    #[must_use]
    pub fn check(mut self, check: fn(&A) -> Result<()>) -> Lesson<A> {
        self.check = check;
        self
    }

    /// The exercises that the lesson names at its end: number and title.
    #[must_use]
    pub fn exercises(mut self, exercises: &'static [(&'static str, &'static str)]) -> Lesson<A> {
        self.exercises = exercises;
        self
    }

    /// The body of the lesson's `main`: reads the flags, runs the sections, and ends as
    /// [`run_lesson`](super::run_lesson) does.
    pub fn run(self) -> ExitCode {
        let names = self.sections.iter().map(|section| PossibleValue::new(section.name).help(section.title));
        let parser = PossibleValuesParser::new(names);
        let command = A::command().mut_arg("sections", |argument| argument.value_parser(parser.clone()));
        let flags = A::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
        run_parsed(|| self.run_sections(&flags))
    }

    fn run_sections(&self, flags: &A) -> Result<()> {
        let args = flags.as_ref();
        if args.list {
            let width = self.sections.iter().map(|section| section.name.len()).max().unwrap_or_default();
            self.sections.iter().for_each(|section| println!("{:<width$}  {}", section.name, section.title));
            return Ok(());
        }
        (self.check)(flags)?;
        let folder = args.lesson_folder(self.name)?;
        args.set_defaults();
        let is_wanted = |section: &&Section<A>| args.runs(section.name);
        for (k, section) in self.sections.iter().filter(is_wanted).enumerate() {
            let gap = if k == 0 { "" } else { "\n" };
            println!("{gap}[{}] {}", section.name, section.title);
            (section.body)(flags, &folder)?;
        }
        if args.sections.is_empty() {
            name_exercises(self.exercises);
        }
        Ok(())
    }
}

/// Prints the exercises of a lesson, number and title, with which its program ends.
pub fn name_exercises(exercises: &[(&str, &str)]) {
    println!("\nExercises of this lesson");
    exercises.iter().for_each(|(number, title)| println!("  {number:<5} {title}"));
}

/// What is in the cell, made if it is empty: data that several sections need is loaded by the first of them.
///
/// # Errors
/// If making it fails; the cell stays empty.
pub fn once<T>(cell: &OnceCell<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(made) = cell.get() {
        return Ok(made);
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made))
}
