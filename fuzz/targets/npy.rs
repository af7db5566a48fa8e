//! `.npy` and `.npz` files: the first byte says which.

#![no_main]
#![allow(missing_docs)] // of what the macro makes

use fuzz::{check_error, with_file};
use libfuzzer_sys::fuzz_target;
use shared::npy::{self, Npz};

fuzz_target!(|bytes: &[u8]| {
    let Some((&way, bytes)) = bytes.split_first() else { return };
    with_file(bytes, |path| {
        if way % 2 == 0 {
            if let Err(error) = npy::read::<f32>(path) {
                check_error(&error, path);
            }
            let _ = npy::read::<bool>(path);
            let _ = npy::read::<i64>(path);
            return;
        }
        match Npz::open(path) {
            Ok(mut arrays) => {
                for name in arrays.names() {
                    if let Err(error) = arrays.read::<f32>(&name) {
                        assert!(error.to_string().contains(": expected "), "{error}");
                    }
                }
            }
            Err(error) => check_error(&error, path),
        }
    });
});
