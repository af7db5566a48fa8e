use crate::kernels::window::{Padding, Windows};

/// The sizes of a convolution, all in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say all there is
pub struct ConvShape {
    pub batch: usize,
    pub in_height: usize,
    pub in_width: usize,
    pub in_channels: usize,
    pub kernel_height: usize,
    pub kernel_width: usize,
    pub out_channels: usize,
    pub stride_height: usize,
    pub stride_width: usize,
    /// Zeros above the image (those below follow from the other sizes).
    pub pad_top: usize,
    /// Zeros left of the image.
    pub pad_left: usize,
    pub out_height: usize,
    pub out_width: usize,
}

impl ConvShape {
    /// The sizes for an input `[batch, height, width, in]` and a kernel `[height, width, in, out]`, by TensorFlow's rule.
    ///
    /// ```
    /// use shared::kernels::conv2d::{ConvShape, Padding};
    ///
    /// let shape = ConvShape::new([64, 28, 28, 1], [5, 5, 1, 16], [1, 1], Padding::Same).unwrap();
    /// assert_eq!(shape.output(), [64, 28, 28, 16]);
    /// let refusal = ConvShape::new([1, 3, 3, 1], [5, 5, 1, 2], [1, 1], Padding::Valid).unwrap_err();
    /// assert_eq!(refusal, "a window of height 5 does not fit into an input of height 3 without padding");
    /// ```
    ///
    /// # Errors
    /// If the channels differ, a size is 0 that must not be, or no window fits: the reason in plain words.
    pub fn new(
        input: [usize; 4],
        kernel: [usize; 4],
        strides: [usize; 2],
        padding: Padding,
    ) -> Result<ConvShape, String> {
        let [batch, in_height, in_width, in_channels] = input;
        let [kernel_height, kernel_width, kernel_channels, out_channels] = kernel;
        let [stride_height, stride_width] = strides;
        if in_channels != kernel_channels {
            return Err(format!("the input has {in_channels} channels, but the kernel is for {kernel_channels}"));
        }
        let rows = Windows::new("height", in_height, kernel_height, stride_height, padding)?;
        let columns = Windows::new("width", in_width, kernel_width, stride_width, padding)?;
        Ok(ConvShape {
            batch,
            in_height,
            in_width,
            in_channels,
            kernel_height,
            kernel_width,
            out_channels,
            stride_height,
            stride_width,
            pad_top: rows.pad,
            pad_left: columns.pad,
            out_height: rows.count,
            out_width: columns.count,
        })
    }

    /// `[batch, height, width, in channels]`.
    pub fn input(&self) -> [usize; 4] {
        [self.batch, self.in_height, self.in_width, self.in_channels]
    }

    /// `[height, width, in channels, out channels]`.
    pub fn kernel(&self) -> [usize; 4] {
        [self.kernel_height, self.kernel_width, self.in_channels, self.out_channels]
    }

    /// `[batch, height, width, out channels]`.
    pub fn output(&self) -> [usize; 4] {
        [self.batch, self.out_height, self.out_width, self.out_channels]
    }

    /// Values of one input image.
    pub(super) fn in_image(&self) -> usize {
        self.in_height * self.in_width * self.in_channels
    }

    /// Values of one output image.
    pub(super) fn out_image(&self) -> usize {
        self.out_height * self.out_width * self.out_channels
    }

    /// Kernel entries that one output value is a sum over.
    pub(super) fn window(&self) -> usize {
        self.kernel_height * self.kernel_width * self.in_channels
    }

    #[track_caller]
    pub(super) fn check(&self, input: usize, kernel: usize, output: usize) {
        assert_eq!(input, self.batch * self.in_image(), "values of an input of shape {:?}", self.input());
        assert_eq!(kernel, self.window() * self.out_channels, "values of a kernel of shape {:?}", self.kernel());
        assert_eq!(output, self.batch * self.out_image(), "values of an output of shape {:?}", self.output());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_the_two_networks() {
        let shape = ConvShape::new([64, 14, 14, 16], [5, 5, 16, 36], [1, 1], Padding::Same).unwrap();
        assert_eq!((shape.output(), shape.pad_top, shape.pad_left), ([64, 14, 14, 36], 2, 2));
        let shape = ConvShape::new([50, 28, 28, 1], [5, 5, 1, 32], [2, 3], Padding::Valid).unwrap();
        assert_eq!((shape.output(), shape.pad_top, shape.pad_left), ([50, 12, 8, 32], 0, 0));
    }

    #[test]
    fn a_kernel_larger_than_the_input_needs_padding() {
        let shape = ConvShape::new([1, 2, 1, 3], [5, 5, 3, 4], [1, 1], Padding::Same).unwrap();
        assert_eq!((shape.output(), shape.pad_top, shape.pad_left), ([1, 2, 1, 4], 2, 2));
        let refusal = ConvShape::new([1, 5, 4, 3], [5, 5, 3, 4], [1, 1], Padding::Valid).unwrap_err();
        assert_eq!(refusal, "a window of width 5 does not fit into an input of width 4 without padding");
    }

    #[test]
    fn channels_must_agree() {
        let refusal = ConvShape::new([1, 5, 5, 3], [3, 3, 4, 8], [1, 1], Padding::Same).unwrap_err();
        assert_eq!(refusal, "the input has 3 channels, but the kernel is for 4");
    }
}
