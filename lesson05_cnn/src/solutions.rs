//! The answers to the exercises of lesson 5, which take the place of `exercises.rs` with the feature `solutions`.

use std::path::Path;

use ndarray::{Array1, Array3, Array4, ArrayView1, ArrayView2, ArrayView3, ArrayView4, Axis, Ix4, s};
use shared::data::{DataSet, Mnist};
use shared::op::{Call, Context, Op};
use shared::ops::softmax_cross_entropy;
use shared::plot::layer_output;
use shared::prelude::*;
use shared::{View, ViewMut};

use crate::evaluation::{count_correct, predict_in_batches};
use crate::network::Network;
use crate::stack::Part;

/// Exercise 5-1: sigmoid in place of relu in some layers.
pub fn sigmoid_in_some_layers(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(36, 5).padding(Same).activation(Sigmoid).name("layer_conv2").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Flatten::new().apply(&net);
    let net = Dense::new(128).activation(Sigmoid).name("layer_fc1").apply(&net);
    // No activation behind the last layer: logits may be any numbers.
    Dense::new(10).name("layer_fc_out").apply(&net)
}

/// Exercise 5-2: the activation of all hidden layers, changed in one place.
pub fn one_activation_for_all(x: &Tensor<f32>, activation: Activation) -> Tensor<f32> {
    // The two functions fill in what is the same for each layer of a kind, so `activation` stands in one line for each
    // kind.
    let conv = |filters, name| Conv2d::new(filters, 5).padding(Same).activation(activation).name(name);
    let hidden = |units, name| Dense::new(units).activation(activation).name(name);

    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = MaxPooling2d::new(2).apply(&conv(16, "layer_conv1").apply(&net));
    let net = MaxPooling2d::new(2).apply(&conv(36, "layer_conv2").apply(&net));
    let net = hidden(128, "layer_fc1").apply(&Flatten::new().apply(&net));
    Dense::new(10).name("layer_fc_out").apply(&net)
}

/// Exercise 5-3: a dropout layer after the dense one, with a placeholder for the probability.
pub fn with_dropout(x: &Tensor<f32>) -> [Tensor<f32>; 3] {
    let keep_prob = x.graph().placeholder::<f32>("keep_prob", shape![]);
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(36, 5).padding(Same).activation(Relu).name("layer_conv2").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Flatten::new().apply(&net);
    let net = Dense::new(128).activation(Relu).name("layer_fc1").apply(&net);
    // A tensor, not a number: the caller feeds what it should be in this run.
    let dropped = Dropout::new(&keep_prob).apply(&net);
    let logits = Dense::new(10).name("layer_fc_out").apply(&dropped);
    [keep_prob, dropped, logits]
}

/// Exercise 5-3: what to feed for the probability.
pub fn keep_prob_to_feed(training: bool) -> f32 {
    // A test that leaves out half of the neurons at random would be a test of another, worse network.
    if training { 0.5 } else { 1.0 }
}

/// Exercise 5-4: the output of a pooling layer, as values and as a picture.
pub fn pooling_output(
    session: &mut Session,
    network: &Network,
    image: ArrayView1<'_, f32>,
    path: &Path,
) -> Result<Array4<f32>> {
    // The network does not keep this tensor. The same pooling, built once more on the same convolution, has the same
    // values.
    let pooled = MaxPooling2d::new(2).apply(&network.layer_conv1);
    // A batch of one image: [784] -> [1, 784].
    let values = session.run(&pooled, feed![network.x => image.insert_axis(Axis(0))])?;
    let values = values.into_dimensionality::<Ix4>().expect("a pooling gives [batch, height, width, channels]");
    layer_output(values.view(), path, "Output of the first pooling")?;
    Ok(values)
}

/// Exercise 5-5: stride 2 in the convolutions in place of pooling.
pub fn strided_network(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(16, 5).strides(2).padding(Same).activation(Relu).name("layer_conv1").apply(&net);
    let net = Conv2d::new(36, 5).strides(2).padding(Same).activation(Relu).name("layer_conv2").apply(&net);
    let net = Dense::new(128).activation(Relu).name("layer_fc1").apply(&Flatten::new().apply(&net));
    Dense::new(10).name("layer_fc_out").apply(&net)
}

/// Exercise 5-5: the experiment, repeated with several seeds.
pub fn accuracies(
    build: fn(&Tensor<f32>) -> Tensor<f32>,
    mnist: &Mnist,
    seeds: &[u64],
    steps: usize,
) -> Result<Vec<f64>> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let logits = build(&x);
    let y_pred_cls = logits.argmax(1);
    let train_step = Adam::new(1e-3).minimize(&softmax_cross_entropy(&logits, &y_true).mean());

    let one_run = |&seed: &u64| -> Result<f64> {
        // A new session for each run: new initial values, and nothing learned before.
        let mut session = Session::new(&graph).seed(seed);
        for batch in mnist.train.batches(64).seed(seed).take(steps) {
            session.run(&train_step, feed![x => batch.images, y_true => batch.labels])?;
        }
        // Two designs are compared here, so the test set stays unseen: it is for the one that is chosen.
        let chosen = &mnist.validation;
        let predicted =
            predict_in_batches(chosen.images.view(), |images| session.run(&y_pred_cls, feed![x => images]))?;
        Ok(count_correct(chosen.classes.view(), predicted.view()) as f64 / chosen.len() as f64)
    };
    seeds.iter().map(one_run).collect()
}

/// Exercise 5-5: the difference of two means, and its standard error.
pub fn difference_and_error(a: &[f64], b: &[f64]) -> (f64, f64) {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    // The variance of a mean is that of one value, divided by how many there are.
    let variance_of_mean = |values: &[f64]| {
        let (n, mean) = (values.len() as f64, mean(values));
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        squares / (n - 1.0) / n
    };
    (mean(a) - mean(b), (variance_of_mean(a) + variance_of_mean(b)).sqrt())
}

/// Exercise 5-5: whether a difference is more than chance.
pub fn is_more_than_chance(a: &[f64], b: &[f64]) -> bool {
    let (difference, error) = difference_and_error(a, b);
    difference.abs() > 2.0 * error
}

/// Exercise 5-6: the biases of a layer, printed.
pub fn biases_as_text(session: &mut Session, layer_name: &str) -> String {
    let variable = session.graph().variable_named(&format!("{layer_name}/bias"));
    let biases: Vec<String> = session.value(&variable).iter().map(|bias| format!("{bias:.4}")).collect();
    format!("{}: {}", variable.name(), biases.join(" "))
}

/// Exercise 5-7: the smallest network above 98 %.
pub fn smallest_network(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    // 5 · 5 · 1 · 8 + 8 = 208 parameters, [?, 28, 28, 8], pooled to [?, 14, 14, 8]
    let net = Conv2d::new(8, 5).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    // 3 · 3 · 8 · 16 + 16 = 1168 parameters, [?, 14, 14, 16], pooled to [?, 7, 7, 16]
    let net = Conv2d::new(16, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    // 3 · 3 · 16 · 16 + 16 = 2320 parameters, [?, 7, 7, 16], pooled to [?, 3, 3, 16] = 144
    let net = Conv2d::new(16, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    // 144 · 10 + 10 = 1450 parameters, 5146 in all. A hidden dense layer of 128 would cost 18,560 more.
    Dense::new(10).apply(&Flatten::new().apply(&net))
}

/// Exercise 5-8: output shapes and numbers of parameters, by hand.
pub fn shapes_and_parameters(image: [usize; 3], parts: &[Part]) -> Vec<(Vec<usize>, usize)> {
    let mut shape = image.to_vec();
    let mut list = Vec::new();
    for &part in parts {
        let parameters = match part {
            Part::Conv { filters, kernel, stride, padding } => {
                let size = |input: usize| match padding {
                    Same => input.div_ceil(stride),
                    Valid => (input - kernel) / stride + 1,
                };
                // Each filter looks at all input channels, and has one bias.
                let parameters = (kernel * kernel * shape[2] + 1) * filters;
                shape = vec![size(shape[0]), size(shape[1]), filters];
                parameters
            }
            Part::Pool { size } => {
                shape = vec![shape[0] / size, shape[1] / size, shape[2]];
                0
            }
            Part::Dense { units } => {
                let inputs: usize = shape.iter().product();
                shape = vec![units];
                (inputs + 1) * units
            }
        };
        list.push((shape.clone(), parameters));
    }
    list
}

/// Exercise 5-9: a new op, softplus.
#[derive(Debug)]
pub struct Softplus;

/// Exercise 5-9: what softplus is.
impl Op for Softplus {
    fn name(&self) -> &'static str {
        "softplus"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[0].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        for (y, &x) in output.f32().iter_mut().zip(inputs[0].f32()) {
            // ln(1 + eˣ) = x + ln(1 + e⁻ˣ): with the sign chosen such that the exponential is at most 1, nothing
            // overflows.
            *y = x.max(0.0) + (-x.abs()).exp().ln_1p();
        }
    }

    // y = ln(1 + eˣ)  =>  dy/dx = eˣ / (1 + eˣ) = sigmoid(x)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(call.input(0).sigmoid() * gradient)]
    }
}

/// Exercise 5-10: the program remade.
pub fn train_and_predict(train: &DataSet, steps: usize, seed: u64, images: ArrayView2<'_, f32>) -> Result<Array1<i32>> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(8, 5).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Dense::new(64).activation(Relu).apply(&Flatten::new().apply(&net));
    let logits = Dense::new(10).apply(&net);
    let train_step = Adam::new(2e-3).minimize(&softmax_cross_entropy(&logits, &y_true).mean());
    // The largest logit is the most probable class: softmax would not change which one it is.
    let y_pred_cls = logits.argmax(1);

    let mut session = Session::new(&graph).seed(seed);
    for batch in train.batches(64).seed(seed).take(steps) {
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels])?;
    }
    predict_in_batches(images, |images| session.run(&y_pred_cls, feed![x => images]))
}

/// Exercise 5-11: the output size of a convolution, by hand.
pub fn output_size(input: usize, kernel: usize, stride: usize, padding: Padding) -> Option<usize> {
    match padding {
        // As many steps as it takes to pass over all cells, the last one perhaps over the border.
        Same => Some(input.div_ceil(stride)),
        // The first window stands at 0, the last at input - kernel at most.
        Valid => Some(input.checked_sub(kernel)? / stride + 1),
    }
}

/// Exercise 5-12: a convolution in loops.
pub fn convolution_in_loops(
    image: ArrayView3<'_, f32>,
    kernel: ArrayView4<'_, f32>,
    stride: usize,
    padding: Padding,
) -> Array3<f32> {
    let (height, width, _) = image.dim();
    let (kernel_height, kernel_width, _, filters) = kernel.dim();
    let (rows, above) = windows(height, kernel_height, stride, padding);
    let (columns, left) = windows(width, kernel_width, stride, padding);
    Array3::from_shape_fn((rows, columns, filters), |(row, column, filter)| {
        let mut sum = 0.0;
        for (h, w) in (0..kernel_height).flat_map(|h| (0..kernel_width).map(move |w| (h, w))) {
            // The cell of the image under this cell of the kernel; cells outside are zeros, which add nothing.
            let (y, x) = ((row * stride + h).wrapping_sub(above), (column * stride + w).wrapping_sub(left));
            if y < height && x < width {
                // One product for each input channel.
                sum += image.slice(s![y, x, ..]).dot(&kernel.slice(s![h, w, .., filter]));
            }
        }
        sum
    })
}

/// Along one axis: the number of windows, and how many cells before the image the first one starts.
fn windows(input: usize, size: usize, stride: usize, padding: Padding) -> (usize, usize) {
    match padding {
        Valid => ((input - size) / stride + 1, 0),
        Same => {
            let count = input.div_ceil(stride);
            // All zeros that are needed; of an odd number the extra one is behind, so that halving rounds down.
            let zeros = ((count - 1) * stride + size).saturating_sub(input);
            (count, zeros / 2)
        }
    }
}
