//! Code of others may panic on a damaged file; here such a panic ends as a value, and quietly.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether this thread runs guarded code, whose panics nobody needs to hear of.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs the work; a panic in it becomes an error with the panic's message, and prints nothing.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    be_quiet_about_guarded_panics();
    let before = GUARDED.replace(true);
    // What the work borrowed is never looked at again after a panic.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result.map_err(|payload| message_of(payload.as_ref()))
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

fn be_quiet_about_guarded_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_the_thread_goes_on() {
        let index = std::hint::black_box(7);
        let message = catch_panic(|| [1, 2, 3][index]).unwrap_err();
        assert!(message.contains("index out of bounds"), "{message}");
        assert_eq!(catch_panic::<()>(|| panic!("{}", "a text")).unwrap_err(), "a text");
        assert_eq!(catch_panic::<()>(|| panic::panic_any(5)).unwrap_err(), "no message");
        assert_eq!(catch_panic(|| 3), Ok(3));
        assert!(!GUARDED.get());
    }
}
