//! Pandoc and typst: where they are, and whether they are new enough.
//!
//! Each is looked for in `PATH`, then in the workspace's `.venv`, then as a Python package: the package of pandoc brings the
//! program with it, that of typst is a library, which a small program of ours calls.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Errors, Result};
use crate::handouts::pipe;
use crate::interrupt;
use crate::workspace::Workspace;

/// The oldest versions that render the handouts rightly: pandoc must know the names that this typst has for signs, and
/// typst the standard of accessible PDFs.
const PANDOC: Version = Version(3, 9);
const TYPST: Version = Version(0, 15);

/// What is typed to install both.
const INSTALL: &str = if cfg!(windows) {
    "python -m venv .venv\n    .venv\\Scripts\\pip install pypandoc_binary==1.17 typst==0.15.2"
} else {
    "python3 -m venv .venv\n    .venv/bin/pip install pypandoc_binary==1.17 typst==0.15.2"
};

/// Typst's library as a program: root, folder of fonts; source on standard input, PDF on standard output.
const TYPST_IN_PYTHON: &str = r#"
import sys, typst
try:
    pdf = typst.compile(sys.stdin.buffer.read(), root=sys.argv[1], font_paths=[sys.argv[2]],
                        ignore_system_fonts=True, format="pdf", pdf_standards="ua-1")
except Exception as error:
    sys.exit(getattr(error, "diagnostic", None) or "error: " + str(error))
sys.stdout.buffer.write(pdf)
"#;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

impl Version {
    /// The first version in a text such as `pandoc 3.9`.
    fn in_text(text: &str) -> Option<Version> {
        let of_word = |word: &str| {
            let mut parts = word.split('.').map(|part| part.parse().ok());
            Some(Version(parts.next()??, parts.next()??))
        };
        text.lines().next()?.split_whitespace().find_map(of_word)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// Pandoc, ready to run.
#[derive(Clone, Debug)]
pub struct Pandoc(PathBuf);

/// Typst, ready to run.
#[derive(Clone, Debug)]
pub enum Typst {
    Program(PathBuf),
    /// The Python that has the package.
    Python(PathBuf),
}

impl Pandoc {
    /// # Errors
    /// If there is none, or none that is new enough.
    pub fn find(workspace: &Workspace) -> Result<Pandoc> {
        let programs = programs(workspace, "pandoc").into_iter();
        let of_packages = pythons(workspace).into_iter().filter_map(|python| {
            let path = said_by(&python, &["-c", "import pypandoc; print(pypandoc.get_pandoc_path())"])?;
            Some(PathBuf::from(path.trim()))
        });
        let found = programs.chain(of_packages).map(|path| (version_of(&path), path));
        first_new("pandoc", PANDOC, found).map(Pandoc)
    }

    pub fn command(&self) -> Command {
        Command::new(&self.0)
    }

    /// Runs pandoc on a text. Its warnings are errors: a formula that it cannot read, a picture that is not there.
    ///
    /// # Errors
    /// What pandoc complains about, with the name of the handout.
    pub fn convert(&self, name: &str, command: &mut Command, text: &str) -> Result<String> {
        let output = pipe::through(command.arg("--fail-if-warnings"), text.as_bytes())?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(Error::about(name).expected("a text that pandoc can convert").found(said.trim()));
        }
        String::from_utf8(output.stdout).map_err(|error| Error::about(name).expected("UTF-8 of pandoc").found(error))
    }
}

impl Typst {
    /// # Errors
    /// If there is none, or none that is new enough.
    pub fn find(workspace: &Workspace) -> Result<Typst> {
        let programs = programs(workspace, "typst").into_iter().map(|path| (version_of(&path), Typst::Program(path)));
        let packages = pythons(workspace).into_iter().filter_map(|python| {
            let version = said_by(&python, &["-c", "import typst; print(typst.__version__)"])?;
            Some((Version::in_text(&version), Typst::Python(python)))
        });
        first_new("typst", TYPST, programs.chain(packages))
    }

    /// Makes a PDF; paths in the source begin at the root of the workspace.
    ///
    /// # Errors
    /// What typst complains about, with the name of the handout.
    pub fn compile(&self, name: &str, root: &Path, fonts: &Path, source: &str) -> Result<Vec<u8>> {
        let mut command = match self {
            Typst::Program(path) => {
                let mut command = Command::new(path);
                command.args(["compile", "--format", "pdf", "--pdf-standard", "ua-1", "--ignore-system-fonts"]);
                command.arg("--root").arg(root).arg("--font-path").arg(fonts).args(["-", "-"]);
                command
            }
            Typst::Python(python) => {
                let mut command = Command::new(python);
                command.args(["-c", TYPST_IN_PYTHON]).arg(root).arg(fonts);
                command
            }
        };
        let output = pipe::through(&mut command, source.as_bytes())?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Error::about(name).expected("a text that typst can set").found(said.trim()))
    }
}

/// Those of the tools that are missing, together with what to type.
pub fn missing(errors: Vec<Error>) -> Errors {
    let help = |error: Error| error.help(format!("type\n    {INSTALL}"));
    let last = errors.len().saturating_sub(1);
    Errors(errors.into_iter().enumerate().map(|(k, error)| if k == last { help(error) } else { error }).collect())
}

fn first_new<T>(name: &str, least: Version, found: impl Iterator<Item = (Option<Version>, T)>) -> Result<T> {
    let mut too_old = None;
    for (version, tool) in found {
        match version {
            Some(version) if version >= least => return Ok(tool),
            Some(version) => too_old = too_old.or(Some(version)),
            None if interrupt::is_requested() => return Err(Error::interrupted()),
            None => {}
        }
    }
    let found = too_old.map_or("none".to_owned(), |version| format!("version {version}"));
    Err(Error::about(name).expected(format!("version {least} or newer, in PATH or in .venv")).found(found))
}

/// The folders in which programs are looked for.
fn folders(workspace: &Workspace) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain([in_venv(workspace)]).collect()
}

fn in_venv(workspace: &Workspace) -> PathBuf {
    workspace.root.join(".venv").join(if cfg!(windows) { "Scripts" } else { "bin" })
}

fn programs(workspace: &Workspace, name: &str) -> Vec<PathBuf> {
    folders(workspace).iter().filter_map(|folder| program_in(folder, name)).collect()
}

/// Python of `.venv`, then the first of `PATH`.
fn pythons(workspace: &Workspace) -> Vec<PathBuf> {
    let own = program_in(&in_venv(workspace), "python");
    let others = ["python3", "python"].into_iter().filter_map(|name| programs(workspace, name).into_iter().next());
    own.into_iter().chain(others).collect()
}

fn program_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut file = OsString::from(name);
    file.push(env::consts::EXE_SUFFIX);
    Some(folder.join(file)).filter(|path| path.is_file())
}

fn said_by(program: &Path, arguments: &[&str]) -> Option<String> {
    let output = pipe::through(Command::new(program).args(arguments), b"").ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn version_of(program: &Path) -> Option<Version> {
    Version::in_text(&said_by(program, &["--version"])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared() {
        let version = |text| Version::in_text(text).unwrap();
        assert_eq!(version("pandoc 3.9\nFeatures: +server"), Version(3, 9));
        assert_eq!(version("pandoc.exe 3.1.11.1"), Version(3, 1));
        assert_eq!(version("typst 0.15.2 (abc1234)"), Version(0, 15));
        assert_eq!(version("0.15.2\n"), Version(0, 15));
        assert!(Version(3, 10) > Version(3, 9) && Version(10, 0) > Version(9, 99));
        assert_eq!(Version::in_text("no version"), None);
        assert_eq!(Version::in_text(""), None);
    }

    #[test]
    fn one_that_is_too_old_is_passed_over() {
        let found = [(Some(Version(2, 17)), "old"), (None, "broken"), (Some(Version(3, 9)), "new")];
        assert_eq!(first_new("pandoc", PANDOC, found.into_iter()).unwrap(), "new");
        let error = first_new("pandoc", PANDOC, found.into_iter().take(2)).unwrap_err().to_string();
        assert_eq!(error, "pandoc: expected version 3.9 or newer, in PATH or in .venv, found version 2.17");
        let error = first_new("pandoc", PANDOC, found.into_iter().take(0)).unwrap_err().to_string();
        assert!(error.ends_with("found none"), "{error}");
    }
}
