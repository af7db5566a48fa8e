//! Class folders: a folder whose folders are the classes and hold their pictures; the second lesson.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// What unpackers and file managers leave beside the pictures, apart from names that start with a dot.
const RUBBISH: [&str; 2] = ["__MACOSX", "Thumbs.db"];

/// How a name may end, in any case, to be taken for a picture.
const PICTURES: [&str; 3] = ["png", "jpg", "jpeg"];

/// The class folders of one folder, in the order of their names, so that labels do not depend on the file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassFolders {
    /// The folder that holds the class folders.
    pub root: PathBuf,
    /// At least one; the position of a class is its label.
    pub classes: Vec<ClassFolder>,
    /// What was left out.
    pub skipped: Skipped,
}

/// The folder of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassFolder {
    /// The name of the folder, which is the name of the class.
    pub name: String,
    /// The paths of its pictures, at least one, in the order of their names.
    pub files: Vec<PathBuf>,
}

/// How much was left out of the list; prints as `2 hidden, 1 no picture, 0 folders inside class folders`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Files and folders whose names start with a dot, and what unpackers leave behind (`__MACOSX`).
    pub hidden: usize,
    /// Files whose names do not end in `.png`, `.jpg` or `.jpeg`, and all files outside the class folders.
    pub no_picture: usize,
    /// Folders inside class folders.
    pub inner_folders: usize,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Skipped { hidden, no_picture, inner_folders } = self;
        write!(f, "{hidden} hidden, {no_picture} no picture, {inner_folders} folders inside class folders")
    }
}

impl ClassFolder {
    fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }
}

impl ClassFolders {
    /// Lists the class folders of `root` and their pictures. No file is opened: whether a picture is whole, its reader says.
    ///
    /// Names are sorted byte by byte. Hidden files, files that are no pictures and folders inside class folders are skipped
    /// and counted. A link counts as what it leads to, but it must not lead out of `root`.
    ///
    /// ```
    /// use shared::data::ClassFolders;
    ///
    /// let root = tempfile::tempdir().unwrap();
    /// for file in ["dog/b.png", "dog/a.JPG", "cat/c.jpeg", "cat/notes.txt"] {
    ///     let path = root.path().join(file);
    ///     std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    ///     std::fs::write(path, "").unwrap();
    /// }
    /// let folders = ClassFolders::list(root.path())?;
    /// assert_eq!(folders.class_names(), ["cat", "dog"]);
    /// assert_eq!(folders.classes[1].files, [root.path().join("dog/a.JPG"), root.path().join("dog/b.png")]);
    /// assert_eq!(folders.skipped.no_picture, 1);
    /// # Ok::<(), shared::Error>(())
    /// ```
    ///
    /// # Errors
    /// If `root` is not a folder or cannot be read, holds no folder, a class folder holds no picture, or a link leads out
    /// of `root` or nowhere.
    pub fn list(root: impl AsRef<Path>) -> Result<ClassFolders> {
        let root = root.as_ref();
        let home = root.canonicalize().map_err(|error| Error::io(root, "list the class folders in it", &error))?;
        if !home.is_dir() {
            return Err(Error::file(root).expected("a folder of class folders").found("a file").help(LAYOUT));
        }
        let mut skipped = Skipped::default();
        let mut classes = Vec::new();
        for name in sorted_names(root)? {
            let path = root.join(&name);
            if is_hidden(&name) {
                skipped.hidden += 1;
            } else if inside(&path, &home)?.is_dir() {
                let files = pictures(&path, &home, &mut skipped)?;
                classes.push(ClassFolder { name: name.to_string_lossy().into_owned(), files });
            } else {
                skipped.no_picture += 1;
            }
        }
        if classes.is_empty() {
            let found = format!("no folder in it (skipped: {skipped})");
            return Err(Error::file(root).expected("a folder for each class").found(found).help(LAYOUT));
        }
        Ok(ClassFolders { root: root.to_owned(), classes, skipped })
    }

    /// The names of the classes, in the order of their labels.
    pub fn class_names(&self) -> Vec<&str> {
        self.classes.iter().map(|class| class.name.as_str()).collect()
    }

    /// All pictures with their labels, class by class.
    pub fn labelled_files(&self) -> impl Iterator<Item = (&Path, i32)> {
        let with_label = |(label, class)| ClassFolder::files(class).map(move |file| (file, label));
        (0..).zip(&self.classes).flat_map(with_label)
    }

    /// The number of pictures in all classes.
    pub fn picture_count(&self) -> usize {
        self.classes.iter().map(|class| class.files.len()).sum()
    }
}

const LAYOUT: &str =
    "put the pictures of each class in a folder of its own, such as animals/cat/1.jpg and animals/dog/1.jpg";

fn pictures(folder: &Path, home: &Path, skipped: &mut Skipped) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for name in sorted_names(folder)? {
        let path = folder.join(&name);
        if is_hidden(&name) {
            skipped.hidden += 1;
        } else if inside(&path, home)?.is_dir() {
            skipped.inner_folders += 1;
        } else if is_picture(&path) {
            files.push(path);
        } else {
            skipped.no_picture += 1;
        }
    }
    if files.is_empty() {
        return Err(Error::file(folder)
            .expected("at least one picture whose name ends in .png, .jpg or .jpeg")
            .found("none")
            .help("put pictures of this class into the folder, or remove the folder"));
    }
    Ok(files)
}

fn sorted_names(folder: &Path) -> Result<Vec<OsString>> {
    let names = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect());
    let mut names: Vec<OsString> = names.map_err(|error| Error::io(folder, "list the files in it", &error))?;
    names.sort_unstable();
    Ok(names)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || RUBBISH.iter().any(|&rubbish| name == rubbish)
}

fn is_picture(path: &Path) -> bool {
    path.extension().is_some_and(|extension| PICTURES.iter().any(|ending| extension.eq_ignore_ascii_case(ending)))
}

/// What stands at `path`, which must lie in `home` even if it is a link.
fn inside(path: &Path, home: &Path) -> Result<Metadata> {
    let not_found = |error| Error::io(path, "look at it", &error);
    let there = fs::symlink_metadata(path).map_err(not_found)?;
    if !there.is_symlink() {
        return Ok(there);
    }
    let about_link =
        Error::file(path).expected("a file or folder, or a link to one in the same folder of class folders");
    match path.canonicalize() {
        Err(_) => Err(about_link.found("a link that leads nowhere").help("remove the link")),
        Ok(target) if !target.starts_with(home) => Err(about_link
            .found(format!("a link to {}", target.display()))
            .help("copy the pictures here in place of the link, or remove it")),
        Ok(target) => fs::metadata(target).map_err(not_found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, all empty.
    pub(in crate::data) fn folder_of(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::Builder::new().prefix("동물 [x] ").tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    fn message(root: &Path) -> String {
        ClassFolders::list(root).unwrap_err().to_string()
    }

    #[test]
    fn labels_follow_the_names_and_all_else_is_counted() {
        let root = folder_of(&[
            "sheep/2.png",
            "sheep/10.png",
            "cat/b.PNG",
            "cat/a.jpeg",
            "고양이/사진 1.jpg",
            "cat/.hidden.png",
            "cat/notes.txt",
            "cat/old/c.png",
            "__MACOSX/cat/._a.png",
            ".git/config",
            "README.md",
            "lonely.png",
        ]);
        let folders = ClassFolders::list(root.path()).unwrap();
        assert_eq!(folders.class_names(), ["cat", "sheep", "고양이"]);
        let files: Vec<(String, i32)> = folders
            .labelled_files()
            .map(|(file, label)| (file.strip_prefix(root.path()).unwrap().display().to_string(), label))
            .collect();
        let expected =
            [("cat/a.jpeg", 0), ("cat/b.PNG", 0), ("sheep/10.png", 1), ("sheep/2.png", 1), ("고양이/사진 1.jpg", 2)];
        assert_eq!(files, expected.map(|(file, label)| (file.to_owned(), label)));
        assert_eq!(folders.picture_count(), 5);
        assert_eq!(folders.skipped, Skipped { hidden: 3, no_picture: 3, inner_folders: 1 });
        assert_eq!(folders.skipped.to_string(), "3 hidden, 3 no picture, 1 folders inside class folders");
    }

    #[test]
    fn a_folder_without_classes_or_a_class_without_pictures_is_an_error_that_helps() {
        let empty = tempfile::tempdir().unwrap();
        let error = message(empty.path());
        assert!(
            error.contains("expected a folder for each class, found no folder in it (skipped: 0 hidden"),
            "{error}"
        );
        assert!(error.contains("help: put the pictures of each class in a folder of its own"), "{error}");

        let flat = folder_of(&["1.png", "2.png", ".cache/3.png"]);
        assert!(message(flat.path()).contains("(skipped: 1 hidden, 2 no picture,"));

        let no_pictures = folder_of(&["cat/1.png", "dog/notes.txt"]);
        let error = message(no_pictures.path());
        assert!(error.contains("dog: expected at least one picture whose name ends in .png"), "{error}");
    }

    #[test]
    fn a_file_or_nothing_in_the_place_of_the_folder_is_named() {
        let root = folder_of(&["file"]);
        assert!(message(&root.path().join("file")).contains("expected a folder of class folders, found a file"));
        let error = message(&root.path().join("없음"));
        assert!(error.contains("없음: expected to list the class folders in it"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_count_as_what_they_lead_to_but_must_not_lead_out() {
        use std::os::unix::fs::symlink;
        let (root, other) = (folder_of(&["cat/1.png"]), folder_of(&["dog/1.png"]));
        symlink(root.path().join("cat"), root.path().join("dog")).unwrap();
        symlink("1.png", root.path().join("cat/2.png")).unwrap();
        let folders = ClassFolders::list(root.path()).unwrap();
        assert_eq!((folders.class_names(), folders.picture_count()), (vec!["cat", "dog"], 4));

        let out = root.path().join("out");
        symlink(other.path().join("dog"), &out).unwrap();
        let error = message(root.path());
        assert!(error.starts_with(&out.display().to_string()) && error.contains("found a link to "), "{error}");
        fs::remove_file(&out).unwrap();

        symlink("gone.png", root.path().join("cat/3.png")).unwrap();
        let error = message(root.path());
        assert!(error.contains("3.png: ") && error.contains("found a link that leads nowhere"), "{error}");
    }
}
