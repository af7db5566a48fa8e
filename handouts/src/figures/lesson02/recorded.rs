//! What the lesson's program printed, as it was recorded.

use std::fs;
use std::path::{Path, PathBuf};

use shared::prelude::*;

/// The recorded run of this name.
pub(super) fn read(run: &str) -> Result<String> {
    let path = place(run);
    fs::read_to_string(&path).map_err(|error| Error::io(&path, "read it", &error))
}

/// The error of a recorded run that does not hold what a figure needs.
pub(super) fn wrong(run: &str, expected: &str) -> Error {
    let help = "`cargo course record` runs the lesson again and writes the file";
    Error::file(place(run)).expected(expected).found("none").help(help)
}

fn place(run: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results/lesson02_batching").join(run)
}
