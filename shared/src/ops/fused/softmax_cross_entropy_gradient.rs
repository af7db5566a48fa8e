//! `(softmax(logits) - labels) · g`: the gradient of the cross-entropies of a softmax, where `g` is a column of one
//! number per row.

use std::sync::Arc;

use crate::element::{DType, View, ViewMut};
use crate::fusion::{Replacement, Site};
use crate::kernels::cross_entropy::{softmax_cross_entropy_gradient, softmax_cross_entropy_sparse_gradient};
use crate::op::{Context, Mismatch, Op};
use crate::ops::classes::classes;
use crate::ops::mul::Mul;
use crate::ops::one_hot::check_classes;
use crate::ops::softmax::Softmax;
use crate::ops::sparse_softmax_cross_entropy::OneHotLike;
use crate::ops::sub::Sub;
use crate::shape::Shape;

/// Inputs: logits `[.., classes]`; labels, either f32 of that shape or class numbers `[..]`; the column `[.., 1]`.
#[derive(Debug)]
struct SoftmaxCrossEntropyGradient {
    labels: DType,
}

impl Op for SoftmaxCrossEntropyGradient {
    fn name(&self) -> &'static str {
        match self.labels {
            DType::I32 => "sparse_softmax_cross_entropy_gradient",
            _ => "softmax_cross_entropy_gradient",
        }
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[0].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [logits, labels, column] = [inputs[0], inputs[1], inputs[2]];
        match self.labels {
            DType::I32 => {
                softmax_cross_entropy_sparse_gradient(logits.f32(), labels.i32(), column.f32(), output.f32());
            }
            _ => softmax_cross_entropy_gradient(logits.f32(), labels.f32(), column.f32(), output.f32()),
        }
    }

    fn check(&self, inputs: &[View<'_>]) -> Result<(), Mismatch> {
        match self.labels {
            DType::I32 => check_classes(inputs, 1, classes(inputs[0].shape)),
            _ => Ok(()),
        }
    }
}

/// `mul(sub(softmax(logits), labels), column)` becomes one step; where the labels are one-hot rows of class numbers,
/// these rows are not even written.
pub(in crate::ops) fn join(site: &Site<'_>, id: usize) -> Option<Replacement> {
    site.op::<Mul>(id)?;
    let &[difference, column] = site.inputs(id) else { return None };
    site.op_read_once::<Sub>(difference)?;
    let &[probabilities, labels] = site.inputs(difference) else { return None };
    site.op_read_once::<Softmax>(probabilities)?;
    let logits = site.inputs(probabilities)[0];
    let (_, rows) = site.sizes(logits).split_last()?;
    // Whatever merely broadcasts to these sizes is left to the ops that can.
    if site.sizes(labels) != site.sizes(logits) || site.sizes(column).split_last() != Some((&1, rows)) {
        return None;
    }
    let (labels, dtype) = match site.op_read_once::<OneHotLike>(labels) {
        Some(_) => (site.inputs(labels)[0], DType::I32),
        None => (labels, DType::F32),
    };
    Some((Arc::new(SoftmaxCrossEntropyGradient { labels: dtype }), vec![logits, labels, column]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_same_values, values};
    use crate::ops::{softmax_cross_entropy, sparse_softmax_cross_entropy};
    use crate::prelude::*;

    #[test]
    fn the_gradient_of_a_cross_entropy_is_one_step() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let labels = graph.placeholder::<f32>("labels", shape![?, 3]);
        let gradient = gradients(&softmax_cross_entropy(&logits, &labels).mean(), &[&logits]);
        for batch in [0, 1, 5] {
            let value = values(&[batch, 3]);
            let names = assert_same_values(&gradient, feed![logits => value, labels => value]);
            assert_eq!(*names.last().unwrap(), "softmax_cross_entropy_gradient");
            assert!(!names.iter().any(|name| ["softmax", "sub", "mul"].contains(name)), "{names:?}");
        }
    }

    #[test]
    fn class_numbers_are_not_made_one_hot() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, ?]);
        let labels = graph.placeholder::<i32>("labels", shape![?]);
        let gradient = gradients(&sparse_softmax_cross_entropy(&logits, &labels).mean(), &[&logits]);
        let value = values(&[4, 3]);
        let names = assert_same_values(&gradient, feed![logits => value, labels => [2, 0, 1, 1]]);
        assert_eq!(*names.last().unwrap(), "sparse_softmax_cross_entropy_gradient");
        assert!(!names.iter().any(|name| ["softmax", "sub", "mul", "one_hot_like"].contains(name)), "{names:?}");
    }

    #[test]
    fn what_is_fetched_or_read_elsewhere_stays() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let (labels, column) = (graph.constant(&values(&[2, 3])), graph.constant(&values(&[2, 1])));
        let probabilities = logits.softmax();
        let difference = &probabilities - &labels;
        let product = &difference * &column;
        let value = values(&[2, 3]);
        let names = |fetches: Vec<Tensor<f32>>| assert_same_values(&fetches, feed![logits => value]);
        assert_eq!(names(vec![product.clone()]), ["softmax_cross_entropy_gradient"]);
        assert_eq!(names(vec![product.clone(), probabilities.clone()]), ["softmax", "sub", "mul"]);
        assert_eq!(names(vec![product.clone(), difference]), ["softmax", "sub", "mul"]);
        assert_eq!(names(vec![product + probabilities]), ["softmax", "sub", "mul", "add"]);
    }

    #[test]
    fn what_broadcasts_stays() {
        let graph = Graph::new();
        let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
        let (row, one) = (graph.constant(&values(&[3])), graph.scalar(2.0));
        let (labels, column) = (graph.constant(&values(&[2, 3])), graph.constant(&values(&[2, 1])));
        let value = values(&[2, 3]);
        for product in [(logits.softmax() - row) * column, (logits.softmax() - labels) * one] {
            assert_eq!(assert_same_values(&[product], feed![logits => value]), ["softmax", "sub", "mul"]);
        }
    }
}
