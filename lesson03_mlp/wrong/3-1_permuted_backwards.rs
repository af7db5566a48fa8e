//! Takes the order 0, 3, 1, 2 to say where each axis goes, not where it comes from.
pub fn shapes_after_ops([a, b, c, d]: [usize; 4]) -> [Vec<usize>; 6] {
    [vec![a, c, d], vec![a, b], vec![2, b, c, d], vec![a, c, d, b], vec![a, b * c * d], vec![a, b, c]]
}
