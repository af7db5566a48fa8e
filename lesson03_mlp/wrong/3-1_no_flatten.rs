//! Forgets that the input has one shape as pictures and another one behind Flatten.
pub fn shapes_through(batch: usize, [rows, columns]: [usize; 2], nodes: &[usize]) -> Vec<Vec<usize>> {
    let before_dense = std::iter::once(vec![batch, rows * columns]);
    before_dense.chain(nodes.iter().map(|&nodes| vec![batch, nodes])).collect()
}
