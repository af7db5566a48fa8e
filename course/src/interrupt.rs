//! Ctrl-C: noted here, heeded by everything that waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, Result};

static REQUESTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on Ctrl-C (and a plain `kill`) is noted, instead of ending the program at once: the tests that run stand in
/// process groups of their own, and would go on without us.
///
/// # Errors
/// If the operating system refuses.
pub fn listen() -> Result<()> {
    let noted = |signal| flag::register(signal, Arc::clone(&REQUESTED)).map(drop);
    [SIGINT, SIGTERM]
        .into_iter()
        .try_for_each(noted)
        .map_err(|error| Error::about("Ctrl-C").expected("to be noted").found(error))
}

/// Whether Ctrl-C was pressed.
pub fn is_requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}
