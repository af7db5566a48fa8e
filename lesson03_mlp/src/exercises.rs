//! The exercises of lesson 3: write your answers in this file, each in place of its `todo!`.
//!
//! ```text
//! cargo course run 3-1                              the tests of one exercise
//! cargo course hint 3-1                             a hint; once more for the next one
//! cargo test -p lesson03_mlp -- --ignored ex_3_1_   the tests, without the course tool
//! ```
//!
//! A test of an exercise that is not started fails with "not yet implemented": it is meant to. Names and arguments of the
//! functions are what the tests call; all else is yours: add functions and `use` lines as you like. `core` exercises are
//! for everybody, `stretch` exercises for those who want more. What the lesson's program computes with functions of its own,
//! such as [`losses`](crate::losses), is there to compare with; an exercise is done when you have written it yourself.
#![cfg_attr(not(feature = "solutions"), allow(unused_variables))]

use ndarray::{Array1, Array2};
use shared::prelude::*;

use crate::nested::Nested;

/// Exercise 3-1 (core, 25 minutes): shape puzzles. Three functions; this is the first.
///
/// The shape of a nested array: how many items the outermost list has, then how many each of these has, and so on to the
/// numbers. A number has the shape `[]`. Where the items of one list (numbers or lists) differ in their shapes, there is
/// none. The section `tensors` of the lesson shows both. The shape of an empty list is `[0]`.
///
/// Given: a nested array of any depth. Returned: its shape, or `None`.
///
/// ```text
/// [[0, 0], [0, 1], [1, 0], [1, 1]]   Some([4, 2])
/// 7                                  Some([])
/// [[0, 0], [0]]                      None
/// [[1, 2], 3]                        None
/// ```
pub fn shape_of(nested: &Nested) -> Option<Vec<usize>> {
    todo!("exercise 3-1: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-1, the second function: what becomes of a shape of rank 4.
///
/// Given: the sizes `[a, b, c, d]` of a tensor's axes, each at least 2. Returned: the shapes of its sum over axis 1, its mean
/// over axes 2 and 3, the part from 0 up to but not including 2 of axis 0, the tensor with its axes in the order 0, 3, 1, 2,
/// the tensor flattened but for axis 0, and the argmax along axis 3, in this order. The section `tensors` does it for one
/// tensor.
///
/// ```text
/// [3, 2, 4, 5]   [[3, 4, 5], [3, 2], [2, 2, 4, 5], [3, 5, 2, 4], [3, 40], [3, 2, 4]]
/// ```
pub fn shapes_after_ops(sizes: [usize; 4]) -> [Vec<usize>; 6] {
    todo!("exercise 3-1: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-1, the third function: the shapes on the way through a network.
///
/// Given: `batch`, the number of images; `image`, rows and columns of each; `nodes`, the numbers of nodes of the dense layers
/// behind the `Flatten` layer, at least one. Returned: the shapes of the input, of the output of `Flatten`, and of the output
/// of each dense layer. The section `network` prints such a network, with `?` for the batch.
///
/// ```text
/// shapes_through(32, [28, 28], &[128, 10]) == [[32, 28, 28], [32, 784], [32, 128], [32, 10]]
/// ```
pub fn shapes_through(batch: usize, image: [usize; 2], nodes: &[usize]) -> Vec<Vec<usize>> {
    todo!("exercise 3-1: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-2 (core, 40 minutes): XOR from the AND classifier, with one layer and with two. Two functions; this is the first.
///
/// Build a network with two inputs and one output for XOR, as `src/mlp.rs` does for AND, and train it on the four examples of
/// [`gates`](crate::gates) until it has learned them, if it can. With four hidden nodes it must give the right answer from any
/// seed: more than 0.5 where the inputs differ, less where they do not, and a mean squared error below 0.05. The section
/// `xor` shows that the settings of AND do not reach that.
///
/// Given: `hidden_layer_conf`, the number of nodes of each hidden layer, `&[]` for a single layer; `seed`, for [`Model::seed`].
/// Returned: the trained model, compiled with [`Mse`], input `[?, 2]`, output `[?, 1]` between 0 and 1.
///
/// ```text
/// xor_classifier(&[4], 1)?.predict([[0.0, 1.0], [1.0, 1.0]])? == [[0.99], [0.01]]   // about
/// ```
///
/// # Errors
/// Those of [`Model::fit`].
pub fn xor_classifier(hidden_layer_conf: &[usize], seed: u64) -> Result<Model> {
    todo!("exercise 3-2: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-2, the second function: observe the difference.
///
/// Train a single layer and a network with four hidden nodes with [`xor_classifier`]. Returned: for each of them, the single
/// layer first, the mean squared error of the trained network for the four examples, and how many of the four answers are
/// right; an answer is 1 if the output is greater than 0.5, else 0.
///
/// ```text
/// slp_and_mlp(1)? == [(0.253, 2), (0.0001, 4)]   // about
/// ```
///
/// # Errors
/// Those of [`xor_classifier`] and [`Model::evaluate`].
pub fn slp_and_mlp(seed: u64) -> Result<[(f64, usize); 2]> {
    todo!("exercise 3-2: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-3 (core, 10 minutes): the softmax of `<c, 0>`.
///
/// A network with two classes may have one output, `c`, if the other is taken to be 0. Put `<c, 0>` into the formula of the
/// softmax and simplify it, until `c` stands there only once; the section `losses` prints the formula and compares. No finite
/// `c` may give NaN.
///
/// Given: any finite number. Returned: the first of the two probabilities.
///
/// ```text
/// softmax_of_c_and_0(0.0)     == 0.5
/// softmax_of_c_and_0(2.0)     == 0.880797   // rounded
/// softmax_of_c_and_0(1000.0)  == 1.0
/// ```
pub fn softmax_of_c_and_0(c: f32) -> f32 {
    todo!("exercise 3-3: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-4 (core, 15 minutes): the cross-entropy of two distributions.
///
/// `H(P, Q) = -(p_1 log2 q_1 + ... + p_k log2 q_k)`, in bits, for each row. A class that cannot be, `p_i = 0`, adds nothing,
/// even if `q_i` is 0 too. A class that can be and has `q_i = 0` makes the cross-entropy infinite. Then compute, also on
/// paper, that of `P = <1, 0>` and `Q = <0.5, 0.5>`, and that of `P = <1, 0>` and `Q = <1, 0>`. The section `losses` shows
/// the formula.
///
/// Given: `p` and `q`, `[rows, classes]`, each row of both a distribution: numbers from 0 to 1 that add up to 1.
/// Returned: `[rows]`, numbers of at least 0, also infinite.
///
/// ```text
/// p = [[0.5, 0.5], [1, 0]], q = [[0.25, 0.75], [0, 1]]
/// cross_entropy_bits(&p, &q) == [1.2075, inf]   // rounded
/// ```
pub fn cross_entropy_bits(p: &Array2<f32>, q: &Array2<f32>) -> Array1<f32> {
    todo!("exercise 3-4: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-5 (core, 30 minutes): binary cross-entropy, derived from the general one. Two functions; this is the first.
///
/// Two classes have the true probabilities `<p_1, 1 - p_1>` and the predicted ones `<q_1, 1 - q_1>`. Put them into the
/// general formula of exercise 3-4, and write what comes out as a function of two numbers. Again a class that cannot be adds
/// nothing. The section `losses` has the result.
///
/// Given: two numbers from 0 to 1, the ends included. Returned: bits, at least 0, also infinite.
///
/// ```text
/// binary_cross_entropy_bits(1.0, 0.25) == 2.0
/// binary_cross_entropy_bits(0.0, 0.0)  == 0.0   // not NaN
/// ```
pub fn binary_cross_entropy_bits(p_1: f64, q_1: f64) -> f64 {
    todo!("exercise 3-5: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-5, the second function: the same from the logit.
///
/// With `q_1 = softmax_of_c_and_0(c)`, exercise 3-3, the logarithms of `q_1` and `1 - q_1` can be simplified until no
/// probability is left that could be rounded to 0 or 1. Two rules are enough: `ln(1 / x) = -ln x`, and
/// `ln(1 + e^c) = max(c, 0) + ln(1 + e^-|c|)`. From natural logarithms to bits it is a division by `ln 2`.
///
/// Given: `p_1` from 0 to 1, and any finite `c`. Returned: bits, at least 0 and finite, exact also for large `c`.
///
/// ```text
/// binary_cross_entropy_of_logit(1.0, 0.0)     == 1.0
/// binary_cross_entropy_of_logit(1.0, -1000.0) == 1442.695   // 1000 / ln 2, rounded
/// ```
pub fn binary_cross_entropy_of_logit(p_1: f64, c: f64) -> f64 {
    todo!("exercise 3-5: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-6 (core, 20 minutes): argmax along an axis, by hand.
///
/// The place of the largest number: along axis 0 in each column, along axis 1 in each row; among equals the first. The end of
/// the section `clothes` explains `axis` with numbers. Write it without the engine's `argmax`.
///
/// Given: `numbers`, `[rows, columns]`, at least one of each, finite; `axis`, 0 or 1. Returned: one place for each column
/// (axis 0) or each row (axis 1), counted from 0.
///
/// ```text
/// numbers = [[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]
/// argmax_along(&numbers, 1) == [1, 0]
/// argmax_along(&numbers, 0) == [1, 0, 0]   // 0.2 and 0.2: the first
/// ```
pub fn argmax_along(numbers: &Array2<f32>, axis: usize) -> Array1<i32> {
    todo!("exercise 3-6: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-7 (core, 30 minutes): the perceptron learning rule.
///
/// All weights start at 0, and behind the features of each example comes a 1, whose weight is the bias. One epoch shows first
/// each `x` of M+: if `w · x <= 0`, then `w = w + x`; and then each `x` of M-: if `w · x > 0`, then `w = w - x`. The weights
/// change at once, before the next example is shown. It ends with the first epoch without a mistake. The section `perceptron`
/// shows every epoch of AND and of XOR.
///
/// Given: `yes` (M+) and `no` (M-), `[examples, features]`, both with the same number of features; `most_epochs`, after which
/// it is given up. Returned: the weights `[features + 1]`, the bias last, and the number of epochs, the last included; `None`
/// if it was given up.
///
/// ```text
/// AND: yes = [[1, 1]], no = [[0, 0], [0, 1], [1, 0]]
/// perceptron_learning(&yes, &no, 100) == Some(([2, 1, -2], 5))
/// perceptron_learning(&yes, &no, 4)   == None
/// ```
pub fn perceptron_learning(yes: &Array2<f32>, no: &Array2<f32>, most_epochs: usize) -> Option<(Array1<f32>, usize)> {
    todo!("exercise 3-7: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-8 (stretch, 60 minutes): Fashion-MNIST to 88 %. Two functions; this is the first.
///
/// The network of the section `clothes` ends at about 88 % of the test images, once more, once less. Make it reach 88 % safely:
/// the tests train it from two seeds that you do not choose, and look at 10,000 test images. Change the
/// numbers of nodes and layers, the optimizer, its learning rate, or what else you find in `shared::prelude`, and decide by
/// the validation images, not by the test images. One training should end within 30 seconds.
///
/// Returned: a compiled model, not trained, input `[?, 28, 28]` of pixels from 0 to 1, output `[?, 10]`, for class numbers as
/// targets.
///
/// ```text
/// let mut model = clothes_model().seed(1);
/// model.fit(&train_images, &train_labels, clothes_fit())?;   // [60000, 28, 28] and [60000]
/// ```
pub fn clothes_model() -> Model {
    todo!("exercise 3-8: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-8, the second function: the settings of the training.
///
/// Returned: batch size, epochs, and if you like a validation split and callbacks, for [`clothes_model`].
///
/// ```text
/// Fit::new().batch_size(32).epochs(10).validation_split(1.0 / 12.0)   // those of the lesson: not enough
/// ```
pub fn clothes_fit() -> Fit<'static> {
    todo!("exercise 3-8: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-9 (core, 10 minutes): how often the weights change.
///
/// Mini-batch gradient descent changes the weights once for each batch. An epoch shows every training example once; where the
/// batch size does not divide their number, the last batch of each epoch is smaller. The section `descent` has a table for
/// batch, mini-batch and stochastic gradient descent.
///
/// Given: the number of training examples, the batch size and the number of epochs, each at least 1. Returned: the number of
/// updates in all, and the size of the last batch of an epoch.
///
/// ```text
/// count_updates(1000, 64, 1)   == (16, 40)     // 15 batches of 64, and one of 40
/// count_updates(1000, 250, 20) == (80, 250)
/// ```
pub fn count_updates(samples: usize, batch_size: usize, epochs: usize) -> (usize, usize) {
    todo!("exercise 3-9: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-10 (core, 20 minutes): training, validation and test set. Two functions; this is the first.
///
/// Examples stand in a row and are cut into three sets. Each border between two sets is at
/// `samples * (proportions before it) / (all proportions)`, rounded down, in whole numbers: a fraction such as 0.7 is no exact
/// f32 or f64. No example may be lost or counted twice. The section `descent` deals out pictures 7:1:2.
///
/// Given: the number of examples, at most a million, and the proportions, at most 100 each and not all 0. Returned: the sizes
/// of the three sets.
///
/// ```text
/// set_sizes(3000, [7, 1, 2]) == [2100, 300, 600]
/// set_sizes(5, [1, 1, 1])    == [1, 2, 2]         // borders at 1 and 3
/// ```
pub fn set_sizes(samples: usize, proportions: [usize; 3]) -> [usize; 3] {
    todo!("exercise 3-10: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-10, the second function: whether the sets are apart.
///
/// No example may be in two sets: a network that was trained on a test picture knows its class. An example that is twice in
/// the same set is no such leak.
///
/// Given: for each set the numbers of its examples, in any order. Returned: the numbers of the examples that are in more than
/// one set, in rising order, each once.
///
/// ```text
/// in_several_sets([&[0, 4, 4], &[2, 1], &[1, 0, 3]]) == [0, 1]
/// ```
pub fn in_several_sets(sets: [&[usize]; 3]) -> Vec<usize> {
    todo!("exercise 3-10: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-11 (core, 5 minutes): count the parameters of a multi-layer perceptron.
///
/// Every node of a dense layer has one weight for each node of the layer before it, and one bias. The section `network` counts
/// the first layer of the classifier of clothes.
///
/// Given: the numbers of nodes from the input to the output layer, at least two. Returned: the number of all weights and biases.
///
/// ```text
/// count_parameters(&[784, 128, 128, 10]) == 118282
/// count_parameters(&[2, 1])              == 3
/// ```
pub fn count_parameters(nodes: &[usize]) -> usize {
    todo!("exercise 3-11: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-12 (stretch, 40 minutes): binary steps, and the regions they decide. Two functions; this is the first.
///
/// A perceptron with the binary step as activation says 1 where `w_1 a + w_2 b + bias > 0`, else 0. Compute what it says on a
/// grid of points: the first column has `a = 0`, the last `a = 1`; the first line has `b = 1`, the last `b = 0`, so that `b`
/// grows upwards as in the pictures of the sections `and` and `xor`.
///
/// Given: `w`, the two weights and the bias; `side`, points along each side, at least 2. Returned: `[side, side]`, 0 and 1.
///
/// ```text
/// decision_region([1.0, 1.0, -1.25], 3) == [[0, 1, 1], [0, 0, 1], [0, 0, 0]]   // AND
/// ```
pub fn decision_region(w: [f32; 3], side: usize) -> Array2<u8> {
    todo!("exercise 3-12: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}

/// Exercise 3-12, the second function: XOR with weights that you choose yourself.
///
/// Three perceptrons with binary steps, put together: two of them see the inputs `a` and `b`, the third sees their answers
/// `h_1` and `h_2`. Choose the weights without any training, so that the third says `a XOR b`, also if each input is
/// off by up to 0.2.
///
/// Returned: the two weights and the bias of the first, of the second and of the third perceptron.
///
/// ```text
/// [[1.0, 1.0, -1.25], ...]   // h_1 = a AND b, if you like
/// ```
pub fn xor_of_steps() -> [[f32; 3]; 3] {
    todo!("exercise 3-12: meant to fail until you write it here, in lesson03_mlp/src/exercises.rs")
}
