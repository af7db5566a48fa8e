//! Every kind of bad file, in a table: what is spoilt, and what the error must say.

use std::fs;
use std::path::Path;

use shared::data::{Dataset, Mnist};
use shared::{Error, ErrorKind};

use course_tests::subset::{NAMES, Subset, TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS, data, gunzip, gzip};

struct BadFile {
    /// The file that the error must name.
    file: &'static str,
    spoil: fn(&Subset),
    expected: &'static str,
    found: &'static str,
}

const BAD_FILES: &[BadFile] = &[
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| fs::remove_file(set.folder().join(TRAIN_IMAGES)).unwrap(),
        expected: "this file, or train-images-idx3-ubyte without compression",
        found: "neither",
    },
    BadFile {
        file: TEST_LABELS,
        spoil: |set| {
            fs::remove_file(set.folder().join(TEST_LABELS)).unwrap();
            fs::create_dir(set.folder().join(TEST_LABELS)).unwrap();
        },
        expected: "a file",
        found: "a folder",
    },
    BadFile {
        file: TRAIN_LABELS,
        spoil: |set| fs::write(set.folder().join(TRAIN_LABELS), "").unwrap(),
        expected: "an IDX file",
        found: "an empty file (0 bytes)",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| fs::write(set.folder().join(TRAIN_IMAGES), "<!DOCTYPE html><html>403 Forbidden</html>").unwrap(),
        expected: "an IDX file of unsigned bytes",
        found: "an HTML page",
    },
    BadFile {
        file: TEST_IMAGES,
        spoil: |set| set.change(TEST_IMAGES, |bytes| bytes.truncate(10)),
        expected: "a header of 16 bytes (3 dimensions)",
        found: "only 10 bytes",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| set.change(TRAIN_IMAGES, |bytes| bytes.truncate(16 + 784 * 20 + 3)),
        expected: "24 x 28 x 28 unsigned bytes",
        found: "15683 bytes after the header: it is truncated",
    },
    BadFile {
        file: TRAIN_LABELS,
        spoil: |set| set.change(TRAIN_LABELS, |bytes| bytes.truncate(20)),
        expected: "24 unsigned bytes",
        found: "12 bytes after the header: it is truncated",
    },
    BadFile {
        file: TEST_IMAGES,
        spoil: |set| set.change(TEST_IMAGES, |bytes| bytes.push(0)),
        expected: "12 x 28 x 28 unsigned bytes, then the end of the file",
        found: "more bytes",
    },
    BadFile {
        file: TRAIN_LABELS,
        spoil: |set| set.replace(TRAIN_LABELS, TRAIN_IMAGES),
        expected: "magic number 0x00000801 (labels: 1 dimension)",
        found: "magic number 0x00000803 (images: 3 dimensions)",
    },
    BadFile {
        file: TEST_IMAGES,
        spoil: |set| set.replace(TEST_IMAGES, TEST_LABELS),
        expected: "magic number 0x00000803 (images: 3 dimensions)",
        found: "magic number 0x00000801 (labels: 1 dimension)",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| set.change(TRAIN_IMAGES, |bytes| bytes[2] = 0x0d),
        expected: "unsigned bytes (type 0x08)",
        found: "32-bit floats (type 0x0d)",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| {
            let path = set.folder().join(TRAIN_IMAGES);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        },
        expected: "a whole gzip file",
        found: "a truncated one",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| {
            let path = set.folder().join(TRAIN_IMAGES);
            let mut bytes = fs::read(&path).unwrap();
            let end = bytes.len();
            bytes[end - 6] ^= 0xff;
            fs::write(&path, bytes).unwrap();
        },
        expected: "a whole gzip file",
        found: "a damaged one",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| set.change(TRAIN_IMAGES, |bytes| bytes[4..16].fill(0xff)),
        expected: "at most 1073741824 elements",
        found: "a header that claims 4294967295 x 4294967295 x 4294967295",
    },
    BadFile {
        file: TEST_IMAGES,
        spoil: |set| set.change(TEST_IMAGES, |bytes| bytes[4..8].copy_from_slice(&1_000_000_u32.to_be_bytes())),
        expected: "1000000 x 28 x 28 unsigned bytes, as the header claims",
        found: "it is truncated",
    },
    BadFile {
        file: TEST_LABELS,
        spoil: |set| set.change(TEST_LABELS, |bytes| bytes[8 + 5] = 77),
        expected: "labels from 0 to 9",
        found: "label 77 at index 5",
    },
    BadFile {
        file: TRAIN_LABELS,
        spoil: |set| {
            set.change(TRAIN_LABELS, |bytes| {
                bytes.truncate(8 + 23);
                bytes[7] = 23;
            });
        },
        expected: "24 labels, one per image of train-images-idx3-ubyte.gz",
        found: "23 labels",
    },
    BadFile {
        file: TEST_IMAGES,
        spoil: |set| {
            set.change(TEST_IMAGES, |bytes| {
                bytes[11] = 14;
                bytes[15] = 56;
            });
        },
        expected: "images of 28 x 28 pixels",
        found: "images of 14 x 56",
    },
    BadFile {
        file: TRAIN_IMAGES,
        spoil: |set| {
            set.change(TRAIN_IMAGES, |bytes| {
                bytes.truncate(16 + 784 * 11);
                bytes[7] = 11;
            });
        },
        expected: "at least 12 images",
        found: "11",
    },
];

#[test]
fn every_bad_file_is_an_error_that_helps() {
    for case in BAD_FILES {
        let set = Subset::new(24, 12);
        assert!(set.load().is_ok());
        (case.spoil)(&set);
        let error = set.load().expect_err(case.found);
        assert_names(&error, &set.folder().join(case.file), case.expected, case.found);
    }
}

#[track_caller]
fn assert_names(error: &Error, path: &Path, expected: &str, found: &str) {
    let text = error.to_string();
    assert_eq!((error.kind(), error.exit_code()), (ErrorKind::File, 1), "{text}");
    assert!(text.starts_with(&format!("{}: expected ", path.display())), "{text}");
    let (problem, help) = text.split_once("\n  help: ").expect("a help");
    let (before, after) = problem.split_once(", found ").expect("what was found");
    assert!(before.contains(expected), "{expected:?} is missing in: {text}");
    assert!(after.contains(found), "{found:?} is missing in: {text}");
    assert!(help.contains("`git checkout -- data/`") && help.contains("--data-dir"), "{text}");
}

/// Uncompressed files with the published numbers of images are read by the `mnist` crate; nothing bad may reach it.
/// Compressed ones are read by our reader.
#[test]
fn bad_files_of_the_published_size_never_reach_the_mnist_crate() {
    let folder = data().join("mnist");
    let images = gunzip(&folder.join(TEST_IMAGES));
    let plain = "t10k-images-idx3-ubyte";
    let mut longer = images.clone();
    longer.push(0);
    let cases: [(&str, Vec<u8>, &str, &str); 4] = [
        (plain, images[..images.len() - 784].to_vec(), "10000 x 28 x 28", "at most 7839216 of them: it is truncated"),
        (plain, longer.clone(), "7840016 bytes", "7840017 bytes"),
        (TEST_IMAGES, gzip(&images[..images.len() - 1]), "10000 x 28 x 28", "7839999 bytes after the header"),
        (TEST_IMAGES, gzip(&longer), "then the end of the file", "more bytes"),
    ];
    for (name, bytes, expected, found) in cases {
        let root = tempfile::tempdir().unwrap();
        for other in NAMES.into_iter().filter(|&other| other != TEST_IMAGES) {
            match name == plain {
                true => {
                    fs::write(root.path().join(other.trim_end_matches(".gz")), gunzip(&folder.join(other))).unwrap()
                }
                false => drop(fs::copy(folder.join(other), root.path().join(other)).unwrap()),
            }
        }
        fs::write(root.path().join(name), bytes).unwrap();
        let error = Mnist::load(Dataset::Mnist, Some(root.path())).expect_err(found);
        assert_names(&error, &root.path().join(name), expected, found);
    }
}

#[test]
fn a_folder_without_data_is_an_error_that_lists_the_places() {
    let root = tempfile::tempdir().unwrap();
    for folder in [root.path().to_owned(), root.path().join("없는 folder")] {
        let error = Mnist::load(Dataset::Fashion, Some(&folder)).unwrap_err();
        let tried = format!("tried {}, {}", folder.join("fashion_mnist").display(), folder.display());
        assert_names(&error, &folder, "the data set `fashion_mnist` (the folder was named by --data-dir)", &tried);
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission_is_an_error_unless_the_user_may_read_all() {
    use std::os::unix::fs::PermissionsExt;
    let set = Subset::new(24, 12);
    let path = set.folder().join(TRAIN_LABELS);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let may_read_all = fs::File::open(&path).is_ok();
    match set.load() {
        Ok(mnist) => assert!(may_read_all && mnist.train.len() == 22),
        Err(error) => assert!(!may_read_all && error.to_string().contains("found no permission to read it"), "{error}"),
    }
}
