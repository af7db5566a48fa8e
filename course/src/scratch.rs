//! A copy of a workspace that keeps its place, so that cargo builds again only what differs from the last time.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// What a file of the copy holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// The same as this file.
    Of(PathBuf),
    Text(String),
}

/// The files of a copy, by their paths in it.
pub type Files = BTreeMap<PathBuf, Content>;

/// A folder that belongs to this process until it is dropped.
pub struct Scratch {
    /// The copy.
    pub root: PathBuf,
    /// Where cargo puts what it builds from the copy.
    pub target: PathBuf,
    /// Two programs that used one copy would grade each other's submissions.
    _lock: File,
}

impl Scratch {
    /// A folder beside what cargo builds; waits until no other process uses it.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new(target: &Path, name: &str) -> Result<Scratch> {
        let folder = target.join("course").join(name);
        let failed = |error: std::io::Error| Error::io(&folder, "make a folder for a copy", &error);
        fs::create_dir_all(folder.join("copy")).map_err(failed)?;
        let lock = File::create(folder.join("lock")).map_err(failed)?;
        lock.lock().map_err(failed)?;
        Ok(Scratch { root: folder.join("copy"), target: folder.join("target"), _lock: lock })
    }

    /// Makes the copy hold these files and no others. A file that is right already keeps its time: cargo goes by it.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub fn fill(&self, files: &Files) -> Result<()> {
        for path in tree(&self.root, &[])?.keys().filter(|path| !files.contains_key(*path)) {
            let path = self.root.join(path);
            fs::remove_file(&path).map_err(|error| Error::io(&path, "remove the file", &error))?;
        }
        for (path, content) in files {
            let path = self.root.join(path);
            let bytes = match content {
                Content::Text(text) => text.clone().into_bytes(),
                Content::Of(source) => fs::read(source).map_err(|error| Error::io(source, "read the file", &error))?,
            };
            if fs::read(&path).is_ok_and(|there| there == bytes) {
                continue;
            }
            let folder = path.parent().unwrap_or(&self.root);
            let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes));
            written.map_err(|error| Error::io(&path, "write the file", &error))?;
        }
        Ok(())
    }
}

/// All files of a folder, without these entries of it. Links to folders are left out: they could lead round in a circle.
///
/// # Errors
/// If a folder cannot be read.
pub fn tree(root: &Path, without: &[&str]) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error: std::io::Error| Error::io(&folder, "read the folder", &error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            if folder == root && without.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                let inside = path.strip_prefix(root).expect("a path below the root").to_owned();
                files.insert(inside, Content::Of(path));
            }
        }
    }
    Ok(files)
}

/// What a copy of a workspace does not need.
pub const NOT_COPIED: [&str; 3] = [".git", "output", "target"];
