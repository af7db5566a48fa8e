//! Without padding a kernel larger than the image still gives one window.

pub fn output_size(input: usize, kernel: usize, stride: usize, padding: Padding) -> Option<usize> {
    match padding {
        Same => Some(input.div_ceil(stride)),
        Valid => Some(input.saturating_sub(kernel) / stride + 1),
    }
}
