//! Lesson 1: pictures as arrays. The sections of the program in `main.rs`, and the parts that exercises and tests use too.

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

pub mod channels;
pub mod colour;
pub mod crop;
#[cfg(not(feature = "solutions"))]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
pub mod flags;
mod fragments;
pub mod modes;
pub mod resize;
pub mod save;
pub mod show;
pub mod slicing;
mod summary;

pub use fragments::fragments;
pub use summary::{summary, summary_head};
