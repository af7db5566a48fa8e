//! Losses: how wrong a network is, as one number, the mean over the batch. Lessons 2 to 5.
//!
//! The cross-entropies take **logits**, the sums before softmax or sigmoid: the logarithm of a probability that was
//! rounded to 0 would be infinite. Those in [`probabilities`] take probabilities, and keep them away from 0. The ops
//! behind the first, in [`crate::ops`], give one loss per row, for those who want a sum.

pub mod probabilities;

use crate::graph::Tensor;
use crate::ops::{sigmoid_cross_entropy, softmax_cross_entropy, sparse_softmax_cross_entropy};

/// Mean of `(prediction − target)²` over all elements. Keras: `MeanSquaredError`.
///
/// ```
/// use shared::losses::mean_squared_error;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let prediction = graph.placeholder::<f32>("prediction", shape![?, 2]);
/// let target = graph.placeholder::<f32>("target", shape![?, 2]);
/// let loss = mean_squared_error(&prediction, &target);
/// let loss = Session::new(&graph).run(&loss, feed![prediction => [[1.0, 2.0]], target => [[1.0, 5.0]]])?;
/// assert_eq!(loss.item(), 4.5);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, unless both have the same number of axes and equal known sizes. (Broadcasting would turn a
/// forgotten axis into a wrong loss: `[n]` beside `[n, 1]` would compare every row with every other.)
#[track_caller]
pub fn mean_squared_error(predictions: &Tensor<f32>, targets: &Tensor<f32>) -> Tensor<f32> {
    assert_one_shape("mean_squared_error", predictions, targets);
    (predictions - targets).square().mean()
}

/// Mean over the rows of `−Σⱼ yⱼ · ln softmax(logits)ⱼ`. Keras: `CategoricalCrossentropy(from_logits=True)`.
///
/// `logits` and `labels` are `[batch, classes]`; each row of labels adds up to 1, as one-hot rows do.
///
/// ```
/// use shared::losses::categorical_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
/// let labels = graph.placeholder::<f32>("labels", shape![?, 2]);
/// let loss = categorical_cross_entropy(&logits, &labels);
/// let loss = Session::new(&graph).run(&loss, feed![logits => [[3.0, 3.0]], labels => [[0.0, 1.0]]])?;
/// assert!((loss.item() - 2f32.ln()).abs() < 1e-6); // it could as well toss a coin
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, if the shapes differ.
#[track_caller]
pub fn categorical_cross_entropy(logits: &Tensor<f32>, labels: &Tensor<f32>) -> Tensor<f32> {
    softmax_cross_entropy(logits, labels).mean()
}

/// Mean over the rows of `−ln softmax(logits)ₖ`, k the row's class. Keras:
/// `SparseCategoricalCrossentropy(from_logits=True)`.
///
/// `logits` are `[batch, classes]`, `labels` are `[batch]` class numbers from 0.
///
/// ```
/// use shared::losses::sparse_categorical_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
/// let classes = graph.placeholder::<i32>("classes", shape![?]);
/// let loss = sparse_categorical_cross_entropy(&logits, &classes);
/// let loss = Session::new(&graph).run(&loss, feed![logits => [[0.0, 0.0], [0.0, 100.0]], classes => [0, 1]])?;
/// assert!((loss.item() - 2f32.ln() / 2.0).abs() < 1e-6); // the second row is as right as can be
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, if the shapes do not fit.
#[track_caller]
pub fn sparse_categorical_cross_entropy(logits: &Tensor<f32>, labels: &Tensor<i32>) -> Tensor<f32> {
    sparse_softmax_cross_entropy(logits, labels).mean()
}

/// Mean over all elements of `−y · ln s − (1 − y) · ln(1 − s)` with `s = sigmoid(logit)`. Keras:
/// `BinaryCrossentropy(from_logits=True)`.
///
/// `logits` and `labels` have one shape; labels are 0 or 1, or probabilities between.
///
/// ```
/// use shared::losses::binary_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?, 1]);
/// let labels = graph.placeholder::<f32>("labels", shape![?, 1]);
/// let loss = binary_cross_entropy(&logits, &labels);
/// let loss = Session::new(&graph).run(&loss, feed![logits => [[0.0], [-100.0]], labels => [[1.0], [0.0]]])?;
/// assert!((loss.item() - 2f32.ln() / 2.0).abs() < 1e-6);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, if the shapes do not fit.
#[track_caller]
pub fn binary_cross_entropy(logits: &Tensor<f32>, labels: &Tensor<f32>) -> Tensor<f32> {
    sigmoid_cross_entropy(logits, labels).mean()
}

/// Asserts that nothing would be broadcast.
#[track_caller]
fn assert_one_shape(loss: &str, predictions: &Tensor<f32>, targets: &Tensor<f32>) {
    let (p, t) = (predictions.shape(), targets.shape());
    let agree = p.dims().iter().zip(t.dims()).all(|(a, b)| a.known().is_none() || b.known().is_none() || a == b);
    assert!(
        p.rank() == t.rank() && agree,
        "{loss}: needs predictions and targets of one shape, found\n  {}\n  {}",
        predictions.handle().describe(),
        targets.handle().describe()
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn dense_and_sparse_labels_give_one_loss_and_one_gradient() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let one_hot = graph.constant(&ndarray::arr2(&[[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]));
        let classes = graph.constant(&ndarray::arr1(&[2, 0]));
        let dense = categorical_cross_entropy(&logits, &one_hot);
        let sparse = sparse_categorical_cross_entropy(&logits, &classes);
        let feeds = || feed![logits => [[0.5, -1.0, 2.0], [3.0, 0.25, -0.75]]];
        let (d, s) = Session::new(&graph).run((&dense, &sparse), feeds()).unwrap();
        assert!((d.item() - s.item()).abs() < 1e-6);
        // ln of the sum of e^logit less the logit of the true class, for both rows
        let by_hand = |row: [f32; 3], class: usize| row.iter().map(|x| x.exp()).sum::<f32>().ln() - row[class];
        let expected = (by_hand([0.5, -1.0, 2.0], 2) + by_hand([3.0, 0.25, -0.75], 0)) / 2.0;
        assert!((d.item() - expected).abs() < 1e-6);
        assert_gradients(&dense, &[&logits], feeds());
        assert_gradients(&sparse, &[&logits], feeds());
    }

    #[test]
    fn binary_cross_entropy_is_the_two_class_case_of_the_categorical_one() {
        let graph = Graph::new();
        let logits = graph.constant(&ndarray::arr2(&[[0.5], [-2.0]]));
        let binary = binary_cross_entropy(&logits, &graph.constant(&ndarray::arr2(&[[1.0], [0.0]])));
        let pairs = graph.constant(&ndarray::arr2(&[[0.0, 0.5], [0.0, -2.0]]));
        let categorical = sparse_categorical_cross_entropy(&pairs, &graph.constant(&ndarray::arr1(&[1, 0])));
        let (b, c) = Session::new(&graph).run((&binary, &categorical), feed![]).unwrap();
        assert!((b.item() - c.item()).abs() < 1e-6);
    }

    #[test]
    #[should_panic(
        expected = "mean_squared_error: needs predictions and targets of one shape, found\n  y: f32 [?, 1]\n  t: f32 [?]"
    )]
    fn a_forgotten_axis_is_not_broadcast() {
        let graph = Graph::new();
        let y = graph.placeholder::<f32>("y", shape![?, 1]);
        let t = graph.placeholder::<f32>("t", shape![?]);
        let _ = mean_squared_error(&y, &t);
    }
}
