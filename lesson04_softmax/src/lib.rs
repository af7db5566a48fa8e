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

pub mod data;
#[cfg(not(feature = "solutions"))]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
pub mod exercises;
pub mod graphs;
pub mod homework;
pub mod model;
pub mod onehot;
pub mod rates;
pub mod regression;
pub mod series;
pub mod softmax;
pub mod stability;
pub mod training;
pub mod weights;
