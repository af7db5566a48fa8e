//! The last axis as the axis of classes: a row of logits or probabilities for each of whatever the other axes count.

use super::keep_dims;
use crate::graph::Tensor;
use crate::shape::{Dim, Shape};

/// The shape rule of ops that give a number for each class of a row.
pub(super) fn with_classes(shape: &Shape) -> Result<Shape, String> {
    match shape.rank() {
        0 => Err("a single number has no axis of classes".to_owned()),
        _ => Ok(shape.clone()),
    }
}

/// The size of the last axis.
pub(super) fn classes(sizes: &[usize]) -> usize {
    *sizes.last().expect("the shape rule asks for an axis of classes")
}

/// The shape of one number per row of logits: all axes but the last.
pub(super) fn rows(logits: &Shape) -> Result<Shape, String> {
    match logits.dims().split_last() {
        None => Err("a single number has no axis of classes".to_owned()),
        Some((Dim::Known(0), _)) => Err(format!("there are no classes in {logits}")),
        Some((_, rows)) => Ok(Shape::new(rows.to_vec())),
    }
}

/// One number per row as a column, which broadcasts over the row's classes.
pub(super) fn per_row(numbers: &Tensor<f32>) -> Tensor<f32> {
    numbers.expand_dims(&[numbers.shape().rank()])
}

/// The sum of each row as a column, which broadcasts over the row's classes.
pub(super) fn row_sums(x: &Tensor<f32>) -> Tensor<f32> {
    x.sum_axes(keep_dims([x.shape().rank() - 1]))
}
