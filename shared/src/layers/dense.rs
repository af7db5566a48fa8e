//! Dense layer: `activation(x · kernel + bias)`. Keras: `Dense`; TensorFlow 1: `tf.layers.dense`. Lessons 2, 3 and 5.

use super::{Activation, Building, Layer, refuse};
use crate::graph::Tensor;
use crate::init::Init;
use crate::shape::Dim;

/// Every output is a weighted sum of all inputs: `[batch, features]` becomes `[batch, units]`.
///
/// Variables: `name/kernel` of shape `[features, units]` and `name/bias` of shape `[units]`.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 3]);
/// let layer = Dense::new(2).activation(Relu).name("fc").kernel_init(Init::Constant(0.5)).bias_init(Init::Constant(-2.0));
/// let y = layer.apply(&x);
/// assert_eq!(graph.variable_named("fc/kernel").shape(), shape![3, 2]);
///
/// let y = Session::new(&graph).run(&y, feed![x => [[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]])?;
/// assert_eq!(y.as_slice().unwrap(), [1.0, 1.0, 0.0, 0.0]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Dense {
    units: usize,
    name: String,
    activation: Activation,
    kernel_init: Init,
    bias_init: Init,
    use_bias: bool,
}

impl Dense {
    /// A layer of `units` outputs: no activation, Glorot uniform kernel, zero bias, named `dense`.
    pub fn new(units: usize) -> Dense {
        Dense {
            units,
            name: "dense".to_owned(),
            activation: Activation::Linear,
            kernel_init: Init::GlorotUniform,
            bias_init: Init::Constant(0.0),
            use_bias: true,
        }
    }

    /// The name of the layer, and the scope of its variables. Default: `dense`, `dense_1`, ...
    #[must_use]
    pub fn name(mut self, name: &str) -> Dense {
        self.name = name.to_owned();
        self
    }

    /// The function of the sums. Default: [`Linear`](Activation::Linear).
    #[must_use]
    pub fn activation(mut self, activation: Activation) -> Dense {
        self.activation = activation;
        self
    }

    /// The initial values of the kernel. Default: [`Init::GlorotUniform`].
    #[must_use]
    pub fn kernel_init(mut self, init: Init) -> Dense {
        self.kernel_init = init;
        self
    }

    /// The initial values of the bias. Default: zeros.
    #[must_use]
    pub fn bias_init(mut self, init: Init) -> Dense {
        self.bias_init = init;
        self
    }

    /// Whether there is a bias. Default: true.
    #[must_use]
    pub fn use_bias(mut self, use_bias: bool) -> Dense {
        self.use_bias = use_bias;
        self
    }

    #[track_caller]
    fn features(&self, input: &Tensor<f32>) -> usize {
        match input.shape().dims() {
            [_, Dim::Known(features)] => *features,
            [_, Dim::Open] => refuse(
                &self.name,
                "a known number of features",
                input,
                "give the last axis a size: the kernel has as many rows",
            ),
            [_, _, _, ..] => refuse(
                &self.name,
                "an input of shape [batch, features]",
                input,
                "flatten it first: Flatten::new().apply(&net)",
            ),
            [] | [_] => refuse(
                &self.name,
                "an input of shape [batch, features]",
                input,
                "add the missing axes with reshape: a single row has the shape [1, features]",
            ),
        }
    }
}

impl Layer for Dense {
    fn apply(&self, input: &Tensor<f32>) -> Tensor<f32> {
        let features = self.features(input);
        let graph = input.graph();
        let building = Building::start(graph, "Dense", &self.name);
        let kernel = graph.variable("kernel", self.kernel_init.clone().of(&[features, self.units]));
        let mut sums = input.matmul(&kernel);
        if self.use_bias {
            sums = sums + graph.variable("bias", self.bias_init.clone().of(&[self.units]));
        }
        building.finish(self.activation.apply(&sums))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn it_is_matmul_and_bias_and_activation() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let y = Dense::new(2).activation(Tanh).bias_init(Init::Values(vec![0.5, -0.25])).apply(&x);
        let [w, b] = ["dense/kernel", "dense/bias"].map(|name| graph.variable_named(name));
        let expected = (x.matmul(&w) + &b).tanh();
        let mut session = Session::new(&graph).seed(1);
        let feeds = || feed![x => [[1.0, 2.0, -0.5], [0.25, -1.0, 0.0]]];
        let (y, expected) = session.run((&y, &expected), feeds()).unwrap();
        assert_eq!(y, expected);
        assert!(session.value(&w).iter().all(|w| w.abs() <= (6.0f32 / 5.0).sqrt()));
    }

    #[test]
    fn its_gradients_reach_kernel_bias_and_input() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let y = Dense::new(2).activation(Sigmoid).apply(&x);
        let [w, b] = ["dense/kernel", "dense/bias"].map(|name| graph.variable_named(name));
        assert_gradients(&y, &[&x, &w, &b], feed![x => [[1.0, 2.0, -0.5], [0.25, -1.0, 0.0]]]);
    }

    #[test]
    fn applied_twice_it_makes_two_layers() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let layer = Dense::new(3).use_bias(false).name("fc");
        let y = layer.apply(&layer.apply(&x));
        assert_eq!(y.shape(), shape![?, 3]);
        let names: Vec<String> = graph.variables().iter().map(Tensor::name).collect();
        assert_eq!(names, ["fc/kernel", "fc_1/kernel"]);
        let mut session = Session::new(&graph).seed(1);
        let [first, second] = ["fc/kernel", "fc_1/kernel"].map(|name| session.value(&graph.variable_named(name)));
        assert_ne!(first, second);
    }

    #[test]
    fn scopes_stand_before_the_layers_name() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        graph.scope("encoder", || Dense::new(2).apply(&x));
        assert_eq!(graph.variable_named("encoder/dense/kernel").shape(), shape![3, 2]);
    }

    #[test]
    #[should_panic(
        expected = "layer_fc1: needs an input of shape [batch, features], found\n  net: f32 [?, 7, 7, 36]\n\
                               flatten it first: Flatten::new().apply(&net)"
    )]
    fn images_must_be_flattened_first() {
        let graph = Graph::new();
        let net = graph.placeholder::<f32>("net", shape![?, 7, 7, 36]);
        let _ = Dense::new(128).name("layer_fc1").apply(&net);
    }

    #[test]
    #[should_panic(expected = "dense: needs a known number of features, found\n  x: f32 [?, ?]")]
    fn the_number_of_features_must_be_known() {
        let graph = Graph::new();
        let _ = Dense::new(1).apply(&graph.placeholder::<f32>("x", shape![?, ?]));
    }

    #[test]
    #[should_panic(expected = "dense: needs an input of shape [batch, features], found\n  x: f32 [3]")]
    fn a_row_without_a_batch_axis_is_refused() {
        let graph = Graph::new();
        let _ = Dense::new(1).apply(&graph.placeholder::<f32>("x", shape![3]));
    }
}
