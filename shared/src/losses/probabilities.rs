//! The cross-entropies of probabilities: what comes out of softmax or sigmoid. Keras: `from_logits=False`. Lesson 3.
//!
//! A probability that was rounded to 0 has no logarithm, so all are first moved between [`EPSILON`] and 1 − `EPSILON`,
//! as Keras does. A probability outside of these bounds gets no gradient: prefer the forms that take logits.

use super::assert_one_shape;
use crate::graph::Tensor;
use crate::ops::keep_dims;

/// How near to 0 and to 1 a probability may come. Keras: `keras.config.epsilon()`.
pub const EPSILON: f32 = 1e-7;

/// Mean over the rows of `−Σⱼ yⱼ · ln pⱼ`. Keras: `CategoricalCrossentropy()`.
///
/// `probabilities` and `labels` are `[batch, classes]`. Rows of probabilities that do not add up to 1 are divided by
/// their sum.
///
/// ```
/// use shared::losses::probabilities::categorical_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let p = graph.placeholder::<f32>("p", shape![?, 2]);
/// let labels = graph.placeholder::<f32>("labels", shape![?, 2]);
/// let loss = categorical_cross_entropy(&p, &labels);
/// let loss = Session::new(&graph).run(&loss, feed![p => [[0.25, 0.75]], labels => [[1.0, 0.0]]])?;
/// assert!((loss.item() - 4f32.ln()).abs() < 1e-6);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, if the shapes differ, or there is no axis of classes.
#[track_caller]
pub fn categorical_cross_entropy(probabilities: &Tensor<f32>, labels: &Tensor<f32>) -> Tensor<f32> {
    assert_one_shape("categorical_cross_entropy", probabilities, labels);
    let rank = probabilities.shape().rank();
    assert!(rank > 0, "categorical_cross_entropy: needs an axis of classes, found {probabilities:?}");
    let classes = rank - 1;
    let shares = probabilities / probabilities.sum_axes(keep_dims([classes]));
    -(labels * clip(&shares).ln()).sum_axes([classes]).mean()
}

/// Mean over the rows of `−ln pₖ`, k the row's class. Keras: `SparseCategoricalCrossentropy()`.
///
/// `probabilities` are `[batch, classes]`, `labels` are `[batch]` class numbers from 0. Rows of probabilities that do
/// not add up to 1 are divided by their sum.
///
/// ```
/// use shared::losses::probabilities::sparse_categorical_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let p = graph.placeholder::<f32>("p", shape![?, 2]);
/// let classes = graph.placeholder::<i32>("classes", shape![?]);
/// let loss = sparse_categorical_cross_entropy(&p, &classes);
/// let loss = Session::new(&graph).run(&loss, feed![p => [[0.25, 0.75]], classes => [0]])?;
/// assert!((loss.item() - 4f32.ln()).abs() < 1e-6);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, if the shapes do not fit.
#[track_caller]
pub fn sparse_categorical_cross_entropy(probabilities: &Tensor<f32>, labels: &Tensor<i32>) -> Tensor<f32> {
    // softmax(ln p) = p / Σ p: the logarithms of probabilities are logits.
    super::sparse_categorical_cross_entropy(&clip(probabilities).ln(), labels)
}

/// Mean over all elements of `−y · ln p − (1 − y) · ln(1 − p)`. Keras: `BinaryCrossentropy()`.
///
/// `probabilities` and `labels`, which are 0 or 1 or between, have one shape.
///
/// ```
/// use shared::losses::probabilities::binary_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let p = graph.placeholder::<f32>("p", shape![?, 1]);
/// let labels = graph.placeholder::<f32>("labels", shape![?, 1]);
/// let loss = binary_cross_entropy(&p, &labels);
/// let loss = Session::new(&graph).run(&loss, feed![p => [[0.5], [0.0]], labels => [[1.0], [1.0]]])?;
/// // Finite, though the second row is as wrong as can be.
/// assert!((loss.item() - (2f32.ln() - 1e-7f32.ln()) / 2.0).abs() < 1e-5);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// At the caller's line, if the shapes differ.
#[track_caller]
pub fn binary_cross_entropy(probabilities: &Tensor<f32>, labels: &Tensor<f32>) -> Tensor<f32> {
    assert_one_shape("binary_cross_entropy", probabilities, labels);
    let p = clip(probabilities);
    -(labels * p.ln() + (1.0 - labels) * (1.0 - &p).ln()).mean()
}

#[track_caller]
fn clip(probabilities: &Tensor<f32>) -> Tensor<f32> {
    let graph = probabilities.graph();
    probabilities.maximum(&graph.scalar(EPSILON)).minimum(&graph.scalar(1.0 - EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::assert_gradients;
    use crate::losses;
    use crate::prelude::*;

    const ROWS: [[f32; 3]; 2] = [[0.5, -1.0, 2.0], [3.0, 0.25, -0.75]];

    #[test]
    fn probabilities_of_softmax_give_the_losses_of_the_logits() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let one_hot = graph.constant(&ndarray::arr2(&[[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]));
        let classes = graph.constant(&ndarray::arr1(&[2, 0]));
        let p = logits.softmax();
        let pairs = [
            (categorical_cross_entropy(&p, &one_hot), losses::categorical_cross_entropy(&logits, &one_hot)),
            (
                sparse_categorical_cross_entropy(&p, &classes),
                losses::sparse_categorical_cross_entropy(&logits, &classes),
            ),
            (binary_cross_entropy(&logits.sigmoid(), &one_hot), losses::binary_cross_entropy(&logits, &one_hot)),
        ];
        for (of_probabilities, of_logits) in &pairs {
            let (a, b) = Session::new(&graph).run((of_probabilities, of_logits), feed![logits => ROWS]).unwrap();
            assert!((a.item() - b.item()).abs() < 1e-6, "{} and {}", a.item(), b.item());
            assert_gradients(of_probabilities, &[&logits], feed![logits => ROWS]);
        }
    }

    #[test]
    fn they_are_their_formulas() {
        let graph = Graph::new();
        let p = graph.placeholder::<f32>("p", shape![?, 3]);
        let y = graph.placeholder::<f32>("y", shape![?, 3]);
        // The second row adds up to 2, as unscaled scores might.
        let (scores, labels) = ([[0.25, 0.5, 0.25], [0.5, 0.5, 1.0]], [[0.0, 0.75, 0.25], [0.0, 0.0, 1.0]]);
        let classes = graph.constant(&ndarray::arr1(&[1, 2]));
        let categorical = categorical_cross_entropy(&p, &y);
        let sparse = sparse_categorical_cross_entropy(&p, &classes);
        let feeds = || feed![p => scores, y => labels];
        let (categorical, sparse) = Session::new(&graph).run((&categorical, &sparse), feeds()).unwrap();
        let expected = (0.75 * 2f32.ln() + 0.25 * 4f32.ln() + 2f32.ln()) / 2.0;
        assert!((categorical.item() - expected).abs() < 1e-6);
        assert!((sparse.item() - 2f32.ln()).abs() < 1e-6);
    }

    #[test]
    fn probabilities_of_0_and_1_give_finite_losses() {
        let graph = Graph::new();
        let p = graph.placeholder::<f32>("p", shape![?, 2]);
        let one_hot = graph.constant(&ndarray::arr2(&[[1.0, 0.0]]));
        let classes = graph.constant(&ndarray::arr1(&[0]));
        let losses = vec![
            categorical_cross_entropy(&p, &one_hot),
            sparse_categorical_cross_entropy(&p, &classes),
            binary_cross_entropy(&p, &one_hot),
        ];
        for loss in Session::new(&graph).run(&losses, feed![p => [[0.0, 1.0]]]).unwrap() {
            assert!((loss.item() - 16.118).abs() < 0.2, "{}", loss.item()); // −ln 1e-7
        }
        for loss in Session::new(&graph).run(&losses, feed![p => [[1.0, 0.0]]]).unwrap() {
            assert!(loss.item().abs() < 1e-6, "{}", loss.item());
        }
    }

    #[test]
    #[should_panic(
        expected = "binary_cross_entropy: needs predictions and targets of one shape, found\n  p: f32 [?, 1]"
    )]
    fn a_forgotten_axis_is_not_broadcast() {
        let graph = Graph::new();
        let p = graph.placeholder::<f32>("p", shape![?, 1]);
        let _ = binary_cross_entropy(&p, &graph.placeholder::<f32>("y", shape![?]));
    }
}
