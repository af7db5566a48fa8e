//! Lesson 2: from folders of pictures to batches, and to the first network. Each section of the program has a file here.

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

#[allow(clippy::indexing_slicing, reason = "its numbers are its own")]
pub mod activations;
pub mod batches;
#[cfg(not(feature = "solutions"))]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
#[allow(clippy::restriction, reason = "what students write is theirs")]
pub mod exercises;
pub mod files;
pub mod flags;
pub mod index_arrays;
pub mod leak;
pub mod load;
pub mod network;
#[allow(clippy::indexing_slicing, reason = "its numbers are its own")]
pub mod one_hot;
pub mod primes;
pub mod restore;
pub mod shuffle;
pub mod softmax;
pub mod split;
pub mod training;
pub mod variants;

use std::fmt::Display;

/// Numbers in columns of this width.
pub(crate) fn columns<T: Display>(values: impl IntoIterator<Item = T>, width: usize) -> String {
    values.into_iter().map(|value| format!("{value:>width$}")).collect()
}
