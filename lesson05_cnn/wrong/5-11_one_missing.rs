//! Counts the steps between windows, not the windows.

pub fn output_size(input: usize, kernel: usize, stride: usize, padding: Padding) -> Option<usize> {
    match padding {
        Same => Some(input.div_ceil(stride)),
        Valid => Some(input.checked_sub(kernel)? / stride),
    }
}
