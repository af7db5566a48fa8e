//! An image in the middle of zeros.

/// Where the cells of an image go in a larger one.
pub(super) struct Placement {
    pub(super) height: usize,
    pub(super) width: usize,
    pub(super) channels: usize,
    /// Rows and columns of the larger image before the first cell.
    pub(super) top: usize,
    pub(super) left: usize,
    /// From one cell to the next: 1, or more for the gradient of a convolution with strides.
    pub(super) row_spacing: usize,
    pub(super) column_spacing: usize,
    pub(super) padded_height: usize,
    pub(super) padded_width: usize,
}

impl Placement {
    /// Values of the larger image.
    pub(super) fn padded_len(&self) -> usize {
        self.padded_height * self.padded_width * self.channels
    }

    /// Whether the larger image is the image itself.
    pub(super) fn is_identity(&self) -> bool {
        (self.padded_height, self.padded_width) == (self.height, self.width)
            && (self.top, self.left) == (0, 0)
            && (self.row_spacing, self.column_spacing) == (1, 1)
    }

    /// Fills the first `padded_len` values of `padded` with zeros and the image; cells that fall outside are left out.
    pub(super) fn copy(&self, image: &[f32], padded: &mut [f32]) {
        let padded = &mut padded[..self.padded_len()];
        padded.fill(0.0);
        if image.is_empty() || padded.is_empty() {
            return;
        }
        let rows = image.chunks_exact(self.width * self.channels);
        let padded_rows = padded.chunks_exact_mut(self.padded_width * self.channels);
        for (row, padded_row) in rows.zip(padded_rows.skip(self.top).step_by(self.row_spacing)) {
            let padded_row = padded_row.get_mut(self.left * self.channels..).unwrap_or_default();
            if self.column_spacing == 1 {
                let len = row.len().min(padded_row.len());
                padded_row[..len].copy_from_slice(&row[..len]);
            } else {
                let padded_cells = padded_row.chunks_exact_mut(self.channels).step_by(self.column_spacing);
                row.chunks_exact(self.channels).zip(padded_cells).for_each(|(cell, to)| to.copy_from_slice(cell));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Placement;

    const PLACEMENT: Placement = Placement {
        height: 2,
        width: 2,
        channels: 1,
        top: 1,
        left: 2,
        row_spacing: 1,
        column_spacing: 1,
        padded_height: 4,
        padded_width: 5,
    };

    #[test]
    fn the_image_stands_in_zeros_whatever_was_there() {
        let mut padded = [f32::NAN; 21];
        PLACEMENT.copy(&[1.0, 2.0, 3.0, 4.0], &mut padded);
        let expected = [
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 1.0, 2.0, 0.0],
            [0.0, 0.0, 3.0, 4.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 0.0],
        ];
        assert_eq!(padded[..20], *expected.as_flattened());
        assert!(padded[20].is_nan(), "past the image");
    }

    #[test]
    fn cells_are_spread_and_those_outside_left_out() {
        let mut padded = [f32::NAN; 20];
        Placement { row_spacing: 2, column_spacing: 2, ..PLACEMENT }.copy(&[1.0, 2.0, 3.0, 4.0], &mut padded);
        let expected = [
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 1.0, 0.0, 2.0],
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 3.0, 0.0, 4.0],
        ];
        assert_eq!(padded, *expected.as_flattened());
        Placement { row_spacing: 3, left: 4, ..PLACEMENT }.copy(&[1.0, 2.0, 3.0, 4.0], &mut padded);
        assert_eq!(padded.iter().filter(|&&v| v != 0.0).collect::<Vec<_>>(), [&1.0]);
    }
}
