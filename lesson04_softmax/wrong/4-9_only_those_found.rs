//! Leaves out the tensors of other graphs: the places no longer stand beside their tensors.
pub fn whose_tensors(tensors: &[Tensor<f32>], graphs: &[Graph]) -> Vec<Option<usize>> {
    let place = |tensor: &Tensor<f32>| graphs.iter().position(|graph| tensor.graph().is(graph));
    tensors.iter().filter_map(place).map(Some).collect()
}
