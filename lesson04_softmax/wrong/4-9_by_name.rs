//! Compares what is printed of the graphs: two graphs built in the same way look the same.
pub fn whose_tensors(tensors: &[Tensor<f32>], graphs: &[Graph]) -> Vec<Option<usize>> {
    let is_same = |a: &Graph, b: &Graph| a.to_string() == b.to_string();
    tensors.iter().map(|tensor| graphs.iter().position(|graph| is_same(tensor.graph(), graph))).collect()
}
