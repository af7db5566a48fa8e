//! Cross-entropy of logits with class numbers, one loss per row: `Lᵢ = -ln softmax(logitsᵢ)ₖ` where k is the class of
//! row i. Keras: `SparseCategoricalCrossentropy(from_logits=True)`. Lesson 2.

use super::classes::{classes, per_row, rows};
use super::equal_shapes;
use super::one_hot::check_classes;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::cross_entropy::softmax_cross_entropy_sparse;
use crate::op::{Call, Context, Mismatch, Op};
use crate::shape::Shape;

/// Inputs: logits `[.., classes]` and class numbers `[..]`.
#[derive(Debug)]
pub(crate) struct SparseSoftmaxCrossEntropy;

impl Op for SparseSoftmaxCrossEntropy {
    fn name(&self) -> &'static str {
        "sparse_softmax_cross_entropy"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        losses(inputs[0], inputs[1])
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [logits, labels] = [inputs[0], inputs[1]];
        softmax_cross_entropy_sparse(logits.f32(), labels.i32(), classes(logits.shape), output.f32());
    }

    // As with one-hot labels: dL/dx = softmax(x) - one_hot(k)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let logits = call.input(0);
        let one_hot: Tensor<f32> = apply(OneHotLike, &[call.handle(1), call.handle(0)]);
        vec![Some((logits.softmax() - one_hot) * per_row(gradient)), None]
    }

    fn check(&self, inputs: &[View<'_>]) -> Result<(), Mismatch> {
        check_classes(inputs, 1, classes(inputs[0].shape))
    }
}

/// The shape of the losses of logits `[.., classes]` with class numbers `[..]`.
fn losses(logits: &Shape, labels: &Shape) -> Result<Shape, String> {
    let differ = |_| format!("labels of shape {labels} are not one class number per row of {logits}");
    equal_shapes(&[&rows(logits)?, labels]).map_err(differ)
}

/// Inputs: class numbers `[..]`, and logits `[.., classes]`, of which only the shape is taken. Output: rows with 1 at
/// the class and 0 elsewhere. Unlike `one_hot`, it need not know the number of classes while the graph is built.
#[derive(Debug)]
pub(super) struct OneHotLike;

impl Op for OneHotLike {
    fn name(&self) -> &'static str {
        "one_hot_like"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        losses(inputs[1], inputs[0]).map(|_| inputs[1].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let classes = classes(output.shape);
        let out = output.f32();
        out.fill(0.0);
        let ones = inputs[0].i32().iter().zip(out.chunks_exact_mut(classes));
        ones.for_each(|(&class, row)| row[class as usize] = 1.0);
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    fn check(&self, inputs: &[View<'_>]) -> Result<(), Mismatch> {
        check_classes(inputs, 0, classes(inputs[1].shape))
    }
}

/// One loss per row: minus the logarithm of the probability that the row of `logits` gives to its class, `labels`.
///
/// Logits of any size give finite losses. A class number that does not exist is an error of the run that feeds it.
///
/// ```
/// use shared::ops::sparse_softmax_cross_entropy;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
/// let labels = graph.placeholder::<i32>("labels", shape![?]);
/// let losses = sparse_softmax_cross_entropy(&logits, &labels);
/// let mut session = Session::new(&graph);
/// let rows = [[1000.0, 0.0], [1000.0, 0.0]];
/// assert_eq!(session.run(&losses, feed![logits => rows, labels => [0, 1]])?.as_slice().unwrap(), [0.0, 1000.0]);
/// assert!(session.run(&losses, feed![logits => rows, labels => [0, 77]]).is_err());
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// If there is not one label per row, or no axis of classes.
#[track_caller]
pub fn sparse_softmax_cross_entropy(logits: &Tensor<f32>, labels: &Tensor<i32>) -> Tensor<f32> {
    apply(SparseSoftmaxCrossEntropy, &[logits.handle(), labels.handle()])
}

#[cfg(test)]
mod tests {
    use super::sparse_softmax_cross_entropy;
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::plan::PlanOptions;
    use crate::prelude::*;

    const LOGITS: [[f32; 3]; 2] = [[1.0, 2.0, -0.5], [0.25, -1.0, 0.5]];

    fn placeholders() -> (Graph, Tensor<f32>, Tensor<i32>) {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, ?]);
        let labels = graph.placeholder::<i32>("labels", shape![?]);
        (graph, logits, labels)
    }

    #[test]
    fn equals_the_golden_values() {
        golden::check("sparse_softmax_cross_entropy", |case| sparse_softmax_cross_entropy(&case.f32(0), &case.i32(1)));
    }

    #[test]
    fn gradients_of_every_order_equal_the_difference_quotient() {
        let (_, logits, labels) = placeholders();
        let losses = sparse_softmax_cross_entropy(&logits, &labels);
        assert_gradients(&losses.square(), &[&logits], feed![logits => LOGITS, labels => [2, 0]]);
        let slope = gradients(&losses.square(), &[&logits]).remove(0);
        assert_gradients(&slope, &[&logits], feed![logits => LOGITS, labels => [2, 0]]);
    }

    #[test]
    fn class_numbers_that_do_not_exist_are_refused_in_losses_and_gradients() {
        let (graph, logits, labels) = placeholders();
        let losses = sparse_softmax_cross_entropy(&logits, &labels);
        let gradient = gradients(&losses, &[&logits]).remove(0);
        for fuse in [true, false] {
            let mut session = Session::new(&graph).plan_options(PlanOptions { fuse, reuse: true });
            for (numbers, found) in
                [([0, 3], "3 at row 1"), ([-1, 0], "-1 at row 0"), ([0, i32::MAX], "2147483647 at row 1")]
            {
                let expected = format!("labels: expected class numbers 0 to 2, found {found}");
                for fetch in [&losses, &gradient] {
                    let error = session.run(fetch, feed![logits => LOGITS, labels => numbers]).unwrap_err();
                    assert!(error.to_string().starts_with(&expected), "{error}");
                }
            }
        }
    }

    #[test]
    fn rows_without_classes_are_an_error() {
        let (graph, logits, labels) = placeholders();
        let losses = sparse_softmax_cross_entropy(&logits, &labels);
        let empty = ndarray::Array2::<f32>::zeros([2, 0]);
        let run = Session::new(&graph).run(&losses, feed![logits => empty, labels => [0, 1]]);
        let error = run.unwrap_err().to_string();
        assert!(error.contains("there are no classes in [2, 0]"), "{error}");
    }

    #[test]
    #[should_panic(
        expected = "sparse_softmax_cross_entropy: labels of shape [?, 1] are not one class number per row of [?, 3]"
    )]
    fn one_label_per_row() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let _ = sparse_softmax_cross_entropy(&logits, &graph.placeholder::<i32>("labels", shape![?, 1]));
    }
}
