//! A define-then-run autograd engine that can be read whole, and everything the lessons share.

pub mod data;
pub mod error;
pub mod image;
pub mod kernels;
pub mod metrics;
pub mod plot;

pub use error::{Error, ErrorKind, Result};
