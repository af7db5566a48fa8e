//! The READMEs keep their word: both say the same, every command in them is run by `.ci/run`, and what they link to is
//! there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const READMES: [&str; 2] = ["README.md", "README.ko.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One line of a README, and whether it stands in a block of code: in which language, if so.
fn lines(text: &str) -> Vec<(Option<&str>, &str)> {
    let mut block = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("```"), block) {
            (Some(language), None) => block = Some(language),
            (Some(_), Some(_)) => block = None,
            (None, _) => lines.push((block, line)),
        }
    }
    assert_eq!(block, None, "a block of code without an end");
    lines
}

/// What stands between backticks in a line of text.
fn inline_code(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The commands of a README in their order: the lines of `sh` blocks without comments, and `cargo ...` within the text.
fn commands(text: &str) -> Vec<&str> {
    let of_line = |(block, line)| match block {
        Some("sh") => vec![str::split(line, " #").next().unwrap_or_default().trim()],
        Some(_) => vec![],
        None => inline_code(line).filter(|code| code.starts_with("cargo ")).collect(),
    };
    lines(text).into_iter().flat_map(of_line).filter(|command| !command.is_empty()).collect()
}

#[test]
fn both_readmes_have_the_same_commands_and_flags() {
    let [english, korean] = READMES.map(read);
    assert_eq!(commands(&english), commands(&korean));
    let code = |text: &str| -> Vec<String> {
        let in_text = lines(text).into_iter().filter(|(block, _)| block.is_none());
        let mut code: Vec<String> = in_text.flat_map(|(_, line)| inline_code(line)).map(str::to_owned).collect();
        code.sort_unstable();
        code
    };
    assert_eq!(code(&english), code(&korean));
    let sample = |text: &str| -> Vec<String> {
        lines(text).into_iter().filter(|(block, _)| *block == Some("text")).map(|(_, line)| line.to_owned()).collect()
    };
    assert_eq!(sample(&english), sample(&korean));
}

#[test]
fn blocks_of_code_are_commands_or_output() {
    for readme in READMES {
        let text = read(readme);
        let languages: BTreeSet<&str> = lines(&text).into_iter().filter_map(|(block, _)| block).collect();
        assert_eq!(languages, BTreeSet::from(["sh", "text"]), "{readme}");
    }
}

/// `.ci/run` checks the accuracy of these two by their names.
#[test]
fn the_trainings_that_ci_checks_are_among_the_commands() {
    let text = read("README.md");
    let commands = commands(&text);
    for command in ["cargo run -p lesson05_cnn", "cargo run -p lesson05_cnn -- --quick", "cargo test --workspace"] {
        assert!(commands.contains(&command), "{command}");
        assert!(command.starts_with("cargo test") || read(".ci/run").contains(&format!("\"{command}\")")), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn ci_runs_every_command() {
    let output = Command::new(root().join(".ci/run")).arg("--commands").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let run = String::from_utf8(output.stdout).unwrap();
    for readme in READMES {
        let text = read(readme);
        let promised: BTreeSet<&str> = commands(&text).into_iter().collect();
        assert_eq!(promised, run.lines().collect(), "{readme}");
    }
    assert!(read(".github/workflows/ci.yml").lines().any(|line| line.trim() == "- run: .ci/run"));
}

#[test]
fn every_lesson_is_listed() {
    let lessons: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("lesson"))
        .collect();
    assert!(lessons.len() >= 5, "{lessons:?}");
    for readme in READMES {
        let text = read(readme);
        for lesson in &lessons {
            assert!(commands(&text).contains(&format!("cargo run -p {lesson}").as_str()), "{readme}: {lesson}");
        }
    }
}

#[test]
fn links_and_the_picture_lead_to_files() {
    for readme in READMES {
        let text = read(readme);
        let links = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
        let pictures: Vec<&str> = text.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        for target in links.chain(pictures.iter().copied()).filter(|target| !target.starts_with("https://")) {
            assert!(root().join(target).is_file(), "{readme}: {target}");
        }
        let [picture] = pictures[..] else { panic!("{readme}: one picture, found {pictures:?}") };
        assert!(fs::metadata(root().join(picture)).unwrap().len() < 300_000, "{picture}");
    }
}
