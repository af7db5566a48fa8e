//! Counts pixels and keeps the channel: wrong as soon as the number of channels changes.

pub fn index_after_reshape(index: [usize; 3], from: [usize; 3], to: [usize; 3]) -> [usize; 3] {
    let pixel = index[0] * from[1] + index[1];
    [pixel / to[1], pixel % to[1], index[2]]
}
