//! D = C - A: the lower line minus the upper one.
pub fn graph_of_f() -> (Tensor<f32>, Tensor<f32>) {
    let graph = Graph::new();
    let c = graph.placeholder::<f32>("C", shape![]);
    let f = (&c - 6.0) * (&c + 2.0);
    (c, f)
}
