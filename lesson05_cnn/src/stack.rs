//! A network written as a list of its parts: to change sizes, and to add or take away layers, without touching code.

use shared::prelude::*;

/// One part of a stack of layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A convolution with bias and relu.
    Conv {
        /// The number of kernels, and so of output channels.
        filters: usize,
        /// Height and width of a kernel.
        kernel: usize,
        /// How many cells the kernel moves at a time, down and to the right.
        stride: usize,
        /// Whether zeros around the image keep its size.
        padding: Padding,
    },
    /// Max-pooling by windows side by side, without padding.
    Pool {
        /// Height and width of a window.
        size: usize,
    },
    /// A dense layer with bias and without activation; flattens what it gets.
    Dense {
        /// The number of outputs.
        units: usize,
    },
}

/// Builds the parts on top of `images` (`[?, height, width, channels]`); gives the output of each.
///
/// ```
/// use lesson05_cnn::stack::{Part, build};
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let images = graph.placeholder::<f32>("images", shape![?, 28, 28, 1]);
/// let parts = [
///     Part::Conv { filters: 16, kernel: 5, stride: 1, padding: Same },
///     Part::Pool { size: 2 },
///     Part::Dense { units: 10 },
/// ];
/// let outputs = build(&images, &parts);
/// assert_eq!(outputs[1].shape(), shape![?, 14, 14, 16]);
/// assert_eq!(outputs[2].shape(), shape![?, 10]);
/// ```
///
/// # Panics
/// At the caller's line, if a kernel or window does not fit into what comes before, or a convolution or pooling
/// comes after a dense layer.
#[track_caller]
pub fn build(images: &Tensor<f32>, parts: &[Part]) -> Vec<Tensor<f32>> {
    let mut outputs: Vec<Tensor<f32>> = Vec::with_capacity(parts.len());
    for &part in parts {
        let net = outputs.last().unwrap_or(images);
        outputs.push(match part {
            Part::Conv { filters, kernel, stride, padding } => {
                Conv2d::new(filters, kernel).strides(stride).padding(padding).activation(Relu).apply(net)
            }
            Part::Pool { size } => MaxPooling2d::new(size).apply(net),
            Part::Dense { units } => Dense::new(units).apply(&Flatten::new().apply(net)),
        });
    }
    outputs
}
