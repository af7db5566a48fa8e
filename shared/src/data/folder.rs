//! Where a data set lies: named by the user, or found from any working directory.

use std::env;
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// The environment variable that names the data folder.
const VARIABLE: &str = "COURSE_DATA";

/// Finds the folder of the data set `name`, such as `mnist`. The first of these places counts:
///
/// 1. `given`, the value of `--data-dir`: the folder `name` inside it, or itself;
/// 2. the environment variable `COURSE_DATA`, in the same way;
/// 3. `data/name` in the working directory or one above it, then in the workspace where the program was built, then in
///    the folders above the program.
///
/// A place counts if `accepts` says so of it. If the user named a place (1 or 2), no other is looked at, so that a
/// misspelt path is never answered with other data than asked for.
///
/// ```
/// # fn main() -> shared::Result<()> {
/// let folder = shared::data::find_folder("mnist", None, |folder| folder.join("train-images-idx3-ubyte.gz").is_file())?;
/// assert!(folder.ends_with("data/mnist"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If no place is accepted; the error lists the places that were tried.
pub fn find_folder(name: &str, given: Option<&Path>, accepts: impl Fn(&Path) -> bool) -> Result<PathBuf> {
    let variable = env::var_os(VARIABLE).map(PathBuf::from);
    let (asked, places) = places(name, given, variable.as_deref());
    if let Some(place) = places.iter().find(|place| accepts(place)) {
        return Ok(place.clone());
    }
    Err(nothing_found(name, asked, &places))
}

/// What the user named, if anything, and the places that follow from it.
fn places(name: &str, given: Option<&Path>, variable: Option<&Path>) -> (&'static str, Vec<PathBuf>) {
    let in_or_itself = |path: &Path| vec![path.join(name), path.to_owned()];
    match (given, variable) {
        (Some(path), _) => ("--data-dir", in_or_itself(path)),
        (None, Some(path)) if path != Path::new("") => (VARIABLE, in_or_itself(path)),
        _ => ("", default_places(name)),
    }
}

fn default_places(name: &str) -> Vec<PathBuf> {
    let below = |folder: &Path| folder.join("data").join(name);
    let mut places = Vec::new();
    if let Ok(working_directory) = env::current_dir() {
        places.extend(working_directory.ancestors().map(below));
    }
    // The parent of this crate's folder is the workspace, unless it was moved since the program was built.
    places.extend(Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(below));
    if let Ok(program) = env::current_exe() {
        places.extend(program.ancestors().skip(1).map(below));
    }
    let mut seen = std::collections::HashSet::new();
    places.retain(|place| seen.insert(place.clone()));
    places
}

fn nothing_found(name: &str, asked: &str, places: &[PathBuf]) -> Error {
    let tried: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
    let found = format!("none; tried {}", tried.join(", "));
    let help = "`git checkout -- data/` restores the data of the course";
    match (asked, places.last()) {
        ("", _) | (_, None) => Error::file(Path::new("data").join(name))
            .expected("a folder with the data set")
            .found(found)
            .help(format!("start inside the workspace, or name the folder with `--data-dir` or {VARIABLE}; {help}")),
        (_, Some(last)) => Error::file(last)
            .expected(format!("the data set `{name}` (the folder was named by {asked})"))
            .found(found)
            .help(format!("correct {asked}, or leave it out to use the data of the course; {help}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_holds_the_data_set_or_is_it() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("mnist");
        std::fs::create_dir(&inner).unwrap();
        assert_eq!(find_folder("mnist", Some(root.path()), Path::is_dir).unwrap(), inner);
        assert_eq!(find_folder("mnist", Some(&inner), Path::is_dir).unwrap(), inner);
    }

    #[test]
    fn a_misspelt_folder_is_not_answered_with_the_default() {
        let error = find_folder("mnist", Some(Path::new("no/such")), Path::is_dir).unwrap_err().to_string();
        assert!(
            error.starts_with("no/such: expected the data set `mnist` (the folder was named by --data-dir)"),
            "{error}"
        );
        assert!(error.contains("tried no/such/mnist, no/such\n  help: correct --data-dir"), "{error}");
    }

    #[test]
    fn the_argument_counts_before_the_variable_and_an_empty_variable_not_at_all() {
        let (argument, variable) = (Some(Path::new("a")), Some(Path::new("v")));
        assert_eq!(places("mnist", argument, variable), ("--data-dir", vec!["a/mnist".into(), "a".into()]));
        assert_eq!(places("mnist", None, variable), ("COURSE_DATA", vec!["v/mnist".into(), "v".into()]));
        assert_eq!(places("mnist", None, Some(Path::new(""))), ("", default_places("mnist")));
    }

    #[test]
    fn the_workspace_is_among_the_default_places_wherever_one_starts() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let places = default_places("mnist");
        assert!(places.contains(&workspace.join("data/mnist")));
        assert_eq!(places[0], env::current_dir().unwrap().join("data/mnist"));
    }

    #[test]
    fn the_default_lists_what_was_tried() {
        let error =
            nothing_found("mnist", "", &[PathBuf::from("a/data/mnist"), PathBuf::from("data/mnist")]).to_string();
        assert!(error.contains("found none; tried a/data/mnist, data/mnist\n  help: start inside"), "{error}");
    }
}
