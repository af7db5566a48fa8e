//! One bias for each layer in place of one for each node.
pub fn count_parameters(nodes: &[usize]) -> usize {
    nodes.windows(2).map(|pair| pair[0] * pair[1] + 1).sum()
}
