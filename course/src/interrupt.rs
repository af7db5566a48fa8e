//! Ctrl-C: noted here, heeded by everything that waits.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C (and a plain `kill`) is noted, instead of ending the program at once: the tests that run stand in
/// process groups of their own, and would go on without us.
///
/// # Errors
/// If the operating system refuses.
pub fn listen() -> Result<()> {
    ctrlc::set_handler(|| REQUESTED.store(true, Ordering::Relaxed))
        .map_err(|error| Error::about("Ctrl-C").expected("to be noted").found(error))
}

/// Whether Ctrl-C was pressed.
pub fn is_requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}
