//! Lesson 5: convolutional networks. The parts of the program in `main.rs` that exercises and tests use too.

pub mod evaluation;
pub mod expert;
pub mod flags;
pub mod network;
pub mod pictures;
pub mod training;
