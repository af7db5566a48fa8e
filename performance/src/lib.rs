//! The workloads by which the engine is compared with other frameworks: the networks of the lessons, each with its batch
//! size and its optimizer. `main.rs` times one of them, `compare.py` times all of them and the other frameworks in turn.
//!
//! | name | what is trained | batch | optimizer |
//! |---|---|---|---|
//! | W1 | [`softmax`]: softmax regression, 784-10, on MNIST | 100 | gradient descent |
//! | W2 | [`xor`]: 2-4-1, sigmoids | 1 | gradient descent |
//! | W3 | [`fashion`]: 784-128-128-10 on Fashion-MNIST | 32 | Adam |
//! | W4 | [`cnn`]: the default network of lesson 5 on MNIST | 64 | Adam |
//! | W5 | [`expert`]: the larger network of lesson 5, with dropout, on MNIST | 50 | Adam |
//! | W6 | [`animals`]: 10800-1024-512-5 on the pictures of lesson 2 | 50 | Adam |
//!
//! I4 and I5 classify the 10,000 test images with the networks of W4 and W5; P1 ([`pictures`]) reads a folder of pictures.
//!
//! ```
//! use performance::{Sets, Settings, Training};
//!
//! let sets = Sets::default();
//! let mut workload = sets.workload(Training::Xor, Settings::of(Training::Xor))?;
//! assert!(workload.steps(100)?.is_finite());
//! assert_eq!(workload.predict()?.len(), 4);
//! # Ok::<(), shared::Error>(())
//! ```

// What arrives from outside, files and arguments, must not end in a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

pub mod animals;
pub mod cnn;
pub mod expert;
pub mod fashion;
pub mod pictures;
mod sets;
pub mod softmax;
mod trainer;
pub mod xor;

use ndarray::Array1;
use shared::Result;

pub use sets::{Sets, Training};

/// Images that are classified at once: the activations of so many stay in the caches.
pub const INFERENCE_BATCH_SIZE: usize = 64;

/// A network in training. A step draws a fresh random batch, feeds it, and updates the variables.
pub trait Workload {
    /// Makes `count` training steps; the loss of the last batch, before its step.
    ///
    /// # Errors
    /// If a run fails.
    ///
    /// # Panics
    /// If `count` is 0.
    fn steps(&mut self, count: usize) -> Result<f32>;

    /// The class of each test image (of each of the four inputs for XOR), in batches of [`INFERENCE_BATCH_SIZE`].
    ///
    /// # Errors
    /// If a run fails.
    fn predict(&mut self) -> Result<Array1<i32>>;
}

/// What a measurement may vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Images in a batch, at least 1.
    pub batch_size: usize,
    /// Number of threads; 0 means one for each core.
    pub threads: usize,
    /// Of initial values, batches and dropout.
    pub seed: u64,
}

impl Settings {
    /// The batch size that belongs to a workload, all cores, seed 1.
    pub fn of(training: Training) -> Settings {
        Settings { batch_size: training.batch_size(), threads: 0, seed: 1 }
    }
}
