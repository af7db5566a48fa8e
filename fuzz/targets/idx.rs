//! IDX files, gzip-compressed or not.

#![no_main]
#![allow(missing_docs)] // of what the macro makes

use fuzz::{check_error, with_file};
use libfuzzer_sys::fuzz_target;
use shared::data::idx::{self, Header};

fuzz_target!(|bytes: &[u8]| {
    with_file(bytes, |path| {
        let header = Header::peek(path);
        match idx::read(path) {
            Ok(array) => {
                let header = header.expect("the header of a file that can be read");
                assert_eq!((header.dims(), header.element_count()), (array.shape(), array.len()));
            }
            Err(error) => check_error(&error, path),
        }
        if let Ok(labels) = idx::read_labels(path)
            && let Err(error) = idx::check_labels(path, labels.view(), 10)
        {
            check_error(&error, path);
        }
    });
});
