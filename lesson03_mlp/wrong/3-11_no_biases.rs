//! Counts the weights and forgets the biases.
pub fn count_parameters(nodes: &[usize]) -> usize {
    nodes.windows(2).map(|pair| pair[0] * pair[1]).sum()
}
