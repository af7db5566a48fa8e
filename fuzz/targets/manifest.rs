//! The manifests of the exercises, which the course tool reads: all mistakes are named, none ends the program.

#![no_main]
#![allow(missing_docs)] // of what the macro makes
#![allow(dead_code)] // of what the course tool uses elsewhere

use fuzz::with_file;
use libfuzzer_sys::fuzz_target;

#[path = "../../course/src/error.rs"]
mod error;
#[path = "../../course/src/fields.rs"]
mod fields;
#[path = "../../course/src/language.rs"]
mod language;
#[path = "../../course/src/manifest.rs"]
mod manifest;

fuzz_target!(|bytes: &[u8]| {
    with_file(bytes, |path| {
        let (exercises, mistakes) = manifest::read(path, path, Some(4));
        assert!(!exercises.is_empty() || !mistakes.is_empty(), "a manifest without exercises is a mistake");
        for exercise in exercises {
            let (lesson, number) = manifest::numbers(&exercise.id).expect("lesson and number");
            assert_eq!((lesson, exercise.id), (4, format!("4-{number}")));
            assert!(exercise.points > 0 && !exercise.tests.is_empty() && exercise.hints.en.len() >= 2);
        }
        for mistake in mistakes {
            assert!(mistake.to_string().starts_with(&path.display().to_string()), "{mistake}");
        }
    });
});
