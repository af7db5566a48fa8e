//! Lesson 2: from folders of pictures to batches, and to the first network. Each section of the program has a file here.

pub mod activations;
pub mod batches;
#[cfg(not(feature = "solutions"))]
pub mod exercises;
#[cfg(feature = "solutions")]
#[path = "solutions.rs"]
pub mod exercises;
pub mod files;
pub mod flags;
pub mod index_arrays;
pub mod leak;
pub mod load;
pub mod network;
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
