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
