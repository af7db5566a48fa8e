//! Pictures that mean harm end the program with an error, in bounded memory and time.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;

use course_tests::hostile::{jpeg_claiming, make_pipe, png_claiming};
use course_tests::program::Program;

/// The program itself takes less than a quarter of it.
const MEGABYTES: u32 = 1000;

/// What the program says to a picture of this name, which `make` makes.
fn refused(name: &str, make: impl FnOnce(&Path)) -> String {
    let program = Program::new(env!("CARGO_BIN_EXE_lesson01_images"));
    make(&program.folder().join(name));
    let message = program.run_within(MEGABYTES, &["--image", name, "read"]).refused_data();
    assert!(message.contains(name), "{message}");
    message
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused() {
    let claims = [
        ("huge.png", png_claiming(60_000, 60_000)),
        ("two sides within.png", png_claiming(16_000, 16_000)),
        ("longest.png", png_claiming(u32::MAX >> 1, 1)),
        ("huge.jpg", jpeg_claiming(60_000, 60_000)),
        ("two sides within.jpg", jpeg_claiming(16_000, 16_000)),
    ];
    for (name, bytes) in claims {
        let message = refused(name, |path| fs::write(path, bytes).unwrap());
        assert!(message.contains("at most 16384 pixels a side and 512 MB in memory, found a larger one"), "{message}");
    }
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let message = refused("large.png", |path| {
        let file = fs::File::create(path).unwrap();
        file.set_len(1 << 40).unwrap(); // without a block on the disk
    });
    assert!(message.contains("found a file of more than 128 MB"), "{message}");
}

#[test]
fn what_is_no_file_is_not_opened() {
    let message = refused("pipe.png", make_pipe);
    assert!(message.contains("found a device or a pipe"), "{message}");
    let message = refused("socket.png", |path| drop(UnixListener::bind(path).unwrap()));
    assert!(message.contains("found a device or a pipe"), "{message}");
    let message = refused("endless.png", |path| std::os::unix::fs::symlink("/dev/zero", path).unwrap());
    assert!(message.contains("found a device or a pipe"), "{message}");
    let message = refused("folder.png", |path| fs::create_dir(path).unwrap());
    assert!(message.contains("found a folder"), "{message}");
    let message = refused("ring.png", |path| std::os::unix::fs::symlink("ring.png", path).unwrap());
    assert!(message.contains("expected to read a picture"), "{message}");
}

#[test]
fn a_picture_in_a_folder_that_may_not_be_read_is_named_unless_the_user_may_read_all() {
    let program = Program::new(env!("CARGO_BIN_EXE_lesson01_images"));
    let folder = program.folder().join("closed");
    fs::create_dir(&folder).unwrap();
    fs::copy(course_tests::subset::data().join("pictures/cat_1.jpg"), folder.join("cat.jpg")).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
    let may_read_all = fs::read_dir(&folder).is_ok();
    let run = program.run_within(MEGABYTES, &["--image", "closed/cat.jpg", "read"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    match may_read_all {
        true => drop(run.succeeded()),
        false => {
            assert!(run.refused_data().contains("closed/cat.jpg: expected to read a picture, found Permission denied"))
        }
    }
}
