//! How every program of the course behaves, whatever it teaches. [`well_behaved!`](crate::well_behaved) makes a test of each
//! function here.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::program::{Program, Run, announced_pictures};
use crate::subset::{Subset, TEST_IMAGES, TEST_LABELS};

/// The flags that every program has.
const COMMON_FLAGS: [&str; 6] = ["--data-dir", "--help", "--out-dir", "--seed", "--threads", "--version"];

/// Makes the tests that every program of the course must pass. `flags` are the program's own flags, `short` are arguments for
/// a run of about a second.
///
/// ```text
/// course_tests::well_behaved! {
///     program: env!("CARGO_BIN_EXE_lesson05_cnn"),
///     flags: ["--iterations", "--quick"],
///     short: ["--iterations", "3"],
/// }
/// ```
#[macro_export]
macro_rules! well_behaved {
    (program: $program:expr, flags: $flags:expr, short: $short:expr $(,)?) => {
        #[test]
        fn help_explains_every_flag() {
            $crate::conduct::help_explains_every_flag($program, &$flags);
        }

        #[test]
        fn wrong_arguments_are_named() {
            $crate::conduct::wrong_arguments_are_named($program);
        }

        #[test]
        fn bad_data_is_named() {
            $crate::conduct::bad_data_is_named($program, &$short);
        }

        #[test]
        fn a_file_in_place_of_the_folder_for_pictures_is_named() {
            $crate::conduct::a_file_in_place_of_the_folder_for_pictures_is_named($program, &$short);
        }

        #[test]
        fn pictures_go_where_they_should() {
            $crate::conduct::pictures_go_where_they_should($program, &$short);
        }

        #[test]
        fn results_depend_on_the_seed_alone() {
            $crate::conduct::results_depend_on_the_seed_alone($program, &$short);
        }

        #[cfg(unix)]
        #[test]
        fn a_reader_who_leaves_early_ends_the_program_quietly() {
            $crate::conduct::a_reader_who_leaves_early_ends_the_program_quietly($program, &$short);
        }
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
pub fn help_explains_every_flag(executable: &'static str, flags: &[&str]) {
    let mut expected: Vec<&str> = flags.iter().copied().chain(COMMON_FLAGS).collect();
    expected.sort_unstable();
    assert_eq!(listed_flags(executable), expected);
}

/// Exit code 2, the argument, and where to find help.
#[track_caller]
pub fn wrong_arguments_are_named(executable: &'static str) {
    let wrong =
        [&["--sead", "1"][..], &["--seed", "one"], &["--seed"], &["--threads", "two"], &["--threads", "1000"], &["x"]];
    for arguments in wrong {
        let program = Program::new(executable);
        let message = program.run(arguments).failed(2);
        assert!(message.contains(arguments[0]) && message.contains("--help"), "{arguments:?}: {message}");
        assert!(program.files().is_empty(), "{arguments:?} left files");
    }
}

fn run_on(data: &Path, program: &Program, short: &[&str]) -> Run {
    program.run(&[short, &["--data-dir", data.to_str().expect("a path of ours")]].concat())
}

/// Exit code 1 and a message that names the folder or file: for a missing folder, an empty one, a truncated file, text.
#[track_caller]
pub fn bad_data_is_named(executable: &'static str, short: &[&str]) {
    let program = Program::new(executable);
    for folder in ["없는 폴더", "empty"].map(|name| program.folder().join(name)) {
        if folder.ends_with("empty") {
            fs::create_dir(&folder).expect("a new folder");
        }
        let message = run_on(&folder, &program, short).refused_data();
        assert!(message.contains(folder.to_str().expect("a path of ours")), "{message}");
    }
    for (name, cut) in [(TEST_IMAGES, 1000), (TEST_LABELS, 10), (TEST_IMAGES, 0)] {
        let subset = Subset::new(60, 20);
        let path = subset.folder().join(name);
        let bytes = fs::read(&path).expect("a file of the subset");
        fs::write(&path, &bytes[..cut]).expect("a shorter file");
        let message = run_on(&subset.folder(), &program, short).refused_data();
        assert!(message.contains(name), "{message}");
    }
}

/// Exit code 1, at once.
#[track_caller]
pub fn a_file_in_place_of_the_folder_for_pictures_is_named(executable: &'static str, short: &[&str]) {
    let program = Program::new(executable);
    fs::write(program.folder().join("taken"), "mine").expect("a new file");
    let message = program.run(&[short, &["--out-dir", "taken"]].concat()).refused_data();
    assert!(message.contains("taken") && message.contains("--out-dir"), "{message}");
    assert_eq!(program.files().into_iter().collect::<Vec<_>>(), [("taken".to_owned(), b"mine".to_vec())]);
}

/// Into the folder that `--out-dir` names, every one announced, as whole PNG files, and nothing else.
#[track_caller]
pub fn pictures_go_where_they_should(executable: &'static str, short: &[&str]) {
    let (program, subset) = (Program::new(executable), Subset::new(1200, 30));
    let arguments = [short, &["--out-dir", "그림 모음/first run"]].concat();
    let printed = run_on(&subset.folder(), &program, &arguments).succeeded();
    let announced = announced_pictures(&printed);
    assert!(!announced.is_empty(), "{printed}");
    let files = program.files();
    for path in &announced {
        assert!(path.starts_with("그림 모음/first run"), "{path}");
        assert!(files.contains_key(*path), "{path} is not there");
    }
    for (path, bytes) in &files {
        assert!(path.starts_with("그림 모음/first run"), "{path}");
        assert!(bytes.starts_with(b"\x89PNG") && bytes.ends_with(b"IEND\xaeB`\x82"), "{path}");
    }
}

/// Two runs with one seed print the same and leave the same files, with one thread and with two.
#[track_caller]
pub fn results_depend_on_the_seed_alone(executable: &'static str, short: &[&str]) {
    let subset = Subset::new(1200, 30);
    let result = |arguments: &[&str]| {
        let program = Program::new(executable);
        let printed = run_on(&subset.folder(), &program, &[short, arguments].concat()).succeeded();
        (printed.lines().map(without_seconds).map(str::to_owned).collect::<Vec<_>>(), program.files())
    };
    let (lines, files) = result(&["--seed", "7", "--threads", "1"]);
    for arguments in [&["--seed", "7", "--threads", "1"], &["--seed", "7", "--threads", "2"]] {
        let (lines_again, files_again) = result(arguments);
        assert_eq!(lines_again, lines, "{arguments:?}");
        assert!(files_again == files, "{arguments:?}: other pictures");
    }
}

/// A line without the measured time at its end, as in `Time used: 1.3 s`.
fn without_seconds(line: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    line.strip_suffix(" s").map_or(line, |line| line.trim_end_matches(is_number))
}

/// As in `program | head -n 1`: success, and no complaint.
#[track_caller]
pub fn a_reader_who_leaves_early_ends_the_program_quietly(executable: &'static str, short: &[&str]) {
    let subset = Subset::new(1200, 30);
    for lines in [0, 1] {
        let program = Program::new(executable);
        let mut command = program.command();
        command.args(short).arg("--data-dir").arg(subset.folder()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let reader = BufReader::new(child.stdout.take().expect("a pipe"));
        assert_eq!(reader.lines().take(lines).count(), lines);
        Run::from(child.wait_with_output().expect("the program ends")).succeeded();
    }
}
