//! The axes along which a sum, mean, maximum or minimum is taken.

use crate::graph::Tensor;
use crate::onnx::{Attribute, OnnxCall};
use crate::op::Call;
use crate::shape::{Dim, Shape};

/// Axes that a reduction removes, or, made by [`keep_dims`], leaves with size 1.
///
/// Any list of axis numbers converts: `x.sum_axes([0])`, `x.sum_axes(&list)`. Order and repetition do not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axes {
    /// Sorted, each once.
    list: Vec<usize>,
    keep_dims: bool,
}

/// The same axes, but they stay with size 1, so that the result can be broadcast with what it was made of.
/// NumPy: `keepdims=True`.
///
/// ```
/// use shared::ops::keep_dims;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 3]);
/// assert_eq!(x.mean_axes([1]).shape().to_string(), "[?]");
/// assert_eq!(x.mean_axes(keep_dims([1])).shape().to_string(), "[?, 1]");
/// ```
pub fn keep_dims(axes: impl Into<Axes>) -> Axes {
    Axes { keep_dims: true, ..axes.into() }
}

impl Axes {
    /// Every axis of a tensor of this rank.
    pub(super) fn all(rank: usize) -> Axes {
        Axes::from((0..rank).collect::<Vec<_>>())
    }

    /// The shape rule of reductions.
    pub(super) fn reduced(&self, shape: &Shape) -> Result<Shape, String> {
        shape.axes(&self.list)?;
        let dims = shape.dims().iter().enumerate().filter_map(|(axis, &dim)| match self.list.contains(&axis) {
            true => self.keep_dims.then_some(Dim::Known(1)),
            false => Some(dim),
        });
        Ok(Shape::new(dims.collect()))
    }

    /// For each axis, whether it is reduced.
    pub(super) fn marks(&self, rank: usize) -> Vec<bool> {
        (0..rank).map(|axis| self.list.contains(&axis)).collect()
    }

    /// How many elements become one.
    pub(super) fn count(&self, sizes: &[usize]) -> usize {
        self.list.iter().map(|&axis| sizes[axis]).product()
    }

    /// The result's sizes, with the reduced axes as axes of size 1.
    pub(super) fn kept(&self, sizes: &[usize]) -> Vec<usize> {
        sizes.iter().enumerate().map(|(axis, &size)| if self.list.contains(&axis) { 1 } else { size }).collect()
    }

    /// A reduced tensor with the axes that were removed back in place, of size 1.
    pub(super) fn restore(&self, reduced: &Tensor<f32>) -> Tensor<f32> {
        if self.keep_dims { reduced.clone() } else { reduced.expand_dims(&self.list) }
    }

    /// The gradient of a maximum or minimum by what it was taken of: it goes where the input equals the output, in equal
    /// parts.
    pub(super) fn share_among_ties(&self, call: &Call, gradient: &Tensor<f32>) -> Tensor<f32> {
        let is_extreme = call.input(0).equal(&self.restore(&call.output())).cast::<f32>();
        let ties = is_extreme.sum_axes(keep_dims(self.clone()));
        is_extreme * (self.restore(gradient) / ties)
    }

    /// Writes a reduction along these axes.
    pub(super) fn onnx(&self, op_type: &str, call: &mut OnnxCall<'_>) {
        let inputs = vec![call.input(0), call.integers("axes", self.list.iter().copied())];
        let keep_dims = Attribute::int("keepdims", self.keep_dims.into());
        // No axes are none, and not all.
        call.write(op_type, inputs, vec![keep_dims, Attribute::int("noop_with_empty_axes", 1)]);
    }

    /// For plans: `axes [0, 1]`.
    pub(super) fn describe(&self) -> String {
        format!("axes {:?}{}", self.list, if self.keep_dims { ", kept" } else { "" })
    }
}

impl From<Vec<usize>> for Axes {
    fn from(mut list: Vec<usize>) -> Axes {
        list.sort_unstable();
        list.dedup();
        Axes { list, keep_dims: false }
    }
}

impl From<&[usize]> for Axes {
    fn from(list: &[usize]) -> Axes {
        Axes::from(list.to_vec())
    }
}

impl<const N: usize> From<[usize; N]> for Axes {
    fn from(list: [usize; N]) -> Axes {
        Axes::from(list.to_vec())
    }
}

impl<const N: usize> From<&[usize; N]> for Axes {
    fn from(list: &[usize; N]) -> Axes {
        Axes::from(list.to_vec())
    }
}

/// The axes of a golden case.
#[cfg(test)]
pub(super) fn of_case(case: &crate::golden::Case) -> Axes {
    let axes = crate::golden::sizes(case.attribute("axes"));
    if case.attribute("keep_dims") == true { keep_dims(axes) } else { axes.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape;

    #[test]
    fn reduced_axes_go_or_stay_with_size_1() {
        let x = shape![?, 28, 28, 3];
        assert_eq!(Axes::from([2, 1, 2]).reduced(&x).unwrap(), shape![?, 3]);
        assert_eq!(keep_dims([1, 2]).reduced(&x).unwrap(), shape![?, 1, 1, 3]);
        assert_eq!(Axes::all(4).reduced(&x).unwrap(), shape![]);
        assert_eq!(Axes::from([]).reduced(&x).unwrap(), x);
        assert_eq!(Axes::from([4]).reduced(&x).unwrap_err(), "axis 4 does not exist in [?, 28, 28, 3]");
    }
}
