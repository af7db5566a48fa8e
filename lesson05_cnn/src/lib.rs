//! Lesson 5: convolutional networks. The parts of the program in `main.rs` that exercises and tests use too.

pub mod evaluation;
pub mod events;
#[cfg(not(feature = "solutions"))]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
pub mod exercises;
pub mod expert;
pub mod flags;
pub mod network;
pub mod pictures;
pub mod stack;
pub mod training;
