//! What an op is: a name, a shape rule, a run, and a gradient made of other ops.
//!
//! One op is one file in [`crate::ops`]. The squaring of numbers, whole:
//!
//! ```
//! use shared::op::{Call, Context, Op};
//! use shared::prelude::*;
//! use shared::{View, ViewMut};
//!
//! #[derive(Debug)]
//! struct Square;
//!
//! impl Op for Square {
//!     fn name(&self) -> &'static str {
//!         "square"
//!     }
//!     fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
//!         Ok(inputs[0].clone())
//!     }
//!     fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
//!         for (y, x) in output.f32().iter_mut().zip(inputs[0].f32()) {
//!             *y = x * x;
//!         }
//!     }
//!     // y = x²  =>  dL/dx = 2x · dL/dy
//!     fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
//!         vec![Some(2.0 * call.input(0) * gradient)]
//!     }
//! }
//!
//! let graph = Graph::new();
//! let x = graph.placeholder::<f32>("x", shape![?]);
//! let y = x.apply(Square);
//! let slope = gradients(&y, &[&x]).remove(0);
//! let slope = Session::new(&graph).run(&slope, feed![x => [1.0, 2.0, 3.0]])?;
//! assert_eq!(slope.as_slice().unwrap(), [2.0, 4.0, 6.0]);
//! # Ok::<(), shared::Error>(())
//! ```

use std::any::Any;
use std::fmt::Debug;

use crate::element::{DType, View, ViewMut};
use crate::graph::{Handle, Tensor};
use crate::onnx::OnnxCall;
use crate::shape::Shape;

/// A pure function of tensors: the same inputs give the same output, and nothing else changes.
pub trait Op: Any + Debug + Send + Sync {
    /// The op's name in plans, errors and automatic tensor names, e.g. `matmul`.
    fn name(&self) -> &'static str;

    /// The shape of the output. Called while the graph is built, with open dimensions, and again for each new size of
    /// batch with all dimensions known; then the result must be known too.
    ///
    /// # Errors
    /// The bare reason, e.g. `inner sizes differ: 784 and 100`; the graph adds the op and its inputs.
    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String>;

    /// The element type of the output: f32, unless the op says otherwise.
    fn dtype(&self, _inputs: &[DType]) -> DType {
        DType::F32
    }

    /// Computes every element of `output`; inputs and output are row-major.
    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, context: &Context);

    /// The gradient of a loss with respect to each input, as new nodes of the graph, given its gradient with respect
    /// to the output. `None` where there is none (an integer input). A gradient may keep the broadcast shape of
    /// the output: [`gradients`](crate::gradients) sums it to the input's shape.
    fn gradient(&self, call: &Call, _gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![None; call.inputs.len()]
    }

    /// Whether `run` reads the values of this input, or its shape only. What is not read need not be kept, nor computed.
    fn reads(&self, _input: usize) -> bool {
        true
    }

    /// Whether, for these sizes, the output is the first input's elements unchanged (or the first of them), so that nothing need
    /// be copied.
    fn is_view(&self, _inputs: &[&[usize]], _output: &[usize]) -> bool {
        false
    }

    /// Checks *values* that arrived from outside, such as class numbers; shapes are already right.
    ///
    /// # Errors
    /// Which input is wrong, and how.
    fn check(&self, _inputs: &[View<'_>]) -> Result<(), Mismatch> {
        Ok(())
    }

    /// Writes the op as operators of ONNX that compute the same outside of training, for
    /// [`Session::export_onnx`](crate::Session::export_onnx); [`crate::onnx`] shows an example.
    ///
    /// # Errors
    /// The bare reason why it cannot be written; unless the op has this method, that it cannot.
    fn onnx(&self, _call: &mut OnnxCall<'_>) -> Result<(), String> {
        Err(format!("{}, which is not described in ONNX", self.name()))
    }

    /// Parameters worth showing beside the name in a plan or graph table, e.g. `axis 1`.
    fn details(&self) -> String {
        String::new()
    }
}

/// A value that an op cannot work with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The number of the input.
    pub input: usize,
    /// What the op needs, e.g. `class numbers 0 to 9`.
    pub expected: String,
    /// What it got, e.g. `77 at row 3`.
    pub found: String,
}

/// What a run knows beside the inputs.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Different for each node, run and session seed: where randomness comes from.
    pub seed: u64,
    /// Whether the run contains a training step.
    pub training: bool,
}

/// One use of an op in a graph: its inputs and its output, for [`Op::gradient`].
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) inputs: Vec<Handle>,
    pub(crate) output: Handle,
}

impl Call {
    /// An f32 input.
    ///
    /// # Panics
    /// If the input has other elements.
    pub fn input(&self, index: usize) -> Tensor<f32> {
        self.inputs[index].typed()
    }

    /// An input of any type.
    pub fn handle(&self, index: usize) -> &Handle {
        &self.inputs[index]
    }

    /// The output, for gradients that are shorter in terms of it: relu, sigmoid, softmax.
    pub fn output(&self) -> Tensor<f32> {
        self.output.typed()
    }
}
