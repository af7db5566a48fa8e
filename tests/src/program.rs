//! Runs a program of the course as its user does, and looks at what it prints and leaves behind.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A program, and a folder of its own to work in, with a space and Hangul in its name.
pub struct Program {
    executable: &'static str,
    folder: TempDir,
}

/// How a run of a program ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code; none if a signal ended the program.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Program {
    /// The program with this executable: `env!("CARGO_BIN_EXE_...")`.
    ///
    /// # Panics
    /// If no temporary folder can be made.
    pub fn new(executable: &'static str) -> Program {
        let folder = tempfile::Builder::new().prefix("작업 폴더 ").tempdir().expect("a temporary folder");
        Program { executable, folder }
    }

    /// The working directory of the program.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command that starts the program in its folder, on the repository's data, without windows.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.executable);
        command.current_dir(self.folder()).env_remove("COURSE_DATA").env("RUST_BACKTRACE", "1");
        // `cargo run` and `cargo test` set the second; a program takes it for a sign of the first.
        command.env("COURSE_DISPLAY", "file").env_remove("CARGO_PKG_NAME");
        command
    }

    /// Runs the program to its end; nothing is a terminal.
    ///
    /// # Panics
    /// If it cannot be started, or prints something other than UTF-8.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Run {
        Run::from(self.command().args(arguments).output().expect("the program starts"))
    }

    /// Runs the program to its end with so many MB of memory and two minutes at most; beyond them the system ends it.
    ///
    /// # Panics
    /// As [`run`](Program::run).
    #[cfg(target_os = "linux")]
    pub fn run_within<A: AsRef<OsStr>>(&self, megabytes: u32, arguments: &[A]) -> Run {
        let mut command = Command::new("sh");
        let limits = format!("ulimit -v {} && exec timeout 120 \"$0\" \"$@\"", u64::from(megabytes) << 10);
        command.args(["-c", &limits, self.executable]).args(arguments).args(["--threads", "1"]);
        command.current_dir(self.folder()).env_remove("COURSE_DATA").env("COURSE_DISPLAY", "file");
        // Rayon asks for a thread for each core otherwise, and each takes a share of the memory that is counted.
        command.env("RAYON_NUM_THREADS", "1");
        Run::from(command.output().expect("the program starts"))
    }

    /// All files that the program left in its folder: content by path.
    ///
    /// # Panics
    /// If a file cannot be read.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a readable folder") {
                let path = entry.expect("a readable folder").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.folder()).expect("a file in the folder");
                    files.insert(name.display().to_string(), fs::read(&path).expect("a readable file"));
                }
            }
        }
        files
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Run {
    /// What the program printed.
    ///
    /// # Panics
    /// If the run did not end with success and without a word of complaint.
    #[track_caller]
    pub fn succeeded(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout
    }

    /// What the program complained about.
    ///
    /// # Panics
    /// If the run did not end with this exit code, or ended in a panic.
    #[track_caller]
    pub fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        for sign in ["panicked", "backtrace", "unwrap", "Error {"] {
            assert!(!self.stderr.contains(sign), "{sign}: {}", self.stderr);
        }
        assert!(self.stderr.starts_with("error: "), "{}", self.stderr);
        self.stderr
    }

    /// What the program complained about data that it cannot use: exit code 1, and two lines that say what was expected,
    /// what was found, and what to do.
    ///
    /// # Panics
    /// If the run ended in any other way.
    #[track_caller]
    pub fn refused_data(self) -> String {
        let message = self.failed(1);
        let lines: Vec<&str> = message.lines().collect();
        let [what, help] = lines[..] else { panic!("two lines expected: {message}") };
        assert!(what.contains(": expected ") && what.contains(", found "), "{message}");
        assert!(help.starts_with("  help: ") && help.len() > 20, "{message}");
        message
    }
}

/// Whether a line has this form, in which `#` stands for a number with any blanks before it.
///
/// ```
/// use course_tests::program::has_form;
///
/// assert!(has_form("Accuracy on Test-Set: 98.9% (9890 / 10000)", "Accuracy on Test-Set: #% (# / 10000)"));
/// assert!(!has_form("Accuracy on Test-Set: nan% (9890 / 10000)", "Accuracy on Test-Set: #% (# / 10000)"));
/// assert!(!has_form("step 0, training accuracy 0.94 or so", "step #, training accuracy #"));
/// ```
pub fn has_form(line: &str, form: &str) -> bool {
    let mut texts = form.split('#');
    let Some(mut rest) = texts.next().and_then(|text| line.strip_prefix(text)) else { return false };
    for text in texts {
        rest = rest.trim_start();
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()));
        let Some(after) = after.strip_prefix(text).filter(|_| number.parse::<f64>().is_ok()) else { return false };
        rest = after;
    }
    rest.is_empty()
}

/// The numbers of all lines of this form, one row for each line.
///
/// ```
/// use course_tests::program::numbers;
///
/// let printed = "Size of:\n- Training-set:\t\t55000\n- Test-set:\t\t10000";
/// assert_eq!(numbers(printed, "- Test-set:\t\t#"), [[10000.0]]);
/// ```
pub fn numbers(printed: &str, form: &str) -> Vec<Vec<f64>> {
    let of_line = |line: &str| -> Vec<f64> {
        let words = line.split(|c: char| !c.is_ascii_digit() && c != '.');
        words.filter_map(|word| word.parse().ok()).collect()
    };
    printed.lines().filter(|line| has_form(line, form)).map(of_line).collect()
}

/// The paths of the pictures that a program says it has written, one in a line, in the order of the lines.
///
/// ```
/// use course_tests::program::announced_pictures;
///
/// let printed = "Two pictures: out/a.png to out/b.png\nTest image: out/test image 0.png\nTime used: 0.1 s";
/// assert_eq!(announced_pictures(printed), ["out/test image 0.png"]);
/// ```
pub fn announced_pictures(printed: &str) -> Vec<&str> {
    let paths = printed.lines().filter_map(|line| Some(line.split_once(": ")?.1));
    let is_one =
        |path: &&str| [".png", ".jpg"].iter().any(|ending| path.ends_with(ending) && path.matches(ending).count() == 1);
    paths.filter(is_one).collect()
}
