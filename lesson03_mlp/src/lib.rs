//! Lesson 3: perceptrons with one layer and with several. The parts of the program in `main.rs`, in its order.

pub mod descent;
pub mod gates;
pub mod losses;
pub mod perceptron;
pub mod tensors;
