//! Max pooling. Keras: `MaxPooling2D`; TensorFlow 1: `tf.layers.max_pooling2d`. Lesson 5.

use super::{Building, Layer, Size2d, channels};
use crate::graph::Tensor;
use crate::kernels::window::Padding;

/// Keeps the largest value of each window of each channel: `[batch, height, width, channels]` becomes
/// `[batch, height', width', channels]`.
///
/// It has no variables.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let images = graph.placeholder::<f32>("images", shape![?, 4, 2, 1]);
/// let pooled = MaxPooling2d::new(2).apply(&images);
/// assert_eq!(pooled.shape(), shape![?, 2, 1, 1]);
///
/// let image = ndarray::arr2(&[[1.0, 2.0], [3.0, 6.0], [0.0, 0.0], [0.0, -4.0]]).into_shape_with_order((1, 4, 2, 1)).unwrap();
/// let pooled = Session::new(&graph).run(&pooled, feed![images => image])?;
/// assert_eq!(pooled.as_slice().unwrap(), [6.0, 0.0]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MaxPooling2d {
    pool_size: Size2d,
    strides: Size2d,
    padding: Padding,
    name: String,
}

impl MaxPooling2d {
    /// Windows of this size, `2` or `[height, width]`, side by side (strides as large as the window), padding valid.
    pub fn new(pool_size: impl Into<Size2d>) -> MaxPooling2d {
        let size = pool_size.into();
        MaxPooling2d { pool_size: size, strides: size, padding: Padding::Valid, name: "max_pooling2d".to_owned() }
    }

    /// How many cells the window moves at a time, `2` or `[down, right]`. Default: the window's size.
    #[must_use]
    pub fn strides(mut self, strides: impl Into<Size2d>) -> MaxPooling2d {
        self.strides = strides.into();
        self
    }

    /// Whether windows may reach over the border ([`Padding::Same`]; what lies outside is ignored). Default:
    /// [`Padding::Valid`].
    #[must_use]
    pub fn padding(mut self, padding: Padding) -> MaxPooling2d {
        self.padding = padding;
        self
    }

    /// The name of the layer, in front of its node's name. Default: `max_pooling2d`.
    #[must_use]
    pub fn name(mut self, name: &str) -> MaxPooling2d {
        self.name = name.to_owned();
        self
    }
}

impl Layer for MaxPooling2d {
    fn apply(&self, input: &Tensor<f32>) -> Tensor<f32> {
        channels(&self.name, input);
        let building = Building::start(input.graph(), "MaxPooling2d", &self.name);
        building.finish(input.max_pool2d(self.pool_size.sizes(), self.strides.sizes(), self.padding))
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn settings_reach_the_op() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 5, 5, 1]);
        let y = MaxPooling2d::new([3, 2]).strides([1, 3]).padding(Same).name("layer_pool1").apply(&x);
        assert_eq!((y.shape(), y.name().as_str()), (shape![?, 5, 2, 1], "layer_pool1/max_pool2d"));
        let expected = x.max_pool2d([3, 2], [1, 3], Same);
        let images = ndarray::Array4::from_shape_fn([2, 5, 5, 1], |(n, h, w, _)| ((n * 3 + h * 5 + w * 2) % 7) as f32);
        let (y, expected) = Session::new(&graph).run((&y, &expected), feed![x => images]).unwrap();
        assert_eq!(y, expected);
        assert_eq!(MaxPooling2d::new(2).strides(1).apply(&x).shape(), shape![?, 4, 4, 1]);
    }

    #[test]
    #[should_panic(
        expected = "max_pooling2d: needs images of shape [batch, height, width, channels], found\n  x: f32 [?, 784]"
    )]
    fn rows_are_refused() {
        let graph = Graph::new();
        let _ = MaxPooling2d::new(2).apply(&graph.placeholder::<f32>("x", shape![?, 784]));
    }
}
