//! Which outputs see anything but zeros.
//!
//! Where a window holds only zeros, the formula gives 0, but the sums of its tile cancel up to their rounding only: 1e-8, say.
//! Nothing in an image cares, but training does: with a bias of 0, relu lets the gradient of 1e-8 pass and that of 0 not, and
//! Adam makes whole steps of the smallest gradients. Images of digits are mostly zeros: without the zeros of this file, the
//! default network's loss was off by 1.6e-4 after two steps at a rate of 0.001.

use super::grid::Grid;
use crate::kernels::multiversion::multiversion;

/// For each output `[images, out height, out width]`, whether a value in its window is not 0; `x` `[images, in height, in width, in]`.
pub(super) fn seen(grid: &Grid<'_>, x: &[f32]) -> Vec<bool> {
    let shape = grid.shape;
    let (height, width) = (shape.out_height, shape.out_width);
    let images = x.len() / shape.in_image();
    let mut cells = vec![false; shape.in_height * shape.in_width];
    let mut across = vec![false; shape.in_height * width];
    let mut seen = vec![false; images * height * width];
    for (image, seen) in x.chunks_exact(shape.in_image()).zip(seen.chunks_exact_mut(height * width)) {
        mark(image, shape.in_channels, &mut cells);
        across.fill(false);
        for (across, cells) in across.chunks_exact_mut(width).zip(cells.chunks_exact(shape.in_width)) {
            for i in 0..shape.kernel_width {
                or_shifted(across, cells, i as isize - shape.pad_left as isize);
            }
        }
        for (y, seen) in seen.chunks_exact_mut(width).enumerate() {
            let first = y.saturating_sub(shape.pad_top);
            let last = (y + shape.kernel_height).saturating_sub(shape.pad_top).min(shape.in_height);
            across[first * width..last * width].chunks_exact(width).for_each(|row| or_shifted(seen, row, 0));
        }
    }
    seen
}

multiversion! {
    /// Marks the cells of an image that have a channel other than 0.
    fn mark(image: &[f32], channels: usize, cells: &mut [bool]) {
        for (marked, cell) in cells.iter_mut().zip(image.chunks_exact(channels)) {
            // Without the sign, which is all that -0 has.
            *marked = cell.iter().fold(0, |bits, value| bits | (value.to_bits() << 1)) != 0;
        }
    }
}

/// `to[x] |= from[x + shift]`, where there is such a place.
fn or_shifted(to: &mut [bool], from: &[bool], shift: isize) {
    let (to_start, from_start) = ((-shift).max(0) as usize, shift.max(0) as usize);
    let to = to.iter_mut().skip(to_start);
    to.zip(from.iter().skip(from_start)).for_each(|(to, from)| *to |= from);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::conv2d::{ConvShape, Padding};

    #[test]
    fn an_output_is_seen_where_a_loop_over_its_window_finds_something() {
        for (side, kernel, padding) in
            [(1, 3, Padding::Same), (6, 3, Padding::Valid), (7, 4, Padding::Same), (9, 5, Padding::Same)]
        {
            let shape = ConvShape::new([2, side, side + 1, 3], [kernel, kernel, 3, 2], [1, 1], padding).unwrap();
            let mut x = vec![0.0; 2 * shape.in_image()];
            x.iter_mut().step_by(71).for_each(|value| *value = f32::NAN);
            x[4] = -0.0;
            x[shape.in_image() + 5] = f32::MIN_POSITIVE / 4.0;
            let not_zero = |n: usize, y: usize, x_at: usize| {
                let y = y.checked_sub(shape.pad_top).filter(|&y| y < shape.in_height);
                let x_at = x_at.checked_sub(shape.pad_left).filter(|&x_at| x_at < shape.in_width);
                y.zip(x_at).is_some_and(|(y, x_at)| {
                    let cell = n * shape.in_image() + (y * shape.in_width + x_at) * shape.in_channels;
                    x[cell..cell + shape.in_channels].iter().any(|&value| value != 0.0)
                })
            };
            let mut expected = vec![];
            for n in 0..2 {
                for (y, x) in (0..shape.out_height).flat_map(|y| (0..shape.out_width).map(move |x| (y, x))) {
                    let window = (0..kernel).flat_map(|i| (0..kernel).map(move |j| (i, j)));
                    expected.push(window.clone().any(|(i, j)| not_zero(n, y + i, x + j)));
                }
            }
            assert_eq!(seen(&Grid::new(&shape), &x), expected, "{shape:?}");
            assert!(expected.iter().any(|&seen| seen) && (side == 1 || expected.iter().any(|&seen| !seen)));
        }
    }
}
