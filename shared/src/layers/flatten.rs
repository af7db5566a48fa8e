//! Flatten: images become rows. Keras: `Flatten`; TensorFlow 1: `tf.layers.flatten`. Lessons 3 and 5.

use super::{Building, Layer, refuse};
use crate::graph::Tensor;
use crate::shape::Shape;

/// `[batch, height, width, channels]`, or any other axes behind the batch, becomes `[batch, height · width · channels]`.
///
/// It has no variables and copies nothing.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let net = graph.placeholder::<f32>("net", shape![?, 7, 7, 36]);
/// assert_eq!(Flatten::new().apply(&net).shape(), shape![?, 1764]);
/// ```
#[derive(Clone, Debug)]
pub struct Flatten {
    name: String,
}

impl Flatten {
    /// The layer has no settings but its name.
    pub fn new() -> Flatten {
        Flatten { name: "flatten".to_owned() }
    }

    /// The name of the layer, in front of its node's name. Default: `flatten`.
    #[must_use]
    pub fn name(mut self, name: &str) -> Flatten {
        self.name = name.to_owned();
        self
    }
}

impl Default for Flatten {
    fn default() -> Flatten {
        Flatten::new()
    }
}

impl Layer for Flatten {
    fn apply(&self, input: &Tensor<f32>) -> Tensor<f32> {
        match input.shape().dims() {
            [] => refuse(&self.name, "a batch axis", input, "add it with reshape"),
            [_, rest @ ..] if Shape::new(rest.to_vec()).elements().is_none() => {
                refuse(&self.name, "known sizes behind the batch axis", input, "give the open axes a size")
            }
            _ => {}
        }
        let building = Building::start(input.graph(), "Flatten", &self.name);
        building.finish(input.flatten())
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn rows_are_the_images_in_row_major_order() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2, 1, 2]);
        let images = ndarray::Array4::from_shape_fn([2, 2, 1, 2], |(n, h, _, c)| (n * 4 + h * 2 + c) as f32);
        let rows = Session::new(&graph).run(&Flatten::new().apply(&x), feed![x => images]).unwrap();
        assert_eq!(rows, ndarray::arr2(&[[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]).into_dyn());
    }

    #[test]
    fn a_batch_of_numbers_becomes_rows_of_one() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_eq!(Flatten::new().apply(&x).shape(), shape![?, 1]);
    }

    #[test]
    #[should_panic(expected = "flatten: needs known sizes behind the batch axis, found\n  x: f32 [?, ?, 2]")]
    fn open_axes_behind_the_batch_are_refused() {
        let graph = Graph::new();
        let _ = Flatten::new().apply(&graph.placeholder::<f32>("x", shape![?, ?, 2]));
    }
}
