//! Lesson 5: convolutional networks. The parts of the program in `main.rs` that exercises and tests use too.

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

pub mod evaluation;
pub mod events;
#[cfg(not(feature = "solutions"))]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
pub mod expert;
pub mod flags;
pub mod network;
pub mod pictures;
pub mod stack;
pub mod training;
