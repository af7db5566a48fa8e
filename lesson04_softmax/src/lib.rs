//! Lesson 4: softmax regression. The sections of the program in `main.rs`, and what they, the tests and the benches share.
//!
//! | section | what it shows |
//! |---|---|
//! | [`graphs`] | several graphs, and whose tensor is whose |
//! | [`softmax`] | numbers become probabilities, by hand and by the engine |
//! | [`data`] | MNIST as a table and as a picture |
//! | [`onehot`] | classes as rows with a single one |
//! | [`regression`] | both documents' trainings; the training loop itself is in `main.rs` |
//! | [`weights`] | what the ten sums have learned |
//! | [`stability`] | where `ln(softmax)` breaks |
//! | [`rates`] | a learning rate that is too small, right, too large |
//! | [`homework`] | a small computation graph with a placeholder |
//!
//! [`model`] is the graph of softmax regression, [`training`] one training of it, [`series`] several with one
//! checkpoint. [`exercises`] is where students write; with
//! the feature `solutions` it holds the answers.

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

pub mod data;
#[cfg(not(feature = "solutions"))]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
pub mod graphs;
pub mod homework;
pub mod model;
pub mod onehot;
pub mod rates;
pub mod regression;
pub mod series;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod softmax;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod stability;
pub mod training;
pub mod weights;
