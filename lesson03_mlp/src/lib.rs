//! Lesson 3: perceptrons with one layer and with several. The parts of the program in `main.rs`: a module for each
//! section, and what sections share.
//!
//! | module | what is in it |
//! |---|---|
//! | [`tensors`], [`nested`] | constants, casts, shapes |
//! | [`gates`], [`mlp`] | the four examples of a gate, and the network for them |
//! | [`and`], [`xor`] | what a single layer can learn, and what it cannot |
//! | [`perceptron`] | the perceptron learning rule |
//! | [`descent`] | batch, mini-batch and stochastic gradient descent |
//! | [`losses`] | softmax and cross-entropies by hand |
//! | [`network`] | designing a network; several inputs and outputs |
//! | [`clothes`], [`image_classifier`] | Fashion-MNIST, and the network for it |
//! | [`exercises`] | what is left to you; with the feature `solutions`, the answers |

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

pub mod and;
pub mod clothes;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod descent;
#[cfg(not(feature = "solutions"))]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod gates;
pub mod image_classifier;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod losses;
pub mod mlp;
pub mod nested;
pub mod network;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod perceptron;
#[allow(clippy::indexing_slicing, clippy::expect_used, reason = "its numbers are its own")]
pub mod tensors;
pub mod xor;
