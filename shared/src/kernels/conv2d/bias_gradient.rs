use super::ConvShape;
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::{Level, Vector, at_level};

/// The gradient of the bias: the sum of `gradient` `[batch, out height, out width, out]` over all positions of all images.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn bias_gradient(shape: &ConvShape, gradient: &[f32], out: &mut [f32]) {
    assert_eq!(gradient.len(), shape.batch * shape.out_image(), "values of an output of shape {:?}", shape.output());
    assert_eq!(out.len(), shape.out_channels, "one bias per output channel");
    out.fill(0.0);
    if gradient.is_empty() {
        return;
    }
    let level = Level::best();
    let mut sums = Scratch::zeros(shape.batch * shape.out_channels);
    for_each_chunk(&mut sums, shape.out_channels, |n, sums| {
        add_rows(level, &gradient[n * shape.out_image()..(n + 1) * shape.out_image()], sums);
    });
    for image in sums.chunks_exact(shape.out_channels) {
        out.iter_mut().zip(image).for_each(|(out, sum)| *out += sum);
    }
}

/// Adds the rows of `rows` `[any, sums.len()]` to `sums`.
pub(super) fn add_rows(level: Level, rows: &[f32], sums: &mut [f32]) {
    // SAFETY: the level is this machine's.
    unsafe { at_level!(level, add_rows_in_vectors(rows: &[f32] = rows, sums: &mut [f32] = sums)) }
}

/// # Safety
/// A machine that has `V`.
#[inline(always)]
unsafe fn add_rows_in_vectors<V: Vector>(rows: &[f32], sums: &mut [f32]) {
    /// Sums side by side, because an addition takes longer than a load.
    const SIDE_BY_SIDE: usize = 4;
    let columns = sums.len();
    for first in (0..columns).step_by(V::LANES) {
        let count = V::LANES.min(columns - first);
        let mut total = [0.0; 16];
        let mut start = first;
        // SAFETY: the loop's condition keeps the last of the vectors inside `rows` (it may read into the next row, whose
        // lanes are not used); 16 floats are enough for any vector.
        unsafe {
            let mut side_by_side = [V::splat(0.0); SIDE_BY_SIDE];
            while start + (SIDE_BY_SIDE - 1) * columns + V::LANES <= rows.len() {
                for (row, sum) in side_by_side.iter_mut().enumerate() {
                    *sum = sum.add(V::load(rows.as_ptr().add(start + row * columns)));
                }
                start += SIDE_BY_SIDE * columns;
            }
            let [a, b, c, d] = side_by_side;
            a.add(b).add(c.add(d)).store(total.as_mut_ptr());
        }
        for row in (start..rows.len()).step_by(columns) {
            total.iter_mut().zip(&rows[row..row + count]).for_each(|(total, value)| *total += value);
        }
        sums[first..first + count].iter_mut().zip(&total).for_each(|(sum, total)| *sum += total);
    }
}
