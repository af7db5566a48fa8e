//! The exercises of lesson 5: write your answers into this file.
//!
//! Each exercise is a function whose body is a `todo!`. Write your code in its place; leave the name, the parameters
//! and what is returned as they are. Then let the tests look at it: `cargo course run 5-1`, or
//! `cargo test -p lesson05_cnn -- --ignored ex_5_1`. Until you have started, a test fails with "not yet implemented":
//! it is meant to. `cargo course hint 5-1` gives a hint, and `cargo course next` names what comes next.
//!
//! Everything that you need is in `src/network.rs`, `src/training.rs` and `src/expert.rs` of this lesson, in
//! [`shared::layers`], and in [`shared::op`].

// A function that is not written yet does not use its parameters.
#![cfg_attr(not(feature = "solutions"), allow(unused_variables))]

use std::path::Path;

use ndarray::{Array1, Array3, Array4, ArrayView1, ArrayView2, ArrayView3, ArrayView4};
use shared::data::{DataSet, Mnist};
use shared::op::{Call, Context, Op};
use shared::prelude::*;
use shared::{View, ViewMut};

use crate::network::Network;
use crate::stack::Part;

/// Exercise 5-1: sigmoid in place of relu in some layers.
///
/// Build the layers of [`Network::build`] on top of `x`, images of shape `[?, 784]`, with the same sizes and the same
/// names (`layer_conv1`, `layer_conv2`, `layer_fc1`, `layer_fc_out`). The first convolution keeps its relu; the second
/// convolution and the first dense layer get a sigmoid. Return the logits, `[?, 10]`.
///
/// ```text
/// sigmoid_in_some_layers(&x).shape() == shape![?, 10]
/// graph.variable_named("layer_conv2/kernel").shape() == shape![5, 5, 16, 36]
/// ```
pub fn sigmoid_in_some_layers(x: &Tensor<f32>) -> Tensor<f32> {
    todo!("exercise 5-1: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-2: the activation of all hidden layers, changed in one place.
///
/// Build the same network once more, with the same names, such that the caller chooses the activation of all three
/// hidden layers. Return the logits, `[?, 10]`. Which layer must not have this activation?
///
/// ```text
/// one_activation_for_all(&x, Relu)     the network of the lesson
/// one_activation_for_all(&x, Sigmoid)  sigmoid in layer_conv1, layer_conv2 and layer_fc1
/// ```
pub fn one_activation_for_all(x: &Tensor<f32>, activation: Activation) -> Tensor<f32> {
    todo!("exercise 5-2: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-3: a dropout layer after the dense one, with a placeholder for the probability.
///
/// Build the lesson's network (same names, relu in the hidden layers) with dropout between `layer_fc1` and
/// `layer_fc_out`. Make a placeholder `keep_prob` of shape `[]` in the graph of `x`: a run feeds the probability that a
/// neuron is kept. Return the placeholder, the output of the dropout `[?, 128]`, and the logits `[?, 10]`.
/// `src/expert.rs` has such a placeholder. [`keep_prob_to_feed`] is the other half of this exercise.
///
/// ```text
/// keep_prob => 1.0   dropout gives [0.3, 0.0, 1.2, ...], what layer_fc1 gave
/// keep_prob => 0.5   dropout gives [0.6, 0.0, 0.0, ...], each value doubled or 0
/// ```
pub fn with_dropout(x: &Tensor<f32>) -> [Tensor<f32>; 3] {
    todo!("exercise 5-3: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-3: what to feed for the probability.
///
/// Return the value of `keep_prob` for a run that trains (`true`): half of the neurons; and for a run that only
/// classifies (`false`): what should dropout do then?
pub fn keep_prob_to_feed(training: bool) -> f32 {
    todo!("exercise 5-3: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-4: the output of a pooling layer, as values and as a picture.
///
/// The lesson draws what its convolutions make of an image. Do it for the first pooling: compute its output for one
/// `image` (784 pixels, 0 to 1) with the variables of `session`, write the picture to `path` by
/// [`shared::plot::layer_output`] with the title `Output of the first pooling`, and return the values,
/// `[1, 14, 14, 16]`. The network keeps no tensor of the first pooling, but it keeps what goes in:
/// [`Network::layer_conv1`].
///
/// ```text
/// pooling_output(&mut session, &network, mnist.test.images.row(0), path)?.shape() == [1, 14, 14, 16]
/// ```
///
/// # Errors
/// If the run fails or the picture cannot be written.
pub fn pooling_output(
    session: &mut Session,
    network: &Network,
    image: ArrayView1<'_, f32>,
    path: &Path,
) -> Result<Array4<f32>> {
    todo!("exercise 5-4: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-5: stride 2 in the convolutions in place of pooling.
///
/// Build the lesson's network (same names, relu) without its two poolings: each convolution moves by 2 instead. Return
/// the logits, `[?, 10]`.
///
/// ```text
/// [?, 28, 28, 1] -> layer_conv1 [?, 14, 14, 16] -> layer_conv2 [?, 7, 7, 36] -> 1764 -> 128 -> 10
/// ```
pub fn strided_network(x: &Tensor<f32>) -> Tensor<f32> {
    todo!("exercise 5-5: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-5: the experiment, repeated with several seeds.
///
/// `build` makes logits `[?, 10]` from images `[?, 784]`. For each seed train it anew with [`Adam`] of rate 1e-3 on the
/// mean [`softmax_cross_entropy`](shared::ops::softmax_cross_entropy), for `steps` batches of 64 of `mnist.train`. The
/// seed is that of the session and of the batches. Return the share of right answers on `mnist.validation` for each
/// seed, in their order: the test set is for the one design that you choose in the end.
///
/// ```text
/// accuracies(one_dense_layer, &small, &[1, 2, 3], 40)? == [0.729, 0.777, 0.754]
/// (small: the first 3000 images of the training set, the first 1000 of the validation set)
/// ```
///
/// # Errors
/// If a run fails.
pub fn accuracies(
    build: fn(&Tensor<f32>) -> Tensor<f32>,
    mnist: &Mnist,
    seeds: &[u64],
    steps: usize,
) -> Result<Vec<f64>> {
    todo!("exercise 5-5: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-5: the difference of two means, and its standard error.
///
/// `a` and `b` are the accuracies of two networks, at least two of each. Return `mean(a) - mean(b)`, and the standard
/// error of this difference: the square root of `variance(a) / len(a) + variance(b) / len(b)`, where a variance is the
/// sum of the squared distances from the mean, divided by `len - 1`.
///
/// ```text
/// difference_and_error(&[0.98, 0.99, 1.00], &[0.95, 0.97]) == (0.03, 0.011547)
/// ```
pub fn difference_and_error(a: &[f64], b: &[f64]) -> (f64, f64) {
    todo!("exercise 5-5: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-5: whether a difference is more than chance.
///
/// Return true if the difference of the means, in either direction, is more than two standard errors. (With five runs
/// of each, chance alone does this about once in twelve experiments; more runs make the judgement firmer.)
///
/// ```text
/// is_more_than_chance(&[0.98, 0.99, 1.00], &[0.95, 0.97])   true: 0.03 is 2.6 standard errors
/// is_more_than_chance(&[0.96, 0.99, 1.00], &[0.95, 0.99])   false: 0.013 is 0.6 standard errors
/// ```
pub fn is_more_than_chance(a: &[f64], b: &[f64]) -> bool {
    todo!("exercise 5-5: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-6: the biases of a layer, printed.
///
/// Find the variable `layer_name/bias` in the graph of the session, as [`Network::get_weights_variable`] finds a
/// kernel, take its value from the session, and return one line: the variable's name, a colon, and each bias with four
/// digits behind the point, one space before each.
///
/// ```text
/// biases_as_text(&mut session, "layer_conv1") == "layer_conv1/bias: 0.0123 -0.0457 0.0000 0.0310"
/// ```
pub fn biases_as_text(session: &mut Session, layer_name: &str) -> String {
    todo!("exercise 5-6: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-7: the smallest network above 98 %.
///
/// Build a network of your own on top of `x`, images of shape `[?, 784]`, and return its logits, `[?, 10]`. The test
/// trains it with batches of 64 and Adam, 900 steps of rate 3e-3 and 300 of rate 3e-4, and wants more than 98 % of the
/// 10,000 test images right, with at most 6,000 parameters in all (the lesson's network has 242,062). How few can you
/// do with?
///
/// ```text
/// smallest_network(&x).shape() == shape![?, 10]
/// ```
pub fn smallest_network(x: &Tensor<f32>) -> Tensor<f32> {
    todo!("exercise 5-7: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-8: output shapes and numbers of parameters, by hand.
///
/// `image` is `[height, width, channels]`, `parts` the layers on top of it, in their order. For each part return the
/// shape of its output for one image and the number of its parameters: `[height, width, channels]` for a convolution or
/// pooling, `[units]` for a dense layer, which takes everything before it as one row. Convolutions and dense layers
/// have biases. Calculate: no graph is needed. [`stack::build`](crate::stack::build) builds the same parts, to play
/// with sizes and depths.
///
/// ```text
/// shapes_and_parameters([28, 28, 1], &[Conv { filters: 16, kernel: 5, stride: 1, padding: Same }, Pool { size: 2 }])
///     == [([28, 28, 16], 416), ([14, 14, 16], 0)]
/// ```
pub fn shapes_and_parameters(image: [usize; 3], parts: &[Part]) -> Vec<(Vec<usize>, usize)> {
    todo!("exercise 5-8: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-9: a new op, softplus.
///
/// Softplus, `y = ln(1 + e^x)` for each element, is a smooth relu. Teach it to the engine: write the four functions
/// below. The module [`shared::op`] shows a whole op, and the handout another one.
///
/// ```text
/// x.apply(Softplus) of [-1000.0, 0.0, 1.0, 1000.0] == [0.0, 0.6931472, 1.3132616, 1000.0]
/// its gradient                                     == [0.0, 0.5, 0.7310586, 1.0]
/// ```
#[derive(Debug)]
pub struct Softplus;

/// Exercise 5-9: what softplus is.
///
/// - `name`: `softplus`, as the graph's table shows it.
/// - `shape`: that of the input.
/// - `run`: each element of the output. e^x of f32 is infinite from x = 89 on; the result must not be.
/// - `gradient`: that of the input, as a tensor, given the `gradient` of the output. It must have a gradient of its own.
impl Op for Softplus {
    fn name(&self) -> &'static str {
        todo!("exercise 5-9: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        todo!("exercise 5-9: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        todo!("exercise 5-9: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
    }

    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        todo!("exercise 5-9: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
    }
}

/// Exercise 5-10: the program remade.
///
/// Close the lesson's files and write its heart from memory: a graph with a convolutional network, a loss, an
/// optimizer; a session with this seed; `steps` training steps on shuffled batches of `train` with this seed; then the
/// class, 0 to 9, of each row of `images` (`[n, 784]`, any n, also many thousands). Layers, sizes and rates are yours;
/// 300 steps should give more than 94 % on test images of MNIST.
///
/// ```text
/// train_and_predict(&mnist.train, 300, 1, mnist.test.images.view())? == [7, 2, 1, 0, 4, 1, 4, ...]
/// ```
///
/// # Errors
/// If a run fails.
pub fn train_and_predict(train: &DataSet, steps: usize, seed: u64, images: ArrayView2<'_, f32>) -> Result<Array1<i32>> {
    todo!("exercise 5-10: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-11: the output size of a convolution, by hand.
///
/// Along one axis: how many cells does the output have, if the input has `input` cells and a kernel of `kernel` cells
/// moves `stride` cells at a time (all at least 1)? With padding [`Same`] the size of the kernel does not matter; with
/// [`Valid`] each window lies within the input, and `None` says that not even one fits.
///
/// ```text
/// output_size(28, 5, 1, Same)  == Some(28)
/// output_size(28, 5, 1, Valid) == Some(24)
/// output_size(28, 5, 2, Valid) == Some(12)
/// output_size(4, 5, 1, Valid)  == None
/// ```
pub fn output_size(input: usize, kernel: usize, stride: usize, padding: Padding) -> Option<usize> {
    todo!("exercise 5-11: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}

/// Exercise 5-12: a convolution in loops.
///
/// Compute what `conv2d` computes, for one image: `image` is `[height, width, channels]`, `kernel`
/// `[kernel height, kernel width, channels, filters]`, the result `[height', width', filters]`. Each output is the sum,
/// over the cells of the kernel and over all channels, of input times kernel; the kernel is not turned around. With
/// padding [`Same`] as many zeros surround the image as the windows need, `(output - 1) · stride + kernel - input` along
/// an axis, if this is above 0: half of them in front, and of an odd number the extra one behind. With [`Valid`] the
/// kernel fits.
///
/// ```text
/// image [[1, 2, 3],   kernel [[1, 0],   Valid, stride 1:  [[6, 8],
///        [4, 5, 6],           [0, 1]]                      [12, 14]]
///        [7, 8, 9]]
/// ```
pub fn convolution_in_loops(
    image: ArrayView3<'_, f32>,
    kernel: ArrayView4<'_, f32>,
    stride: usize,
    padding: Padding,
) -> Array3<f32> {
    todo!("exercise 5-12: meant to fail until you write it here, in lesson05_cnn/src/exercises.rs")
}
