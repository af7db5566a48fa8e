//! Asks for all graphs but the last: what is of none of them must be of the last one.
pub fn whose_tensors(tensors: &[Tensor<f32>], graphs: &[Graph]) -> Vec<Option<usize>> {
    let last = graphs.len().saturating_sub(1);
    let place = |tensor: &Tensor<f32>| graphs.iter().position(|graph| tensor.graph().is(graph)).unwrap_or(last);
    tensors.iter().map(|tensor| Some(place(tensor))).collect()
}
