//! Convolutional layer: `activation(conv2d(x, kernel) + bias)`. Keras: `Conv2D`; TensorFlow 1: `tf.layers.conv2d`. Lesson 5.

use super::{Activation, Building, Layer, Size2d, channels};
use crate::graph::Tensor;
use crate::init::Init;
use crate::kernels::window::Padding;

/// Slides `filters` small kernels over the image: `[batch, height, width, channels]` becomes
/// `[batch, height', width', filters]`.
///
/// Variables: `name/kernel` of shape `[height, width, channels, filters]` and `name/bias` of shape `[filters]`.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let images = graph.placeholder::<f32>("images", shape![?, 28, 28, 1]);
/// let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&images);
/// assert_eq!(net.shape(), shape![?, 28, 28, 16]);
/// assert_eq!(graph.variable_named("layer_conv1/kernel").shape(), shape![5, 5, 1, 16]);
///
/// let net = Conv2d::new(8, [3, 1]).strides([2, 1]).apply(&net);
/// assert_eq!(net.shape(), shape![?, 13, 28, 8]);
/// ```
#[derive(Clone, Debug)]
pub struct Conv2d {
    filters: usize,
    kernel_size: Size2d,
    strides: Size2d,
    padding: Padding,
    name: String,
    activation: Activation,
    kernel_init: Init,
    bias_init: Init,
    use_bias: bool,
}

impl Conv2d {
    /// `filters` kernels of this size, `5` or `[height, width]`. Strides 1, padding valid, no activation, Glorot uniform
    /// kernel, zero bias, named `conv2d`.
    pub fn new(filters: usize, kernel_size: impl Into<Size2d>) -> Conv2d {
        Conv2d {
            filters,
            kernel_size: kernel_size.into(),
            strides: Size2d::from(1),
            padding: Padding::Valid,
            name: "conv2d".to_owned(),
            activation: Activation::Linear,
            kernel_init: Init::GlorotUniform,
            bias_init: Init::Constant(0.0),
            use_bias: true,
        }
    }

    /// How many cells the kernel moves at a time, `1` or `[down, right]`. Default: 1.
    #[must_use]
    pub fn strides(mut self, strides: impl Into<Size2d>) -> Conv2d {
        self.strides = strides.into();
        self
    }

    /// Whether zeros around the image keep its size ([`Padding::Same`]), or not. Default: [`Padding::Valid`].
    #[must_use]
    pub fn padding(mut self, padding: Padding) -> Conv2d {
        self.padding = padding;
        self
    }

    /// The name of the layer, and the scope of its variables. Default: `conv2d`, `conv2d_1`, ...
    #[must_use]
    pub fn name(mut self, name: &str) -> Conv2d {
        self.name = name.to_owned();
        self
    }

    /// The function of the sums. Default: [`Linear`](Activation::Linear).
    #[must_use]
    pub fn activation(mut self, activation: Activation) -> Conv2d {
        self.activation = activation;
        self
    }

    /// The initial values of the kernel. Default: [`Init::GlorotUniform`].
    #[must_use]
    pub fn kernel_init(mut self, init: Init) -> Conv2d {
        self.kernel_init = init;
        self
    }

    /// The initial values of the bias. Default: zeros.
    #[must_use]
    pub fn bias_init(mut self, init: Init) -> Conv2d {
        self.bias_init = init;
        self
    }

    /// Whether there is a bias. Default: true.
    #[must_use]
    pub fn use_bias(mut self, use_bias: bool) -> Conv2d {
        self.use_bias = use_bias;
        self
    }
}

impl Layer for Conv2d {
    fn apply(&self, input: &Tensor<f32>) -> Tensor<f32> {
        let channels = channels(&self.name, input);
        let graph = input.graph();
        let building = Building::start(graph, "Conv2d", &self.name);
        let Size2d { height, width } = self.kernel_size;
        let shape = [height, width, channels, self.filters];
        let kernel = graph.variable("kernel", self.kernel_init.clone().of(&shape));
        let mut sums = input.conv2d(&kernel, self.strides.sizes(), self.padding);
        if self.use_bias {
            sums = sums + graph.variable("bias", self.bias_init.clone().of(&[self.filters]));
        }
        building.finish(self.activation.apply(&sums))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    fn images() -> ndarray::Array4<f32> {
        ndarray::Array4::from_shape_fn([2, 5, 4, 2], |(n, h, w, c)| {
            ((n * 7 + h * 5 + w * 3 + c) % 11) as f32 / 8.0 - 0.6
        })
    }

    #[test]
    fn it_is_convolution_and_bias_and_activation() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 5, 4, 2]);
        let layer = Conv2d::new(3, [3, 2]).strides([2, 1]).padding(Same).activation(Relu);
        let y = layer.bias_init(Init::Constant(0.125)).apply(&x);
        let [w, b] = ["conv2d/kernel", "conv2d/bias"].map(|name| graph.variable_named(name));
        assert_eq!((w.shape(), y.shape()), (shape![3, 2, 2, 3], shape![?, 3, 4, 3]));
        let expected = (x.conv2d(&w, [2, 1], Same) + &b).relu();
        let (y, expected) = Session::new(&graph).seed(1).run((&y, &expected), feed![x => images()]).unwrap();
        assert_eq!(y, expected);
        assert!(y.iter().any(|&y| y > 0.0));
    }

    #[test]
    fn its_gradients_reach_kernel_bias_and_input() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 5, 4, 2]);
        let y = Conv2d::new(2, [2, 3]).activation(Tanh).apply(&x);
        let [w, b] = ["conv2d/kernel", "conv2d/bias"].map(|name| graph.variable_named(name));
        assert_gradients(&y, &[&x, &w, &b], feed![x => images()]);
    }

    #[test]
    #[should_panic(
        expected = "layer_conv1: needs images of shape [batch, height, width, channels], found\n  x: f32 [?, 784]\n\
                               reshape the input first: x.reshape(shape![?, 28, 28, 1])"
    )]
    fn rows_must_be_reshaped_first() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let _ = Conv2d::new(16, 5).name("layer_conv1").apply(&x);
    }

    #[test]
    #[should_panic(expected = "conv2d: needs images with a known number of channels, found\n  x: f32 [?, 8, 8, ?]")]
    fn the_number_of_channels_must_be_known() {
        let graph = Graph::new();
        let _ = Conv2d::new(16, 5).apply(&graph.placeholder::<f32>("x", shape![?, 8, 8, ?]));
    }

    #[test]
    #[should_panic(expected = "layer_conv9/kernel: f32 [5, 5, 1, 2]")]
    fn a_kernel_larger_than_the_image_is_named() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 4, 4, 1]);
        let _ = Conv2d::new(2, 5).name("layer_conv9").apply(&x);
    }
}
