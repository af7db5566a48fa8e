//! Gives the input nodes a bias too, although they compute nothing.
pub fn count_parameters(nodes: &[usize]) -> usize {
    nodes.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>() + nodes.iter().sum::<usize>()
}
