//! A - C * C + B: the drawing computes D and E first, a formula without brackets does not.
pub fn graph_of_f() -> (Tensor<f32>, Tensor<f32>) {
    let graph = Graph::new();
    let c = graph.placeholder::<f32>("C", shape![]);
    let f = 6.0 - &c * &c + 2.0;
    (c, f)
}
