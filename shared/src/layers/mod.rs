//! Layers: an op together with the variables it needs. One layer is one file.
//!
//! A layer is a description; [`Layer::apply`] builds it into the graph of its input:
//!
//! ```
//! use shared::prelude::*;
//!
//! let graph = Graph::new();
//! let images = graph.placeholder::<f32>("images", shape![?, 28, 28, 1]);
//! let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&images);
//! let net = MaxPooling2d::new(2).strides(2).apply(&net);
//! let net = Flatten::new().apply(&net);
//! let logits = Dense::new(10).name("layer_fc_out").apply(&net);
//!
//! assert_eq!(logits.shape(), shape![?, 10]);
//! assert_eq!(graph.variable_named("layer_conv1/kernel").shape(), shape![5, 5, 1, 16]);
//! assert_eq!(graph.variable_named("layer_fc_out/kernel").shape(), shape![3136, 10]);
//! ```
//!
//! Layers that differ in type can stand in one list, because `apply` is all they need:
//!
//! ```
//! use shared::prelude::*;
//!
//! let graph = Graph::new();
//! let x = graph.placeholder::<f32>("x", shape![?, 2]);
//! let layers: [Box<dyn Layer>; 3] =
//!     [Box::new(Dense::new(4).activation(Sigmoid)), Box::new(Dropout::new(0.5)), Box::new(Dense::new(1))];
//! let y = layers.iter().fold(x, |net, layer| layer.apply(&net));
//!
//! assert_eq!(y.shape(), shape![?, 1]);
//! let names: Vec<String> = graph.variables().iter().map(Tensor::name).collect();
//! assert_eq!(names, ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]);
//! ```

mod activation;
mod average_pooling2d;
mod built;
mod conv2d;
mod dense;
mod dropout;
mod flatten;
mod max_pooling2d;

use crate::graph::Tensor;
use crate::shape::Dim;

pub use activation::Activation;
pub use average_pooling2d::AveragePooling2d;
use built::Building;
pub use conv2d::Conv2d;
pub use dense::Dense;
pub use dropout::{Dropout, KeepProb};
pub use flatten::Flatten;
pub use max_pooling2d::MaxPooling2d;

/// A part of a network: makes a tensor from a tensor, with variables of its own.
pub trait Layer {
    /// Builds the layer into the graph of `input`.
    ///
    /// All nodes get names that start with the layer's name, which gets a number if it is taken: `dense/kernel`,
    /// `dense_1/kernel`. **Every call makes new variables**, also for one and the same layer value: two calls are two layers
    /// that only have their settings in common. To use the same weights twice, apply the layer once to both inputs,
    /// one behind the other in the batch, or write the op with a variable of your own: `x.matmul(&w)`.
    ///
    /// # Panics
    /// At the caller's line, if the layer cannot work with the input's shape. (Of a `dyn Layer` Rust knows no caller.)
    #[track_caller]
    fn apply(&self, input: &Tensor<f32>) -> Tensor<f32>;
}

/// Height and width: of a kernel, of a pooling window, or of the strides. `5` stands for `[5, 5]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size2d {
    /// Cells from top to bottom.
    pub height: usize,
    /// Cells from left to right.
    pub width: usize,
}

impl From<usize> for Size2d {
    fn from(side: usize) -> Size2d {
        Size2d { height: side, width: side }
    }
}

impl From<[usize; 2]> for Size2d {
    fn from([height, width]: [usize; 2]) -> Size2d {
        Size2d { height, width }
    }
}

impl Size2d {
    /// `[height, width]`, as ops take it.
    pub fn sizes(self) -> [usize; 2] {
        [self.height, self.width]
    }
}

/// The number of channels of images; the layer's mistake if the input is something else.
#[track_caller]
fn channels(layer: &str, input: &Tensor<f32>) -> usize {
    match input.shape().dims() {
        [_, _, _, Dim::Known(channels)] => *channels,
        [_, _, _, Dim::Open] => {
            refuse(layer, "images with a known number of channels", input, "give the last axis a size")
        }
        _ => refuse(
            layer,
            "images of shape [batch, height, width, channels]",
            input,
            "reshape the input first: x.reshape(shape![?, 28, 28, 1])",
        ),
    }
}

#[track_caller]
fn refuse(layer: &str, needed: &str, input: &Tensor<f32>, help: &str) -> ! {
    panic!("{layer}: needs {needed}, found\n  {}\n{help}", input.handle().describe())
}
