//! Data files that mean harm end the program with an error, in bounded memory and time.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;

use course_tests::hostile::{gzip_bomb, make_pipe};
use course_tests::program::Program;
use course_tests::subset::{Subset, TEST_IMAGES, TEST_LABELS, TRAIN_LABELS, gzip};

/// The program itself takes less than half of it.
const MEGABYTES: u32 = 700;

/// What the program says to a data set that `spoil` has spoilt.
fn refused(spoil: impl FnOnce(&Path)) -> String {
    let subset = Subset::new(60, 20);
    spoil(&subset.folder());
    let program = Program::new(env!("CARGO_BIN_EXE_lesson04_softmax"));
    let folder = subset.folder().display().to_string();
    program.run_within(MEGABYTES, &["--data-dir", &folder, "data"]).refused_data()
}

fn labels(count: u32) -> Vec<u8> {
    gzip(&[&[0, 0, 8, 1][..], &count.to_be_bytes(), &vec![0; count as usize]].concat())
}

#[test]
fn a_gzip_bomb_takes_no_more_memory_than_there_is() {
    // A megabyte or two that unpack to one gigabyte, and as many labels as the header claims.
    let count = 1_300_000;
    let bomb = gzip_bomb(count);
    assert!(bomb.len() < 8 << 20, "{} bytes", bomb.len());
    let message = refused(|folder| {
        fs::write(folder.join(TEST_IMAGES), bomb).unwrap();
        fs::write(folder.join(TEST_LABELS), labels(count)).unwrap();
    });
    assert!(message.contains(TEST_IMAGES) && message.contains("expected to read the file, found "), "{message}");
    assert!(message.contains("memory"), "{message}");
}

#[test]
fn a_header_of_four_gigabytes_is_refused() {
    let header = [&[0, 0, 8, 1][..], &u32::MAX.to_be_bytes(), &[0; 100]].concat();
    for (name, bytes) in [(TRAIN_LABELS, gzip(&header)), (TRAIN_LABELS, header)] {
        let message = refused(|folder| fs::write(folder.join(name), bytes).unwrap());
        assert!(
            message.contains("expected at most 1073741824 elements, found a header that claims 4294967295"),
            "{message}"
        );
    }
}

#[test]
fn what_is_no_file_is_not_opened() {
    let message = refused(|folder| {
        fs::remove_file(folder.join(TEST_IMAGES)).unwrap();
        make_pipe(&folder.join(TEST_IMAGES));
    });
    assert!(
        message.contains(TEST_IMAGES) && message.contains("expected an ordinary file, found a device or a pipe"),
        "{message}"
    );
}
