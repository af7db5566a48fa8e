//! Checkpoints in the safetensors format: a file is either loaded, and the session runs on, or refused, and nothing changes.

#![no_main]
#![allow(missing_docs)] // of what the macro makes

use std::cell::RefCell;

use fuzz::{check_error, network, with_file};
use libfuzzer_sys::fuzz_target;
use shared::prelude::*;

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(Session::new(&network()));
}

fn values(session: &mut Session) -> Vec<u32> {
    let variables = session.graph().all_variables();
    variables.iter().flat_map(|variable| session.value(variable)).map(f32::to_bits).collect()
}

fuzz_target!(|bytes: &[u8]| {
    SESSION.with_borrow_mut(|session| {
        let before = values(session);
        with_file(bytes, |path| {
            if let Err(error) = session.load(path) {
                check_error(&error, path);
                assert_eq!(values(session), before, "a refused file changed the session");
            }
        });
    });
});
