//! The order of Fortran and MATLAB, in which the first index changes fastest.

pub fn index_after_reshape(index: [usize; 3], from: [usize; 3], to: [usize; 3]) -> [usize; 3] {
    let number = index[0] + from[0] * (index[1] + from[1] * index[2]);
    [number % to[0], number / to[0] % to[1], number / (to[0] * to[1])]
}
