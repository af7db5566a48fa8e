//! Files by a wildcard pattern (`glob.glob('cat/*.jpg')` in Python); the second lesson.

use std::path::{Path, PathBuf};

use ::glob::Pattern;

use crate::{Error, Result};

/// The paths inside `folder` that fit `pattern`, sorted, each with `folder` before it.
///
/// `*` stands for any part of one name, `?` for one character, `[ab]` for one of these, `**` for any folders between. As in
/// Python, names that start with a dot fit only a pattern that has the dot too. Signs of that kind in `folder` itself mean
/// nothing but themselves. No match is an empty list.
///
/// ```
/// use shared::data::glob;
///
/// let folder = tempfile::tempdir().unwrap();
/// for name in ["images-2.jpg", "images-1.jpg", "notes.txt"] {
///     std::fs::write(folder.path().join(name), "").unwrap();
/// }
/// let files = glob(folder.path(), "*.jpg")?;
/// assert_eq!(files, [folder.path().join("images-1.jpg"), folder.path().join("images-2.jpg")]);
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// If the pattern is malformed, the name of the folder is not UTF-8, or a folder on the way cannot be read.
#[expect(clippy::expect_used, reason = "made of two texts")]
pub fn glob(folder: impl AsRef<Path>, pattern: &str) -> Result<Vec<PathBuf>> {
    let folder = folder.as_ref();
    let name = folder.to_str().ok_or_else(|| {
        Error::file(folder)
            .expected("a folder whose name is UTF-8")
            .found("other bytes in its name")
            .help("rename the folder: patterns are text")
    })?;
    let whole = Path::new(&Pattern::escape(name)).join(pattern);
    let paths = ::glob::glob(whole.to_str().expect("made of text")).map_err(|error| {
        Error::argument(pattern)
            .expected("a pattern such as *.jpg or */images-?.png")
            .found(error.msg)
            .help("close each [ by a ], and let ** stand alone between slashes")
    })?;
    let mut paths: Vec<PathBuf> = paths
        .map(|path| path.map_err(|error| Error::io(error.path(), "list the files in it", error.error())))
        .collect::<Result<_>>()?;
    // Not by the option of `glob_with`, which leaves hidden files out even if the pattern asks for them.
    if !asks_for_hidden(pattern) {
        paths.retain(|path| !is_hidden(path.strip_prefix(folder).unwrap_or(path)));
    }
    paths.sort_unstable();
    Ok(paths)
}

fn asks_for_hidden(pattern: &str) -> bool {
    pattern.split('/').any(|name| name.starts_with('.'))
}

fn is_hidden(path: &Path) -> bool {
    path.iter().any(|name| name.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn patterns_choose_names_in_a_folder_with_any_name() {
        let root = tempfile::Builder::new().prefix("동물 [a] * ").tempdir().unwrap();
        for file in ["cat/10.jpg", "cat/2.jpg", "cat/.3.jpg", "cat/4.png", "dog/5.jpg"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let names = |pattern: &str| -> Vec<String> {
            let relative = |path: &PathBuf| path.strip_prefix(root.path()).unwrap().display().to_string();
            glob(root.path(), pattern).unwrap().iter().map(relative).collect()
        };
        assert_eq!(names("cat/*.jpg"), ["cat/10.jpg", "cat/2.jpg"]);
        assert_eq!(names("*/[45].*"), ["cat/4.png", "dog/5.jpg"]);
        assert_eq!(names("**/?.jpg"), ["cat/2.jpg", "dog/5.jpg"]);
        assert_eq!(names("cat/.*.jpg"), ["cat/.3.jpg"]);
        assert!(names("cow/*").is_empty());
    }

    #[test]
    fn a_malformed_pattern_is_an_argument_that_is_wrong() {
        let error = glob("data", "images-[12.jpg").unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().starts_with("images-[12.jpg: expected a pattern such as *.jpg"), "{error}");
    }
}
