//! Ctrl-C and SIGTERM: noted here, heeded after each training step.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The signal that came; 0 for none.
static NOTED: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// Whether a signal ends the program at once, as it does without us.
static AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on the first signal is noted; a second one ends the program at once, for whoever does not want to wait.
pub(super) fn listen() {
    static REGISTERED: OnceLock<()> = OnceLock::new();
    NOTED.store(0, Ordering::Relaxed);
    AT_ONCE.store(false, Ordering::Relaxed);
    REGISTERED.get_or_init(|| {
        for signal in [SIGINT, SIGTERM] {
            // In this order: what a signal sets, it must not see itself. Where the system refuses, it ends the program
            // as ever.
            let _ = flag::register_conditional_default(signal, Arc::clone(&AT_ONCE))
                .and_then(|_| flag::register(signal, Arc::clone(&AT_ONCE)))
                .and_then(|_| flag::register_usize(signal, Arc::clone(&NOTED), signal as usize));
        }
    });
}

/// The signal that came, and what users call it.
pub(super) fn noted() -> Option<(u8, &'static str)> {
    match NOTED.load(Ordering::Relaxed) as i32 {
        SIGINT => Some((SIGINT as u8, "Ctrl-C")),
        SIGTERM => Some((SIGTERM as u8, "SIGTERM")),
        _ => None,
    }
}

/// There is nothing left to save: from now on a signal ends the program at once.
pub(super) fn no_longer() {
    AT_ONCE.store(true, Ordering::Relaxed);
}
