//! Rounds down with padding too: of 5 cells and stride 2 the last one would be lost.

pub fn output_size(input: usize, kernel: usize, stride: usize, padding: Padding) -> Option<usize> {
    match padding {
        Same => Some(input / stride),
        Valid => Some(input.checked_sub(kernel)? / stride + 1),
    }
}
