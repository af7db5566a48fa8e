//! What ops write themselves with, to become part of an [ONNX](https://onnx.ai) model: the format in which a trained network
//! leaves for other programs, such as ONNX Runtime. [`Session::export_onnx`](crate::Session::export_onnx) writes the file.
//!
//! Each op says by [`Op::onnx`](crate::op::Op::onnx) which operators of ONNX compute the same. For most it is one line:
//!
//! ```
//! use shared::onnx::OnnxCall;
//! use shared::op::{Context, Op};
//! use shared::prelude::*;
//! use shared::{View, ViewMut};
//!
//! #[derive(Debug)]
//! struct Softsign;
//!
//! impl Op for Softsign {
//!     fn name(&self) -> &'static str {
//!         "softsign"
//!     }
//!     fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
//!         Ok(inputs[0].clone())
//!     }
//!     fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
//!         output.f32().iter_mut().zip(inputs[0].f32()).for_each(|(y, x)| *y = x / (1.0 + x.abs()));
//!     }
//!     fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
//!         call.element_wise("Softsign");
//!         Ok(())
//!     }
//! }
//!
//! let graph = Graph::new();
//! let y = graph.placeholder::<f32>("x", shape![?]).apply(Softsign);
//! let folder = tempfile::tempdir().unwrap();
//! Session::new(&graph).export_onnx(folder.path().join("softsign.onnx"), &y)?;
//! # Ok::<(), shared::Error>(())
//! ```
//!
//! # Layout
//!
//! Images are `[batch, height, width, channels]` here and `[batch, channels, height, width]` in ONNX. A convolution or
//! a pooling leaves its output as ONNX has it, element-wise ops go on with it, and it is turned back where an op needs
//! the course's order, or a user asks for it. So a network of convolutions has two `Transpose` in all: at its entrance,
//! and in front of its dense layers. Kernels are stored turned.

mod call;
mod graph;
pub(crate) mod proto;
mod value;

pub use call::OnnxCall;
pub use proto::Attribute;

pub(crate) use graph::OnnxGraph;
pub(crate) use value::Value;
