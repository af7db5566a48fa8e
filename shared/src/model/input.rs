//! Where the samples come in. Keras: `Input`. Lesson 3.

use crate::graph::{Graph, Tensor};
use crate::shape::{Dim, Shape};

/// A placeholder for samples of one shape; the batch axis in front of it is added.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// assert_eq!(Input::new([28, 28]).apply(&graph).shape(), shape![?, 28, 28]);
/// assert_eq!(Input::new([2]).name("bits").apply(&graph).name(), "bits");
/// ```
#[derive(Clone, Debug)]
pub struct Input {
    shape: Shape,
    name: String,
}

impl Input {
    /// The shape of one sample, without the batch axis: `[2]`, `[28, 28]`, `[28, 28, 1]`.
    pub fn new(shape: impl Into<Shape>) -> Input {
        Input { shape: shape.into(), name: "input".to_owned() }
    }

    /// The name of the placeholder. Default: `input`, `input_1`, ...
    #[must_use]
    pub fn name(mut self, name: &str) -> Input {
        self.name = name.to_owned();
        self
    }

    /// Adds the placeholder, `[?, ...]`, to a graph.
    pub fn apply(&self, graph: &Graph) -> Tensor<f32> {
        let dims = [Dim::Open].iter().chain(self.shape.dims()).copied().collect();
        graph.placeholder(&self.name, Shape::new(dims))
    }
}
