//! Lesson 3: perceptrons with one layer and with several. The parts of the program in `main.rs` that exercises and tests use too.

pub mod classifier;
pub mod gate;
