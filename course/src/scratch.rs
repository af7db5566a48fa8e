//! A copy of a workspace that keeps its place, so that cargo builds again only what differs from the last time.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
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
        for path in tree(&self.root, &|_| false)?.keys().filter(|path| !files.contains_key(*path)) {
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

impl Scratch {
    /// Fills a copy of a workspace for the first time, and gives it the libraries that cargo has built in the
    /// workspace, so that they need not be built twice. Files and libraries keep their times, by which cargo sees what
    /// is out of date; if it sees it otherwise, it builds. Later calls do nothing.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub fn start_with(&self, files: &Files, built: &Path) -> Result<()> {
        if self.target.exists() || !built.exists() {
            return Ok(());
        }
        self.fill(files)?;
        let of_copy = files.iter().filter_map(|(path, content)| match content {
            Content::Of(source) => Some((source.clone(), self.root.join(path))),
            Content::Text(_) => None,
        });
        let failed = |path: &Path, error: io::Error| Error::io(path, "copy the file with its time", &error);
        for (source, copy) in of_copy {
            same_time(&source, &copy).map_err(|error| failed(&source, error))?;
        }
        // Renamed when it is whole: half a library would be taken for a good one.
        let half = self.target.with_extension("half");
        for (path, content) in tree(built, &|_| false)? {
            let Content::Of(source) = content else { continue };
            if !is_library(&path) {
                continue;
            }
            let copy = half.join("debug").join(&path);
            let copied = fs::create_dir_all(copy.parent().unwrap_or(&half)).and_then(|()| fs::copy(&source, &copy));
            copied.and_then(|_| same_time(&source, &copy)).map_err(|error| failed(&source, error))?;
        }
        fs::rename(&half, &self.target).map_err(|error| failed(&half, error))
    }
}

/// Whether cargo needs this file to see that a library is up to date. Executables are large, and are made of what differs.
fn is_library(path: &Path) -> bool {
    let is_one =
        |end: &OsStr| ["rlib", "rmeta", "d", "so", "dylib", "dll", "lib"].iter().any(|library| end == *library);
    path.starts_with(".fingerprint")
        || path.starts_with("build")
        || (path.starts_with("deps") && path.extension().is_some_and(is_one))
}

fn same_time(from: &Path, to: &Path) -> io::Result<()> {
    let time = fs::metadata(from)?.modified()?;
    File::options().append(true).open(to)?.set_modified(time)
}

/// The files of a workspace that a copy of it needs: neither what cargo builds, nor pictures that lessons have drawn, nor
/// hidden folders such as git's, except for cargo's configuration.
///
/// # Errors
/// If a folder cannot be read.
pub fn workspace_files(root: &Path, target: &Path) -> Result<Files> {
    let is_left_out = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_of_root = path.parent() == Some(root);
        path == target
            || (is_of_root && ["output", "target"].contains(&&*name))
            || (is_of_root && name.starts_with('.') && name != ".cargo")
    };
    tree(root, &is_left_out)
}

/// All files of a folder, but for entries that are left out. So are links to folders: they could lead round in a circle.
#[expect(clippy::expect_used, reason = "what is found in folders below the root lies there")]
fn tree(root: &Path, is_left_out: &dyn Fn(&Path) -> bool) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error: io::Error| Error::io(&folder, "read the folder", &error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            if is_left_out(&path) {
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
