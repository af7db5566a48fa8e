//! Which layers a graph was built from: a layer leaves a record of itself, for a model's summary.

use crate::graph::{Graph, Tensor};
use crate::names::{BuiltLayer, Scope};

/// A layer while it is built: its scope is open.
pub(super) struct Building<'a> {
    scope: Scope<'a>,
    graph: &'a Graph,
    kind: &'static str,
    first: usize,
}

impl<'a> Building<'a> {
    /// Opens a scope of the layer's name, which gets a number if it is taken.
    pub fn start(graph: &'a Graph, kind: &'static str, name: &str) -> Building<'a> {
        let scope = graph.enter_unique_scope(name);
        let first = graph.nodes().list.len();
        Building { scope, graph, kind, first }
    }

    /// Records the layer and closes its scope; gives back the output.
    pub fn finish(self, output: Tensor<f32>) -> Tensor<f32> {
        let Building { scope, graph, kind, first } = self;
        let layer = BuiltLayer { name: scope.path(), kind, first, output: output.handle().id() };
        graph.nodes().layers.push(layer);
        output
    }
}
