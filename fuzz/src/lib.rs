//! What the fuzz targets share: a file for each input, and the network whose checkpoints are read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use shared::prelude::*;
use tempfile::TempDir;

/// Calls `read` with the path of a file that holds these bytes, in memory where the system has such a place.
///
/// The readers get a path, as in the course, so that opening and asking for the size are tested too.
///
/// # Panics
/// If the file cannot be written.
pub fn with_file(bytes: &[u8], read: impl FnOnce(&Path)) {
    static FILE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = tempfile::tempdir_in(place).expect("a temporary folder");
        let path = folder.path().join("input");
        (folder, path)
    });
    fs::write(&FILE.1, bytes).expect("a new file");
    read(&FILE.1);
}

/// An error must say what was expected, what was found, and what to do, and name the file.
///
/// # Panics
/// If it does not.
pub fn check_error(error: &Error, path: &Path) {
    let text = error.to_string();
    assert!(text.starts_with(&path.display().to_string()), "{text}");
    assert!(text.contains(": expected ") && text.contains(", found "), "{text}");
    assert_eq!(error.exit_code(), 1, "{text}");
}

/// A small network with the variables of an optimizer.
pub fn network() -> Graph {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 3]);
    let hidden = Dense::new(4).activation(Tanh).name("hidden").apply(&x);
    let loss = Dense::new(1).name("out").apply(&hidden).square().mean();
    Adam::new(0.01).minimize(&loss);
    graph
}
