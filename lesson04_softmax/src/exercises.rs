//! The exercises of lesson 4: write your answers in this file, each in place of its `todo!`.
//!
//! ```text
//! cargo course run 4-1                                   the tests of one exercise
//! cargo course hint 4-1                                  a hint; once more for the next one
//! cargo test -p lesson04_softmax -- --ignored ex_4_1_    the tests, without the course tool
//! ```
//!
//! A test of an exercise that is not started fails with "not yet implemented": it is meant to. Names and arguments of the
//! functions are what the tests call; all else is yours: add functions and `use` lines as you like. `core` exercises are
//! for everybody, `stretch` exercises for those who want more.
#![cfg_attr(not(feature = "solutions"), allow(unused_variables))]

use ndarray::{Array1, Array2};
use shared::data::DataSet;
use shared::prelude::*;

/// Exercise 4-1 (core, 15 minutes): a softmax that survives 1000.
///
/// [`softmax::by_hand`](crate::softmax::by_hand) gives NaN for 1000, because e^1000 is infinite. Write a softmax for which no
/// finite number is too large or too small. The section `softmax` of the lesson shows what may be added to all numbers without
/// changing the result; `stability` shows the broken one.
///
/// Given: `x`, any number of finite numbers, also none. Returned: as many probabilities; none for none.
///
/// ```text
/// stable_softmax(&[1.0, 1.0, 2.0])      == [0.21194156, 0.21194156, 0.57611688]   // rounded
/// stable_softmax(&[1000.0, 1000.0])     == [0.5, 0.5]
/// ```
pub fn stable_softmax(x: &[f64]) -> Vec<f64> {
    todo!("exercise 4-1: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-2 (core, 20 minutes): cross-entropy that stays finite. Two functions; this is the first.
///
/// The cross-entropy `-Σⱼ y_trueⱼ · ln yⱼ` of probabilities. Two things must not break it: a class that is not the true one adds
/// nothing, even if its probability is 0; and a probability below 1e-12 counts as 1e-12, so that the result is finite.
///
/// Given: `y`, probabilities that add up to 1; `y_true`, a one-hot label of the same length. Returned: a number, 0 or more.
///
/// ```text
/// cross_entropy_by_hand(&[0.25, 0.75], &[0.0, 1.0]) == 0.28768207   // -ln 0.75, rounded
/// cross_entropy_by_hand(&[0.0, 1.0], &[0.0, 1.0])   == 0.0          // not NaN
/// cross_entropy_by_hand(&[0.0, 1.0], &[1.0, 0.0])   == 27.6310211   // -ln 1e-12, rounded
/// ```
pub fn cross_entropy_by_hand(y: &[f64], y_true: &[f64]) -> f64 {
    todo!("exercise 4-2: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-2, the second function: the same from logits, without any floor.
///
/// The cross-entropy of `softmax(logits)`, exact however far the logits lie apart: from probabilities that were rounded to 0
/// the distance cannot be recovered. The formula stands at the end of what the section `stability` prints.
///
/// Given: `logits`, at least one finite number; `y_true`, a one-hot label of the same length. Returned: a number, 0 or more.
///
/// ```text
/// cross_entropy_from_logits(&[1.0, 1.0, 2.0], &[0.0, 0.0, 1.0]) == 0.55144471   // rounded
/// cross_entropy_from_logits(&[0.0, 1000.0], &[1.0, 0.0])        == 1000.0
/// ```
pub fn cross_entropy_from_logits(logits: &[f64], y_true: &[f64]) -> f64 {
    todo!("exercise 4-2: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-3 (core, 30 minutes): one gradient by hand, against the engine.
///
/// Softmax regression computes `logits = x W + b`; its loss is the mean over the batch of the cross-entropies of
/// `softmax(logits)`. Compute the gradients of that loss by `W` and by `b` with ndarray alone. The section `stability` states the
/// gradient of one cross-entropy by its logits; the chain rule does the rest. The tests compare with [`gradients`].
///
/// Given: `x` `[batch, inputs]`, `y_true` `[batch, classes]`, one-hot rows, `w` `[inputs, classes]`, `b` `[classes]`; the
/// batch has at least one row, and logits may be as large as 1000. Returned: the gradients by `W` `[inputs, classes]` and by
/// `b` `[classes]`.
///
/// ```text
/// x = [[1, 2]], y_true = [[1, 0]], w = [[0, 0], [0, 0]], b = [0, 0]
/// gradients_by_hand(&x, &y_true, &w, &b) == ([[-0.5, 0.5], [-1, 1]], [-0.5, 0.5])
/// ```
pub fn gradients_by_hand(
    x: &Array2<f32>,
    y_true: &Array2<f32>,
    w: &Array2<f32>,
    b: &Array1<f32>,
) -> (Array2<f32>, Array1<f32>) {
    todo!("exercise 4-3: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-4 (core, 15 minutes): a computation graph, fed with C = 3.
///
/// Build this graph with the engine. A and B are constants, C is a placeholder of shape `[]`; each sign takes the upper line
/// minus, times or plus the lower one.
///
/// ```text
/// A = 6 ───┐
///          − ── D ──┐
/// C = ? ──<         × ── F
///          + ── E ──┘
/// B = 2 ───┘
/// ```
///
/// Returned: the tensors C and F, in this order. The tests run F with C = 3 and with other values. The section `homework` builds
/// another graph in the same way.
///
/// ```text
/// let (c, f) = graph_of_f();
/// Session::new(f.graph()).run(&f, feed![c => 3.0])?.item() == 15.0   // D = 6 - 3 = 3, E = 3 + 2 = 5
/// ```
pub fn graph_of_f() -> (Tensor<f32>, Tensor<f32>) {
    todo!("exercise 4-4: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-5 (core, 5 minutes): one-hot rows.
///
/// Write what [`shared::data::one_hot`] does yourself: a row for each class, 1 in the column of the class, 0 elsewhere. The
/// section `onehot` shows such rows.
///
/// Given: `classes` `[n]`, numbers from 0 to `depth - 1`, also none at all; `depth`, the number of classes that there can be.
/// Returned: `[n, depth]`.
///
/// ```text
/// one_hot_rows(&array![2, 0], 3) == [[0, 0, 1], [1, 0, 0]]
/// ```
pub fn one_hot_rows(classes: &Array1<i32>, depth: usize) -> Array2<f32> {
    todo!("exercise 4-5: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-6 (core, 15 minutes): accuracy from probabilities.
///
/// The answer for an image is the class with the largest probability; if several are equally large, the first of them, as
/// `argmax` takes it. The accuracy is the share of right answers. The section `regression` goes through it step by step.
///
/// Given: `y` `[n, classes]`, probabilities; `y_true` `[n, classes]`, one-hot rows; n is at least 1. Returned: 0 to 1.
///
/// ```text
/// y      = [[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.2, 0.6], [0.9, 0.1, 0.0]]
/// y_true = [[0, 1, 0],       [0, 0, 1],       [0, 0, 1],       [1, 0, 0]]
/// share_of_right_answers(&y, &y_true) == 0.75
/// ```
pub fn share_of_right_answers(y: &Array2<f32>, y_true: &Array2<f32>) -> f32 {
    todo!("exercise 4-6: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// What a training returns: a function from images `[n, 784]` to their classes `[n]`.
pub type Classifier = Box<dyn FnMut(&Array2<f32>) -> Result<Array1<i32>>>;

/// Exercise 4-7 (stretch, 60 minutes): at least 92 % on the test set.
///
/// After 1000 steps as in the lesson the accuracy is about 91 % and depends on the last batches. Train something better: other
/// steps, batches, rates or optimizers, the mean of the last weights, or a layer more. The test trains once, and then has your
/// function classify test images that the training has not seen. It has renumbered the classes: only what was learned from
/// `train` counts. Choose as few steps as will do: the whole test must end within 30 seconds.
///
/// Given: `train`, 55,000 images with their labels; `validation`, 5,000 more, to try things out; `seed`, from which your
/// training takes its order. Returned: a [`Classifier`]: a boxed closure that owns the session and the tensors,
/// `Box::new(move |images| ...)`. There `images` is a reference, so `*images` is what is fed: `feed![x => *images]`.
///
/// ```text
/// let mut classify = train_classifier(&mnist.train, &mnist.validation, 1)?;
/// classify(&images)?[0] == 7   // where the first image shows a 7
/// ```
///
/// # Errors
/// If a run fails.
pub fn train_classifier(train: &DataSet, validation: &DataSet, seed: u64) -> Result<Classifier> {
    todo!("exercise 4-7: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-8 (core, 20 minutes): the largest learning rate. Two functions; this is the first.
///
/// Gradient descent on `J(x) = a x²`: the places that it visits, in plain Rust. The section `rates` shows it for a = 1.
///
/// Given: `a`, above 0; `rate`, the learning rate; `start`, the first place; `steps`, also 0. Returned: `steps + 1` places, `start`
/// the first of them.
///
/// ```text
/// places_of_descent(1.0, 0.25, 4.0, 3) == [4.0, 2.0, 1.0, 0.5]
/// ```
pub fn places_of_descent(a: f64, rate: f64, start: f64, steps: usize) -> Vec<f64> {
    todo!("exercise 4-8: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-8, the second function: the limit.
///
/// With every rate between 0 and this number, descent on `a x²` comes closer to 0 with each step; with every larger rate it gets
/// further away. Find the number by theory: by what is `x` multiplied in one step?
///
/// Given: `a`, above 0. Returned: the limit. No example here: it would be the answer.
pub fn limit_of_rates(a: f64) -> f64 {
    todo!("exercise 4-8: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-9 (core, 5 minutes): which graph is it?
///
/// For each tensor, the place of its graph in the list of graphs; `None` if its graph is not in the list. Names do not help: two
/// graphs may each have a tensor called "c". The section `graphs` shows how to ask.
///
/// Given: any number of tensors and of graphs, also none; no graph is listed twice. Returned: as many places as tensors.
///
/// ```text
/// whose_tensors(&[of_g_2, of_g_1, of_another], &[g_1, g_2]) == [Some(1), Some(0), None]
/// ```
pub fn whose_tensors(tensors: &[Tensor<f32>], graphs: &[Graph]) -> Vec<Option<usize>> {
    todo!("exercise 4-9: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-10 (stretch, 40 minutes): the naive loss, repaired.
///
/// [`by_the_formula`](crate::model::by_the_formula) is infinite or NaN when logits lie far apart, and so are its gradients. Build
/// the cross-entropies of a batch so that neither happens, out of `+`, `-`, `*`, [`Tensor::exp`], [`Tensor::ln`], sums
/// ([`Tensor::sum_axes`]) and maxima ([`Tensor::max_axes`]); no op with softmax in its name. [`shared::ops::keep_dims`] leaves a
/// reduced axis in place, so that the result can be subtracted from each row.
///
/// Given: `logits` and `y_true`, `[?, classes]`, one-hot rows in `y_true`. Returned: one loss for each row, `[?]`.
///
/// ```text
/// logits = [[0, 1000], [0, 1000]], y_true = [[1, 0], [0, 1]]
/// repaired_cross_entropies(&logits, &y_true), when run, == [1000, 0]; its gradients by logits == [[-1, 1], [0, 0]]
/// ```
pub fn repaired_cross_entropies(logits: &Tensor<f32>, y_true: &Tensor<f32>) -> Tensor<f32> {
    todo!("exercise 4-10: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-11 (core, 15 minutes): which digits are hard.
///
/// An accuracy of 92 % may hide that every fifth 5 is missed. For each class: of the images that show it, the share that was
/// recognised. The section `weights` prints such a column.
///
/// Given: `predicted` `[n]` and `classes` `[n]`, answers and truth, numbers below `class_count`; n may be 0. Returned:
/// `class_count` shares from 0 to 1, `None` for a class of which there is no image.
///
/// ```text
/// recognised_per_class(&array![0, 1, 1, 0], &array![0, 0, 1, 0], 3) == [Some(0.6667), Some(1.0), None]   // rounded
/// ```
pub fn recognised_per_class(predicted: &Array1<i32>, classes: &Array1<i32>, class_count: usize) -> Vec<Option<f64>> {
    todo!("exercise 4-11: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}

/// Exercise 4-12 (core, 20 minutes): a gradient from difference quotients.
///
/// How do you know that a gradient by hand is right? Move one number a little to both sides, and see how the function changes:
/// `(f(.., xⱼ + h, ..) - f(.., xⱼ - h, ..)) / 2h` for each j, while the other numbers stay. It is slow, knows nothing of the formula,
/// and is thus a good witness: [`shared::check::assert_gradients`] tests the engine's ops in this way.
///
/// Given: `f`, a function of as many numbers as `x` has; `x`, the place, also empty; `h`, above 0. Returned: one quotient for
/// each number of `x`.
///
/// ```text
/// difference_quotients(&|x| x[0] * x[0] + 3.0 * x[1], &[2.0, 5.0], 0.5) == [4.0, 3.0]
/// ```
pub fn difference_quotients(f: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    todo!("exercise 4-12: meant to fail until you write it here, in lesson04_softmax/src/exercises.rs")
}
