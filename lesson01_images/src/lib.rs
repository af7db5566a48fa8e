//! Lesson 1: pictures as arrays. The sections of the program in `main.rs`, and the parts that exercises and tests use too.

pub mod channels;
pub mod colour;
pub mod crop;
#[cfg(not(feature = "solutions"))]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
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
