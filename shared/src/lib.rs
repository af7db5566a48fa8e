//! A define-then-run autograd engine that can be read whole, and everything the lessons share.
//!
//! # A network in 25 lines: XOR
//!
//! ```
//! use shared::prelude::*;
//!
//! // Describe: nothing is computed yet.
//! let graph = Graph::new();
//! let x = graph.placeholder::<f32>("x", shape![?, 2]);
//! let y_true = graph.placeholder::<f32>("y_true", shape![?, 1]);
//! let w1 = graph.variable("W1", normal([2, 4], 1.0));
//! let b1 = graph.variable("b1", zeros([4]));
//! let w2 = graph.variable("W2", normal([4, 1], 1.0));
//! let b2 = graph.variable("b2", zeros([1]));
//! let hidden = (x.matmul(&w1) + b1).sigmoid();
//! let y = (hidden.matmul(&w2) + b2).sigmoid();
//! let loss = (&y - &y_true).square().mean();
//! let train_step = GradientDescent::new(2.0).minimize(&loss);
//!
//! // Run: feed the four rows again and again; each run changes the variables a little.
//! let mut session = Session::new(&graph).seed(1);
//! let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
//! let outputs = [[0.0], [1.0], [1.0], [0.0]];
//! for _ in 0..2000 {
//!     session.run(&train_step, feed![x => inputs, y_true => outputs])?;
//! }
//! let prediction = session.run(&y, feed![x => inputs])?;
//! assert_eq!(prediction.map(|p| p.round()).as_slice().unwrap(), [0.0, 1.0, 1.0, 0.0]);
//! # Ok::<(), Error>(())
//! ```
//!
//! # The rooms, from the ground up
//!
//! A room uses only rooms above it in this list.
//!
//! | room | what is in it |
//! |---|---|
//! | [`Error`] | the one error: file or feed, expected, found, what to do |
//! | [`Shape`], [`element`] | sizes, known or open; f32, i32, bool, and where they are kept |
//! | [`kernels`] | numeric loops over slices: matrix product, convolution, pooling; SIMD, threads and `unsafe` live here only |
//! | [`onnx`] | what ops write themselves with into a model of the ONNX format |
//! | [`op`] | what an op is: shape rule, run, gradient |
//! | [`graph`] | [`Graph`] and [`Tensor`]: placeholders, variables, constants, names |
//! | [`ops`] | the ops: one op, one file |
//! | [`gradients`] | reverse-mode differentiation: the graph grows the nodes that compute gradients |
//! | [`init`] | initial values |
//! | [`Plan`] | which steps a run needs, which are done in one pass (`fusion.rs`), which buffers they share (`memory.rs`) |
//! | [`Session`] | the variables' values, and `run` (its steps run in `storage.rs`, which stops at NaN in `storage/finite.rs`) |
//! | [`optimizers`] | gradient descent, momentum, RMSProp, Adam |
//! | [`layers`], [`losses`] | an op with its variables: dense, conv2d, pooling, dropout; what training makes smaller |
//! | `checkpoint.rs` | [`Session::save`] and [`Session::load`]: variables to a file and back, by name |
//! | `export.rs` | [`Session::export_onnx`]: a trained network as an ONNX model |
//! | [`check`] | comparing values, and gradients with difference quotients |
//! | [`data`], [`files`] | MNIST and friends, class folders of pictures, batches; files written whole or not at all |
//! | [`npy`] | arrays from and to NumPy's files |
//! | [`image`], [`plot`], [`metrics`] | pictures in and out; grids, curves, matrices |
//! | [`tensorboard`] | event files: curves, pictures and the graph of a training, for TensorBoard |
//! | [`resume`] | trainings that can be stopped and gone on with: checkpoints, Ctrl-C |
//! | [`model`] | the Keras-like model: `Input`, `compile`, `fit`, `evaluate`, `predict`, `summary`, `History` |
//! | [`cli`], [`progress`] | flags, ends and progress bars of the lessons' programs |
//!
//! # Two kinds of mistake
//!
//! A wrongly built graph is a mistake in the program: it **panics** at the line that built it, with the op, its inputs and
//! their shapes. What arrives from outside (feeds, files, arguments) is never trusted: it gives an [`Error`] that says
//! what was expected, what was found, and what to do.

// Whatever arrives from outside must not end in a panic, so these are refused in all rooms but those that say `allow`: the
// engine and the comparisons of tests. They see graphs, which the program has built, and values whose shapes `Session::run`
// has compared with the graph; the ops that take numbers as places in an array, classes, look at them first.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod check;
mod checkpoint;
pub mod cli;
pub mod data;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod element;
pub mod error;
mod export;
mod feed;
mod fetch;
pub mod files;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod fusion;
#[cfg(test)]
mod golden;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod gradient;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod graph;
mod graph_table;
pub mod image;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod init;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod kernels;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod layers;
pub mod losses;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod memory;
pub mod metrics;
pub mod model;
mod names;
pub mod npy;
pub mod onnx;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod op;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod ops;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
pub mod optimizers;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod plan;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod plans;
pub mod plot;
pub mod progress;
pub mod resume;
#[cfg(test)]
mod second_order_tests;
mod session;
mod shape;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod storage;
pub mod tensorboard;

pub use element::{DType, Data, DataMut, Element, View, ViewMut};
pub use error::{Error, ErrorKind, Result};
pub use feed::{Feedable, Feeds};
pub use fetch::{Fetch, Item};
pub use gradient::gradients;
pub use graph::{Graph, Handle, Tensor, apply};
pub use memory::Memory;
pub use plan::{Plan, PlanOptions};
pub use session::{Session, check_numerics_by_default};
pub use shape::{Dim, Shape};

/// What nearly every program of the course uses.
pub mod prelude {
    pub use crate::init::{Init, constant, glorot_uniform, he_normal, normal, truncated_normal, zeros};
    pub use crate::kernels::window::Padding::{self, Same, Valid};
    pub use crate::layers::Activation::{self, Linear, Relu, Sigmoid, Softmax, Tanh};
    pub use crate::layers::{AveragePooling2d, Conv2d, Dense, Dropout, Flatten, Layer, MaxPooling2d};
    pub use crate::model::Loss::{BinaryCrossentropy, CategoricalCrossentropy, Mse, SparseCategoricalCrossentropy};
    pub use crate::model::Metric::{self, Accuracy};
    pub use crate::model::{BestCheckpoint, EarlyStopping, Fit, History, Input, Model, Verbose};
    pub use crate::optimizers::{Adam, GradientDescent, Momentum, Optimizer, RmsProp, TrainStep};
    pub use crate::{Error, Graph, Item, Result, Session, Shape, Tensor, feed, gradients, shape};
}
