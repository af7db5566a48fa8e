//! How every program of the course behaves, whatever it teaches. [`well_behaved!`](crate::well_behaved) makes a test of each
//! function here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::program::{Program, Run, announced_pictures};
use crate::subset::{Subset, TEST_IMAGES, TEST_LABELS};

/// The flags that every program has.
const COMMON_FLAGS: [&str; 7] =
    ["--check-numerics", "--data-dir", "--help", "--out-dir", "--seed", "--threads", "--version"];

/// What is to be known about a program, to test how it behaves.
pub struct Habits {
    /// The executable: `env!("CARGO_BIN_EXE_...")`.
    pub program: &'static str,
    /// What it reads from `--data-dir`.
    pub data: Reads,
    /// Its flags, without those that every program has.
    pub flags: &'static [&'static str],
    /// Its sections in their order; none, if it has no sections.
    pub sections: &'static [&'static str],
    /// Arguments for a run of about a second.
    pub short: &'static [&'static str],
}

/// The data that a program reads from `--data-dir`.
#[derive(Clone, Copy, PartialEq)]
pub enum Reads {
    /// The four files of MNIST or of Fashion-MNIST; tests run on a small part of them.
    Mnist,
    /// Pictures; tests run on those of the repository.
    Pictures,
}

/// Makes the tests that every program of the course must pass; the fields are those of [`Habits`].
///
/// ```text
/// course_tests::well_behaved! {
///     program: env!("CARGO_BIN_EXE_lesson05_cnn"),
///     data: Reads::Mnist,
///     flags: &["--iterations", "--quick"],
///     sections: &[],
///     short: &["--iterations", "3"],
/// }
/// ```
#[macro_export]
macro_rules! well_behaved {
    ($($field:ident: $value:expr),+ $(,)?) => {
        const HABITS: $crate::conduct::Habits = $crate::conduct::Habits { $($field: $value),+ };

        $crate::well_behaved! {
            @tests
            help_explains_every_flag
            wrong_arguments_are_named
            an_instruction_set_that_is_not_there_is_named
            bad_data_is_named
            a_file_in_place_of_the_folder_for_pictures_is_named
            pictures_go_where_they_should
            results_depend_on_the_seed_alone
            a_section_alone_gives_what_it_gives_in_the_whole
            a_reader_who_leaves_early_ends_the_program_quietly
            an_output_that_cannot_be_written_is_an_error
        }
    };
    (@tests $($test:ident)+) => {
        $(#[test]
        fn $test() {
            $crate::conduct::$test(&HABITS);
        })+
    };
}

/// The flags that a program's `--help` lists.
#[track_caller]
pub fn listed_flags(executable: &'static str) -> Vec<String> {
    let help = Program::new(executable).run(&["--help"]).succeeded();
    let of_line = |line: &str| -> Option<String> {
        let line = line.trim_start().strip_prefix('-')?;
        let flag = line.split_whitespace().find(|word| word.starts_with('-'))?.trim_end_matches(',');
        Some(format!("--{}", flag.trim_start_matches('-')))
    };
    let mut flags: Vec<String> = help.lines().filter_map(of_line).collect();
    flags.sort_unstable();
    flags
}

/// `--help` ends with success and lists the program's flags and the common ones, and no others.
#[track_caller]
pub fn help_explains_every_flag(habits: &Habits) {
    let of_sections = if habits.sections.is_empty() { None } else { Some("--list") };
    let mut expected: Vec<&str> = habits.flags.iter().copied().chain(COMMON_FLAGS).chain(of_sections).collect();
    expected.sort_unstable();
    assert_eq!(listed_flags(habits.program), expected);
}

/// Exit code 2, the argument, and where to find help.
#[track_caller]
pub fn wrong_arguments_are_named(habits: &Habits) {
    let wrong = [
        &["--sead", "1"][..],
        &["--seed", "one"],
        &["--seed"],
        &["--threads", "two"],
        &["--threads", "1000"],
        &["--seed", "-1"],
        &["x"],
    ];
    for arguments in wrong {
        let program = Program::new(habits.program);
        let message = program.run(arguments).failed(2);
        assert!(message.contains(arguments[0]) && message.contains("--help"), "{arguments:?}: {message}");
        assert!(program.files().is_empty(), "{arguments:?} left files");
    }
}

/// Exit code 2, the environment variable, its value, and a value that is right everywhere.
#[track_caller]
pub fn an_instruction_set_that_is_not_there_is_named(habits: &Habits) {
    let program = Program::new(habits.program);
    let mut command = program.command();
    command.args(habits.short).env("COURSE_SIMD", "abacus");
    let message = Run::from(command.output().expect("the program starts")).failed(2);
    for part in ["COURSE_SIMD", "abacus", "portable"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(program.files().is_empty(), "left files");
}

impl Habits {
    /// A small part of the data, if there is one.
    fn subset(&self) -> Option<Subset> {
        (self.data == Reads::Mnist).then(|| Subset::new(1200, 30))
    }

    /// The arguments of a short run on the subset, and these.
    fn short_run_on(&self, subset: Option<&Subset>, arguments: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = self.short.iter().chain(arguments).map(|&argument| argument.to_owned()).collect();
        if let Some(subset) = subset {
            all.extend(["--data-dir".to_owned(), subset.folder().display().to_string()]);
        }
        all
    }

    #[track_caller]
    fn refused_data(&self, program: &Program, folder: &Path) -> String {
        let folder = folder.to_str().expect("a path of ours");
        program.run(&[self.short, &["--data-dir", folder]].concat()).refused_data()
    }
}

/// Exit code 1 and a message that names the folder or file: for a missing folder, an empty one, a truncated file, text.
#[track_caller]
pub fn bad_data_is_named(habits: &Habits) {
    let program = Program::new(habits.program);
    for folder in ["없는 폴더", "empty"].map(|name| program.folder().join(name)) {
        if folder.ends_with("empty") {
            fs::create_dir(&folder).expect("a new folder");
        }
        let message = habits.refused_data(&program, &folder);
        assert!(message.contains(folder.to_str().expect("a path of ours")), "{message}");
    }
    if habits.data != Reads::Mnist {
        return;
    }
    for (name, cut) in [(TEST_IMAGES, 1000), (TEST_LABELS, 10), (TEST_IMAGES, 0)] {
        let subset = Subset::new(60, 20);
        let path = subset.folder().join(name);
        let bytes = fs::read(&path).expect("a file of the subset");
        fs::write(&path, &bytes[..cut]).expect("a shorter file");
        let message = habits.refused_data(&program, &subset.folder());
        assert!(message.contains(name), "{message}");
    }
}

/// Exit code 1, at once.
#[track_caller]
pub fn a_file_in_place_of_the_folder_for_pictures_is_named(habits: &Habits) {
    let program = Program::new(habits.program);
    fs::write(program.folder().join("taken"), "mine").expect("a new file");
    let message = program.run(&[habits.short, &["--out-dir", "taken"]].concat()).refused_data();
    assert!(message.contains("taken") && message.contains("--out-dir"), "{message}");
    assert_eq!(program.files().into_iter().collect::<Vec<_>>(), [("taken".to_owned(), b"mine".to_vec())]);
}

/// Into the folder that `--out-dir` names, as whole PNG or JPEG files, and nothing else but a text about pictures that were
/// made there; all that are announced are there.
#[track_caller]
pub fn pictures_go_where_they_should(habits: &Habits) {
    let (program, subset) = (Program::new(habits.program), habits.subset());
    let arguments = habits.short_run_on(subset.as_ref(), &["--out-dir", "그림 모음/first run"]);
    let printed = program.run(&arguments).succeeded();
    let announced = announced_pictures(&printed);
    assert!(!announced.is_empty(), "{printed}");
    let files = program.files();
    for path in &announced {
        assert!(files.contains_key(*path), "{path} is not there");
    }
    for (path, bytes) in &files {
        assert!(path.starts_with("그림 모음/first run"), "{path}");
        assert!(is_whole_picture(path, bytes) || path.ends_with("/ABOUT.txt"), "{path}");
    }
}

fn is_whole_picture(path: &str, bytes: &[u8]) -> bool {
    match path.rsplit('.').next() {
        Some("png") => bytes.starts_with(b"\x89PNG") && bytes.ends_with(b"IEND\xaeB`\x82"),
        Some("jpg") => bytes.starts_with(b"\xff\xd8\xff") && bytes.ends_with(b"\xff\xd9"),
        _ => false,
    }
}

/// What a run printed, without the measured times, and the files that it left.
type Outcome = (Vec<String>, BTreeMap<String, Vec<u8>>);

fn outcome(habits: &Habits, subset: Option<&Subset>, arguments: &[&str]) -> Outcome {
    let program = Program::new(habits.program);
    let printed = program.run(&habits.short_run_on(subset, arguments)).succeeded();
    (printed.lines().map(without_seconds).map(str::to_owned).collect(), program.files())
}

/// Two runs with one seed print the same and leave the same files, with one thread and with two.
#[track_caller]
pub fn results_depend_on_the_seed_alone(habits: &Habits) {
    let subset = habits.subset();
    let (lines, files) = outcome(habits, subset.as_ref(), &["--seed", "7", "--threads", "1"]);
    for arguments in [&["--seed", "7", "--threads", "1"], &["--seed", "7", "--threads", "2"]] {
        let (lines_again, files_again) = outcome(habits, subset.as_ref(), arguments);
        assert_eq!(lines_again, lines, "{arguments:?}");
        assert!(files_again == files, "{arguments:?}: other pictures");
    }
}

/// A line without the measured time at its end, as in `Time used: 1.3 s`.
fn without_seconds(line: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    line.strip_suffix(" s").map_or(line, |line| line.trim_end_matches(is_number))
}

/// `--list` names the sections; each, run alone, prints what it prints in a run of all, and leaves the same files.
#[track_caller]
pub fn a_section_alone_gives_what_it_gives_in_the_whole(habits: &Habits) {
    if habits.sections.is_empty() {
        return;
    }
    let listed = Program::new(habits.program).run(&["--list"]).succeeded();
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, habits.sections, "{listed}");

    let subset = habits.subset();
    let (whole, files) = outcome(habits, subset.as_ref(), &[]);
    let mut left = BTreeSet::new();
    for name in names {
        let (alone, files_alone) = outcome(habits, subset.as_ref(), &[name]);
        assert!(alone[0].starts_with(&format!("[{name}] ")), "{name}: {alone:?}");
        let start = whole.iter().position(|line| *line == alone[0]).expect("the section's heading");
        assert_eq!(alone, whole[start..start + alone.len()], "{name} alone, and among the others");
        for (path, content) in files_alone {
            assert!(files.get(&path) == Some(&content), "{name}: another {path}");
            left.insert(path);
        }
    }
    assert_eq!(left, files.into_keys().collect(), "the files of all sections");
}

/// As in `program | head -n 1`: success, and no complaint.
#[track_caller]
pub fn a_reader_who_leaves_early_ends_the_program_quietly(habits: &Habits) {
    if !cfg!(unix) {
        return;
    }
    let subset = habits.subset();
    for lines in [0, 1] {
        let program = Program::new(habits.program);
        let mut command = program.command();
        command.args(habits.short_run_on(subset.as_ref(), &[])).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let reader = BufReader::new(child.stdout.take().expect("a pipe"));
        assert_eq!(reader.lines().take(lines).count(), lines);
        Run::from(child.wait_with_output().expect("the program ends")).succeeded();
    }
}

/// As in `program > file` on a full disk, for which Linux has a device.
#[track_caller]
pub fn an_output_that_cannot_be_written_is_an_error(habits: &Habits) {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let (program, subset) = (Program::new(habits.program), habits.subset());
    let mut command = program.command();
    command.args(habits.short_run_on(subset.as_ref(), &[])).stdout(full);
    let message = Run::from(command.output().expect("the program starts")).refused_data();
    assert!(message.starts_with("error: standard output: expected to print, found "), "{message}");
}
