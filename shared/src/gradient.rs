//! Reverse-mode differentiation as a graph transformation: gradients are new nodes, so they can be printed, run,
//! fused and differentiated again.
//!
//! Each op states only its own rule ([`Op::gradient`](crate::op::Op::gradient)). What all rules share happens here, once:
//! the order, the sum where a value is used twice, and the undoing of broadcasts.

use crate::graph::{Graph, Handle, Kind, Tensor};
use crate::op::{Call, Op};
use crate::shape::Dim;

/// The gradient of the sum of `of`'s elements with respect to each tensor of `with_respect_to`, each of that tensor's shape.
///
/// A tensor that `of` does not depend on gets zeros.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![]);
/// let y = &x * &x * &x;
/// let slope = gradients(&y, &[&x]).remove(0);
/// let curvature = gradients(&slope, &[&x]).remove(0);
/// let mut session = Session::new(&graph);
/// let (slope, curvature) = session.run((&slope, &curvature), feed![x => 2.0])?;
/// assert_eq!((slope.item(), curvature.item()), (12.0, 12.0)); // 3x² and 6x
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Panics
/// If the tensors belong to different graphs.
#[track_caller]
pub fn gradients(of: &Tensor<f32>, with_respect_to: &[&Tensor<f32>]) -> Vec<Tensor<f32>> {
    let graph = of.graph();
    if let Some(stranger) = with_respect_to.iter().find(|tensor| !tensor.graph().is(graph)) {
        panic!("gradients: {:?} and {stranger:?} belong to different graphs", of);
    }
    graph.scope("gradients", || reverse(graph, of, with_respect_to))
}

fn reverse(graph: &Graph, of: &Tensor<f32>, with_respect_to: &[&Tensor<f32>]) -> Vec<Tensor<f32>> {
    let last = of.handle().id();
    let on_a_path = depends_on(graph, with_respect_to, last);
    // Ids are a topological order: when the loop comes to a node, all its uses have been seen.
    let mut found: Vec<Option<Tensor<f32>>> = vec![None; last + 1];
    found[last] = Some(graph.scalar(1.0).broadcast_like(of));
    for id in (0..=last).rev().filter(|&id| on_a_path[id]) {
        let (Some(gradient), Some((op, call))) = (found[id].clone(), call(graph, id)) else { continue };
        for (input, contribution) in call.inputs.iter().zip(op.gradient(&call, &gradient)) {
            let Some(contribution) = contribution.filter(|_| on_a_path[input.id()]) else { continue };
            let contribution = undo_broadcast(contribution, input);
            let sum = &mut found[input.id()];
            *sum = Some(match sum.take() {
                Some(others) => others + contribution,
                None => contribution,
            });
        }
    }
    let result = |tensor: &&Tensor<f32>| match found.get(tensor.handle().id()) {
        Some(Some(gradient)) => gradient.clone(),
        _ => graph.scalar(0.0).broadcast_like(tensor),
    };
    with_respect_to.iter().map(result).collect()
}

/// Which nodes up to `last` depend on one of `sources`.
fn depends_on(graph: &Graph, sources: &[&Tensor<f32>], last: usize) -> Vec<bool> {
    let mut depends = vec![false; last + 1];
    for source in sources.iter().filter(|source| source.handle().id() <= last) {
        depends[source.handle().id()] = true;
    }
    let nodes = graph.nodes();
    for id in 0..=last {
        depends[id] = depends[id] || nodes.list[id].inputs.iter().any(|&input| depends[input]);
    }
    depends
}

fn call(graph: &Graph, id: usize) -> Option<(std::sync::Arc<dyn Op>, Call)> {
    let nodes = graph.nodes();
    let node = &nodes.list[id];
    let Kind::Op(op) = &node.kind else { return None };
    let inputs = node.inputs.iter().map(|&input| Handle::of(graph, input)).collect();
    Some((op.clone(), Call { inputs, output: Handle::of(graph, id) }))
}

/// Sums a gradient over the axes along which the op stretched its input.
///
/// An open dimension may turn out to be a stretched 1, so only equal known shapes are surely unstretched; where a run finds
/// nothing to sum, `sum_to_like` is a view and costs nothing.
fn undo_broadcast(gradient: Tensor<f32>, input: &Handle) -> Tensor<f32> {
    let shape = input.shape();
    let surely_equal = gradient.shape() == shape && !shape.dims().contains(&Dim::Open);
    if surely_equal { gradient } else { gradient.sum_to_like(input) }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::prelude::*;

    #[test]
    fn a_tensor_that_is_not_reached_gets_zeros_of_its_shape() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let unused = graph.variable("unused", constant([3], 7.0));
        let batch = graph.placeholder::<f32>("batch", shape![?]);
        let y = x.square();
        let later = &unused * 2.0; // made after y, so y cannot depend on it
        let slopes = gradients(&y, &[&unused, &batch, &later, &x]);
        let feeds = feed![x => [[1.0, 2.0]], batch => [1.0, 1.0]];
        let slopes = Session::new(&graph).run(&slopes, feeds).unwrap();
        assert_eq!(slopes[0].as_slice().unwrap(), [0.0; 3]);
        assert_eq!(slopes[1].as_slice().unwrap(), [0.0; 2]);
        assert_eq!(slopes[2].as_slice().unwrap(), [0.0; 3]);
        assert_eq!(slopes[3], ndarray::arr2(&[[2.0, 4.0]]).into_dyn());
    }

    #[test]
    fn a_tensor_has_slope_one_with_respect_to_itself() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let slope = gradients(&x, &[&x]).remove(0);
        let slope = Session::new(&graph).run(&slope, feed![x => [5.0, 6.0]]).unwrap();
        assert_eq!(slope.as_slice().unwrap(), [1.0, 1.0]);
    }

    #[test]
    fn an_intermediate_that_is_used_twice_gets_the_sum_of_both_branches() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let h = x.square();
        let loss = &h * 3.0 + h.square();
        let (of_h, of_x) = match gradients(&loss, &[&h, &x]).as_slice() {
            [of_h, of_x] => (of_h.clone(), of_x.clone()),
            _ => unreachable!("two gradients were asked for"),
        };
        let (of_h, of_x) = Session::new(&graph).run((&of_h, &of_x), feed![x => [1.0, -2.0]]).unwrap();
        assert_eq!(of_h.as_slice().unwrap(), [5.0, 11.0]); // 3 + 2h
        assert_eq!(of_x.as_slice().unwrap(), [10.0, -44.0]); // (3 + 2h) · 2x
        assert_gradients(&loss, &[&x, &h], feed![x => [1.0, -2.0]]);
    }

    #[test]
    fn a_fed_intermediate_changes_the_slopes_behind_it() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let h = x.square();
        let slope = gradients(&h.square(), &[&h]).remove(0);
        let slope = Session::new(&graph).run(&slope, feed![h => [10.0]]).unwrap();
        assert_eq!(slope.as_slice().unwrap(), [20.0]); // x is not needed
    }

    #[test]
    fn a_gradient_can_be_differentiated_again_and_again() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![]);
        let mut derivative = &x * &x * &x * &x;
        let mut session = Session::new(&graph);
        for expected in [32.0, 48.0, 48.0, 24.0, 0.0] {
            derivative = gradients(&derivative, &[&x]).remove(0); // 4x³, 12x², 24x, 24, 0
            assert_eq!(session.run(&derivative, feed![x => 2.0]).unwrap().item(), expected);
        }
    }

    #[test]
    fn mixed_second_derivatives_cross_broadcasts() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let row = graph.placeholder::<f32>("row", shape![3]);
        let slope = gradients(&(&x * &row).square(), &[&row]).remove(0);
        let feeds = feed![x => [[1.0, -2.0, 0.5], [0.0, 1.0, 2.0]], row => [1.0, 2.0, -1.0]];
        assert_gradients(&slope, &[&x, &row], feeds);
    }

    #[test]
    #[should_panic(expected = "gradients: Tensor(y: f32 [2]) and Tensor(x: f32 [3]) belong to different graphs")]
    fn tensors_of_different_graphs_are_refused() {
        let [one, other] = [Graph::new(), Graph::new()];
        let y = one.variable("y", zeros([2]));
        let x = other.variable("x", zeros([3]));
        let _ = gradients(&y, &[&x]);
    }

    #[test]
    #[should_panic(expected = "mul: the inputs belong to different graphs\n  a: f32 [2]\n  b: f32 [2]\n\
                               build both from the same Graph")]
    fn an_op_of_tensors_of_different_graphs_is_refused() {
        let [one, other] = [Graph::new(), Graph::new()];
        let _ = one.variable("a", zeros([2])) * other.variable("b", zeros([2]));
    }
}
