//! A value stretched to another tensor's shape. NumPy: `np.broadcast_to`. The undoing of a sum: what gradients of
//! sums are made of.

use super::for_kernel;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::broadcast::broadcast_to;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

/// Inputs: the value, and the tensor whose shape (only) is taken.
#[derive(Debug)]
pub(crate) struct BroadcastLike;

impl Op for BroadcastLike {
    fn name(&self) -> &'static str {
        "broadcast_like"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        let shape = inputs[0].broadcast(inputs[1])?;
        match shape.rank() == inputs[1].rank() {
            true => Ok(inputs[1].clone()),
            false => Err(format!("{} has more axes than {}", inputs[0], inputs[1])),
        }
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let shape = output.shape;
        broadcast_to::<f32>(for_kernel(inputs[0]), output.f32(), shape);
    }

    // Each element of x went to several of y  =>  dL/dx = sum of dL/dy over them
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient.sum_to_like(call.handle(0))), None]
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    fn is_view(&self, inputs: &[&[usize]], output: &[usize]) -> bool {
        inputs[0] == output
    }
}

impl Tensor<f32> {
    /// This value stretched to the shape of `like`, by the rules of broadcasting; `like`'s values are not read.
    ///
    /// # Panics
    /// If the shapes cannot be broadcast.
    #[track_caller]
    pub fn broadcast_like(&self, like: &Tensor<f32>) -> Tensor<f32> {
        apply(BroadcastLike, &[self.handle(), like.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn stretches_rows_columns_and_scalars() {
        let graph = Graph::new();
        let like = graph.placeholder::<f32>("like", shape![?, 3]);
        let column = graph.placeholder::<f32>("column", shape![?, 1]);
        let row = graph.placeholder::<f32>("row", shape![3]);
        let fetches =
            (&column.broadcast_like(&like), &row.broadcast_like(&like), &graph.scalar(7.0).broadcast_like(&like));
        let feeds = feed![like => [[0.0; 3]; 2], column => [[1.0], [2.0]], row => [1.0, 2.0, 3.0]];
        let (column, row, scalar) = Session::new(&graph).run(fetches, feeds).unwrap();
        assert_eq!(column, ndarray::arr2(&[[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]).into_dyn());
        assert_eq!(row, ndarray::arr2(&[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]).into_dyn());
        assert_eq!(scalar, ndarray::arr2(&[[7.0; 3]; 2]).into_dyn());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let like = graph.placeholder::<f32>("like", shape![2, 3]);
        let x = graph.placeholder::<f32>("x", shape![?, 1]);
        assert_gradients(&x.broadcast_like(&like).square(), &[&x], feed![x => [[1.0], [2.0]]]);
    }
}
