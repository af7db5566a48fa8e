//! Where the windows of a convolution or a pooling lie, along one axis.

/// What happens at the border of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Padding {
    /// Cells around the image make the output `ceil(input / stride)` long; of an odd number of them, the extra one is
    /// behind. They are zeros for a convolution, and are ignored by a pooling.
    Same,
    /// Only windows that lie within the image: the output is `ceil((input - window + 1) / stride)` long.
    Valid,
}

/// The windows along one axis: the first starts `pad` cells before the image, the others follow every `stride` cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Windows {
    pub(crate) count: usize,
    pub(crate) pad: usize,
}

impl Windows {
    /// TensorFlow's rule for windows of `size` cells on `input` cells. `axis` ("height" or "width") is for the message.
    pub(crate) fn new(
        axis: &str,
        input: usize,
        size: usize,
        stride: usize,
        padding: Padding,
    ) -> Result<Windows, String> {
        if size == 0 || stride == 0 {
            return Err(format!("window {axis} {size} and stride {stride}: both must be at least 1"));
        }
        if input == 0 {
            return Err(format!("the input has {axis} 0"));
        }
        match padding {
            Padding::Same => {
                let count = input.div_ceil(stride);
                Ok(Windows { count, pad: ((count - 1) * stride + size).saturating_sub(input) / 2 })
            }
            Padding::Valid if size > input => {
                Err(format!("a window of {axis} {size} does not fit into an input of {axis} {input} without padding"))
            }
            Padding::Valid => Ok(Windows { count: (input - size + 1).div_ceil(stride), pad: 0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_padding_follow_the_rule() {
        let count_and_pad = |input, size, stride, padding| {
            let windows = Windows::new("height", input, size, stride, padding).unwrap();
            (windows.count, windows.pad)
        };
        for (input, size, stride, same, valid) in [
            (28, 5, 1, (28, 2), (24, 0)),
            (28, 2, 2, (14, 0), (14, 0)),
            (5, 2, 2, (3, 0), (2, 0)),
            (5, 3, 2, (3, 1), (2, 0)),
            (7, 2, 3, (3, 0), (2, 0)),
            (6, 4, 1, (6, 1), (3, 0)),
            (9, 1, 4, (3, 0), (3, 0)),
            (1, 1, 1, (1, 0), (1, 0)),
        ] {
            assert_eq!(count_and_pad(input, size, stride, Padding::Same), same, "{input} {size} {stride} same");
            assert_eq!(count_and_pad(input, size, stride, Padding::Valid), valid, "{input} {size} {stride} valid");
        }
        assert_eq!(count_and_pad(2, 5, 1, Padding::Same), (2, 2));
        assert_eq!(count_and_pad(1, 5, 3, Padding::Same), (1, 2));
    }

    #[test]
    fn impossible_windows_are_refused_with_both_sizes() {
        let refusal = |input, size, stride, padding| Windows::new("width", input, size, stride, padding).unwrap_err();
        assert_eq!(
            refusal(4, 5, 1, Padding::Valid),
            "a window of width 5 does not fit into an input of width 4 without padding"
        );
        assert_eq!(refusal(4, 2, 0, Padding::Same), "window width 2 and stride 0: both must be at least 1");
        assert_eq!(refusal(4, 0, 1, Padding::Same), "window width 0 and stride 1: both must be at least 1");
        assert_eq!(refusal(0, 2, 1, Padding::Same), "the input has width 0");
    }
}
