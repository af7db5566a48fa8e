//! Of an odd number of zeros the extra one stands in front.

fn windows(input: usize, size: usize, stride: usize, padding: Padding) -> (usize, usize) {
    match padding {
        Valid => ((input - size) / stride + 1, 0),
        Same => {
            let count = input.div_ceil(stride);
            let zeros = ((count - 1) * stride + size).saturating_sub(input);
            (count, zeros.div_ceil(2))
        }
    }
}
