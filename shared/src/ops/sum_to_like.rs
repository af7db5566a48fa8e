//! A value summed over the axes along which another tensor was stretched to it: the undoing of broadcasting, which
//! [`gradients`](crate::gradients) needs wherever an op broadcast an input. No NumPy name; JAX: `_unbroadcast`.

use super::for_kernel;
use crate::element::{View, ViewMut};
use crate::graph::{Handle, Tensor, apply};
use crate::kernels::broadcast::sum_to;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: the value, and the tensor whose shape (only) is taken.
#[derive(Debug)]
pub(crate) struct SumToLike;

impl Op for SumToLike {
    fn name(&self) -> &'static str {
        "sum_to_like"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        inputs[1].broadcast(inputs[0]).map(|_| inputs[1].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let shape = output.shape;
        sum_to(for_kernel(inputs[0]), output.f32(), shape);
    }

    // Each element of x counts once in one sum  =>  dL/dx = that sum's dL/dy
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.broadcast_like(&call.input(0))), None]
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    // A batch of one: what is summed has one element.
    fn is_view(&self, inputs: &[&[usize]], output: &[usize]) -> bool {
        inputs[0].iter().product::<usize>() == output.iter().product::<usize>()
    }
}

impl Tensor<f32> {
    /// This value summed to the shape of `like`, which can be broadcast to it; `like`'s values are not read.
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn sum_to_like(&self, like: &Handle) -> Tensor<f32> {
        apply(SumToLike, &[self.handle(), like])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn sums_over_what_broadcasting_stretched() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let (row, column) = (graph.variable("row", zeros([3])), graph.variable("column", zeros([2, 1])));
        let fetches = (&x.sum_to_like(row.handle()), &x.sum_to_like(column.handle()));
        let (row, column) = Session::new(&graph).run(fetches, feed![x => [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]).unwrap();
        assert_eq!(row.as_slice().unwrap(), [5.0, 7.0, 9.0]);
        assert_eq!(column.as_slice().unwrap(), [6.0, 15.0]);
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let row = graph.variable("row", zeros([3]));
        assert_gradients(&x.sum_to_like(row.handle()).square(), &[&x], feed![x => [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]);
    }
}
