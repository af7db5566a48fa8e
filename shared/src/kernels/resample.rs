//! The two passes of resizing a picture: rows are summed with weights, then columns.

use std::ops::Range;

use super::multiversion::multiversion;

multiversion! {
    /// The weighted sum of rows of bytes, `rows` `[weights.len(), sums.len()]`, into `sums`.
    ///
    /// ```
    /// let mut sums = [0.0; 3];
    /// shared::kernels::resample::sum_rows(&[10, 20, 30, 40, 50, 60], &[0.25, 0.75], &mut sums);
    /// assert_eq!(sums, [32.5, 42.5, 52.5]);
    /// ```
    ///
    /// # Panics
    /// If `rows` has another length.
    pub fn sum_rows(rows: &[u8], weights: &[f32], sums: &mut [f32]) {
        let len = sums.len();
        assert!(rows.len() == weights.len() * len, "sum_rows: rows has the wrong length");
        sums.fill(0.0);
        // Four rows at once: the sums are then read and written a quarter as often.
        let (fours, rest) = weights.as_chunks::<4>();
        let (rows, last_rows) = rows.split_at(4 * fours.len() * len);
        for (rows, [p, q, r, s]) in rows.chunks_exact(4 * len).zip(fours) {
            let ((a, b), (c, d)) = (rows[..2 * len].split_at(len), rows[2 * len..].split_at(len));
            for ((((sum, &a), &b), &c), &d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *sum += p * f32::from(a) + q * f32::from(b) + r * f32::from(c) + s * f32::from(d);
            }
        }
        for (row, weight) in last_rows.chunks_exact(len).zip(rest) {
            for (sum, &byte) in sums.iter_mut().zip(row) {
                *sum += weight * f32::from(byte);
            }
        }
    }
}

/// Weighted sums along a row of pixels with `C` channels: for each pixel of `out`, in order, the range of input pixels and
/// their weights. Rounded, and clipped to 0 and 255.
///
/// ```
/// let mut out = [[0]; 2];
/// let taps: [(_, &[f32]); 2] = [(0..2, &[0.5, 0.5]), (2..3, &[2.0])];
/// shared::kernels::resample::sum_columns(&[[10.0], [21.0], [200.0]], taps.into_iter(), &mut out);
/// assert_eq!(out, [[16], [255]]);
/// ```
///
/// # Panics
/// If a range lies beyond the row.
pub fn sum_columns<'t, const C: usize>(
    row: &[[f32; C]],
    taps: impl Iterator<Item = (Range<usize>, &'t [f32])>,
    out: &mut [[u8; C]],
) {
    for (out, (range, weights)) in out.iter_mut().zip(taps) {
        let pixels = &row[range];
        // The usual numbers of taps, spelled out: the compiler unrolls what it can count.
        *out = match weights.len() {
            1 => weighted(&pixels[..1], &weights[..1]),
            2 => weighted(&pixels[..2], &weights[..2]),
            4 => weighted(&pixels[..4], &weights[..4]),
            _ => weighted(pixels, weights),
        };
    }
}

#[inline(always)]
fn weighted<const C: usize>(pixels: &[[f32; C]], weights: &[f32]) -> [u8; C] {
    let mut sums = [0.5; C]; // the cast below cuts off: with a half, it rounds
    for (pixel, &weight) in pixels.iter().zip(weights) {
        for (sum, &value) in sums.iter_mut().zip(pixel) {
            *sum += weight * value;
        }
    }
    sums.map(|sum| sum as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_gives_the_plain_sum() {
        for (count, len) in (0..10).flat_map(|count| [1, 7, 64].map(|len| (count, len))) {
            let rows: Vec<u8> = (0..count * len).map(|i| (i * 37 % 256) as u8).collect();
            let weights: Vec<f32> = (0..count).map(|i| i as f32 * 0.25 - 0.5).collect();
            let mut sums = vec![7.0; len];
            sum_rows(&rows, &weights, &mut sums);
            for (x, sum) in sums.iter().enumerate() {
                // Exact: quarters of whole numbers.
                let expected: f32 = weights.iter().enumerate().map(|(y, w)| w * f32::from(rows[y * len + x])).sum();
                assert_eq!(*sum, expected, "{count} rows of {len}");
            }
        }
    }

    #[test]
    fn any_number_of_taps_gives_the_plain_sum() {
        let row: Vec<[f32; 2]> = (0..8).map(|x| [x as f32, 10.0 * x as f32]).collect();
        for count in 1..8 {
            let mut out = [[0; 2]];
            sum_columns(&row, [(1..1 + count, &[1.0; 8][..count])].into_iter(), &mut out);
            let sum: usize = (1..1 + count).sum();
            assert_eq!(out, [[sum as u8, (10 * sum).min(255) as u8]], "{count} taps");
        }
    }
}
