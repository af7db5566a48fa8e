//! The committed pictures of lesson 1 are those that are listed, with origin and licence.

use std::fs;

use course_tests::subset::data;
use sha2::{Digest, Sha256};
use shared::image::imread_unchanged;

#[test]
fn the_pictures_are_those_that_are_listed() {
    let folder = data().join("pictures");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut shapes = Vec::new();
    for (expected, file) in sums.lines().map(|line| line.split_once("  ").expect("the format of sha256sum")) {
        let bytes = fs::read(folder.join(file)).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, expected, "{file}");
        let rows = readme.lines().filter(|line| line.starts_with(&format!("| `{file}` |"))).count();
        assert_eq!(rows, 2, "{file}: what it is, and its origin and licence");
        shapes.push(imread_unchanged(folder.join(file)).unwrap().shape().to_vec());
    }
    assert_eq!(shapes, [vec![300, 400, 3], vec![300, 400, 3], vec![256, 256, 4]]);
    for licence in ["LICENSE-MIT.txt", "LICENSE-Apache-2.0.txt"] {
        assert!(readme.contains(licence) && folder.join(licence).is_file(), "{licence}");
    }
}
