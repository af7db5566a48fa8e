use std::ops::Range;

use crate::kernels::window::{Padding, Windows};

/// The sizes of a pooling, all in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say all there is
pub struct PoolShape {
    pub batch: usize,
    pub in_height: usize,
    pub in_width: usize,
    pub channels: usize,
    pub pool_height: usize,
    pub pool_width: usize,
    pub stride_height: usize,
    pub stride_width: usize,
    /// Cells above the image that the first windows cover, but do not see.
    pub pad_top: usize,
    /// Cells left of the image that the first windows cover, but do not see.
    pub pad_left: usize,
    pub out_height: usize,
    pub out_width: usize,
}

impl PoolShape {
    /// The sizes for an input `[batch, height, width, channels]`, by TensorFlow's rule.
    ///
    /// ```
    /// use shared::kernels::pool2d::{Padding, PoolShape};
    ///
    /// let shape = PoolShape::new([64, 28, 28, 16], [2, 2], [2, 2], Padding::Same).unwrap();
    /// assert_eq!(shape.output(), [64, 14, 14, 16]);
    /// ```
    ///
    /// # Errors
    /// If a size is 0 that must not be, or no window fits: the reason in plain words.
    pub fn new(
        input: [usize; 4],
        pool_size: [usize; 2],
        strides: [usize; 2],
        padding: Padding,
    ) -> Result<PoolShape, String> {
        let [batch, in_height, in_width, channels] = input;
        let rows = Windows::new("height", in_height, pool_size[0], strides[0], padding)?;
        let columns = Windows::new("width", in_width, pool_size[1], strides[1], padding)?;
        Ok(PoolShape {
            batch,
            in_height,
            in_width,
            channels,
            pool_height: pool_size[0],
            pool_width: pool_size[1],
            stride_height: strides[0],
            stride_width: strides[1],
            pad_top: rows.pad,
            pad_left: columns.pad,
            out_height: rows.count,
            out_width: columns.count,
        })
    }

    /// `[batch, height, width, channels]`.
    pub fn input(&self) -> [usize; 4] {
        [self.batch, self.in_height, self.in_width, self.channels]
    }

    /// `[batch, height, width, channels]`.
    pub fn output(&self) -> [usize; 4] {
        [self.batch, self.out_height, self.out_width, self.channels]
    }

    /// Values of one input image.
    pub(super) fn in_image(&self) -> usize {
        self.in_height * self.in_width * self.channels
    }

    /// Values of one output image.
    pub(in crate::kernels) fn out_image(&self) -> usize {
        self.out_height * self.out_width * self.channels
    }

    #[track_caller]
    pub(super) fn check(&self, input: usize, output: usize) {
        assert_eq!(input, self.batch * self.in_image(), "values of an input of shape {:?}", self.input());
        assert_eq!(output, self.batch * self.out_image(), "values of an output of shape {:?}", self.output());
    }

    /// Checks that this pools images of shape `images` into `output` values; returns the number of values pooled.
    #[track_caller]
    pub(in crate::kernels) fn check_output(&self, images: [usize; 4], output: usize) -> usize {
        assert_eq!(images, self.input(), "the images that are pooled");
        let input = images.iter().product();
        self.check(input, output);
        input
    }

    /// The windows are 2 x 2, side by side, and all within the image: what both networks of the course do.
    pub(super) fn is_two_by_two(&self) -> bool {
        (self.pool_height, self.pool_width) == (2, 2)
            && (self.stride_height, self.stride_width) == (2, 2)
            && (self.pad_top, self.pad_left) == (0, 0)
            && 2 * self.out_height <= self.in_height
            && 2 * self.out_width <= self.in_width
    }

    /// Calls `visit(start of the output cell, window)` for each output position of an image.
    #[inline(always)]
    pub(super) fn for_each_window(&self, mut visit: impl FnMut(usize, &Window)) {
        for y in 0..self.out_height {
            let rows = real_cells(y * self.stride_height, self.pool_height, self.pad_top, self.in_height);
            for x in 0..self.out_width {
                let columns = real_cells(x * self.stride_width, self.pool_width, self.pad_left, self.in_width);
                let window = Window { rows: rows.clone(), columns, width: self.in_width, channels: self.channels };
                visit((y * self.out_width + x) * self.channels, &window);
            }
        }
    }
}

/// The part of a window that lies within the image, along one axis.
fn real_cells(start: usize, size: usize, pad: usize, input: usize) -> Range<usize> {
    start.saturating_sub(pad)..(start + size).saturating_sub(pad).min(input)
}

/// The real cells of one window.
pub(super) struct Window {
    rows: Range<usize>,
    columns: Range<usize>,
    width: usize,
    channels: usize,
}

impl Window {
    pub(super) fn cells(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    /// Where each cell's channels start in the image, row by row.
    #[inline(always)]
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> + Clone {
        let columns = &self.columns;
        self.rows.clone().flat_map(move |y| columns.clone().map(move |x| (y * self.width + x) * self.channels))
    }
}
