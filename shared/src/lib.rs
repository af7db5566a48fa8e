//! A define-then-run autograd engine that can be read whole, and everything the lessons share.

pub mod check;
mod checkpoint;
pub mod cli;
pub mod data;
pub mod element;
pub mod error;
mod feed;
mod fetch;
pub mod files;
mod fusion;
#[cfg(test)]
mod golden;
mod gradient;
pub mod graph;
pub mod image;
pub mod init;
pub mod kernels;
pub mod layers;
pub mod losses;
mod memory;
pub mod metrics;
mod names;
pub mod op;
pub mod ops;
pub mod optimizers;
mod plan;
pub mod plot;
pub mod progress;
#[cfg(test)]
mod second_order_tests;
mod session;
mod shape;
mod storage;

pub use element::{DType, Data, DataMut, Element, View, ViewMut};
pub use error::{Error, ErrorKind, Result};
pub use feed::{Feedable, Feeds};
pub use fetch::{Fetch, Item};
pub use gradient::gradients;
pub use graph::{Graph, Handle, Tensor, apply};
pub use memory::Memory;
pub use plan::{Plan, PlanOptions};
pub use session::Session;
pub use shape::{Dim, Shape};

/// What nearly every program of the course uses.
pub mod prelude {
    pub use crate::init::{Init, constant, glorot_uniform, he_normal, normal, truncated_normal, zeros};
    pub use crate::kernels::window::Padding::{self, Same, Valid};
    pub use crate::layers::Activation::{self, Linear, Relu, Sigmoid, Softmax, Tanh};
    pub use crate::layers::{AveragePooling2d, Conv2d, Dense, Dropout, Flatten, Layer, MaxPooling2d};
    pub use crate::optimizers::{Adam, GradientDescent, Momentum, Optimizer, RmsProp, TrainStep};
    pub use crate::{Error, Graph, Item, Result, Session, Shape, Tensor, feed, gradients, shape};
}
