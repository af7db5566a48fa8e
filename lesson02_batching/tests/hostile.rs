//! Class folders that mean harm end the program with an error, in bounded memory and time.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use course_tests::hostile::{make_pipe, png_claiming};
use course_tests::program::{Program, Run};
use course_tests::subset::data;

const MEGABYTES: u32 = 1500;

/// A folder of two classes with six drawings each.
fn classes_in(folder: &Path) {
    for class in ["cat", "dog"] {
        fs::create_dir_all(folder.join(class)).unwrap();
        let entries = fs::read_dir(data().join("animals").join(class)).unwrap();
        for entry in entries.map(Result::unwrap).filter(|entry| entry.path().is_file()).take(6) {
            fs::copy(entry.path(), folder.join(class).join(entry.file_name())).unwrap();
        }
    }
}

/// The program on class folders that `spoil` has spoilt.
fn run_on(spoil: impl FnOnce(&Path)) -> Run {
    let program = Program::new(env!("CARGO_BIN_EXE_lesson02_batching"));
    let folder = program.folder().join("mine");
    classes_in(&folder);
    spoil(&folder);
    program.run_within(MEGABYTES, &["--images", "mine", "load"])
}

fn assert_refused(spoil: impl FnOnce(&Path), parts: &[&str]) {
    let message = run_on(spoil).refused_data();
    for part in parts {
        assert!(message.contains(part), "{part:?} is missing in: {message}");
    }
}

#[test]
fn links_must_not_lead_out() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(elsewhere.path().join("secret")).unwrap();
    let secret = elsewhere.path().join("secret");
    assert_refused(
        |folder| symlink(&secret, folder.join("cow")).unwrap(),
        &["mine/cow: expected ", "found a link to "],
    );
    fs::write(secret.join("1.png"), "not for others").unwrap();
    assert_refused(
        |folder| symlink(secret.join("1.png"), folder.join("cat/own.png")).unwrap(),
        &["mine/cat/own.png: expected ", "found a link to "],
    );
    assert_refused(
        |folder| symlink("../../../../../../../etc/passwd", folder.join("cat/own.png")).unwrap(),
        &["mine/cat/own.png: expected ", "found a link to /etc/passwd"],
    );
    assert_refused(
        |folder| symlink("ring.png", folder.join("cat/ring.png")).unwrap(),
        &["mine/cat/ring.png: expected "],
    );
}

#[test]
fn what_is_no_file_is_not_opened() {
    assert_refused(
        |folder| make_pipe(&folder.join("dog/pipe.png")),
        &["mine/dog/pipe.png: expected a PNG or JPEG picture, found a device or a pipe"],
    );
    assert_refused(|folder| symlink("/dev/zero", folder.join("dog/endless.png")).unwrap(), &["mine/dog/endless.png: "]);
}

#[test]
fn a_picture_that_claims_to_be_huge_is_named() {
    let bytes = png_claiming(60_000, 60_000);
    assert_refused(
        |folder| fs::write(folder.join("dog/huge.png"), bytes).unwrap(),
        &["mine/dog/huge.png: expected a picture of at most 16384 pixels a side"],
    );
}

#[test]
fn a_folder_that_may_not_be_read_is_named_unless_the_user_may_read_all() {
    let mut may_read_all = false;
    let run = run_on(|folder| {
        fs::set_permissions(folder.join("dog"), fs::Permissions::from_mode(0o000)).unwrap();
        may_read_all = fs::read_dir(folder.join("dog")).is_ok();
    });
    match may_read_all {
        true => drop(run.succeeded()),
        false => {
            let message = run.refused_data();
            assert!(message.contains("mine/dog: ") && message.contains("ermission denied"), "{message}");
        }
    }
}
