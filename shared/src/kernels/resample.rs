//! The two passes of resizing a picture: rows are summed with weights, then columns.
//!
//! The rows come first: their sums are long vectors without gaps, and only the columns of the new rows are left. Sums are
//! added in the order of the naive twins in the tests, so the bits are theirs.

use std::ops::Range;

use super::multiversion::multiversion;

/// Floats that [`sum_columns`] needs behind the last pixel of a row, and leaves behind the last new one.
pub const PADDING: usize = 1;

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
    /// If `rows` has another length, or `sums` is empty.
    pub fn sum_rows(rows: &[u8], weights: &[f32], sums: &mut [f32]) {
        let len = sums.len();
        assert!(rows.len() == weights.len() * len, "sum_rows: rows has the wrong length");
        if let [weight] = weights {
            for (sum, &byte) in sums.iter_mut().zip(rows) {
                *sum = weight * f32::from(byte);
            }
            return;
        }
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

/// Weighted sums along a row of pixels with `C` channels, plus a half: for each pixel of `out`, in order, the range of input
/// pixels and their weights. `row` is `[pixels, C]` and `out` `[new pixels, C]`, each with [`PADDING`] floats more, of no meaning.
///
/// Pixels of 3 channels are read and written as vectors of 4: the fourth number of a sum belongs to no pixel, and the next
/// pixel is written over it.
///
/// ```
/// use shared::kernels::resample::sum_columns;
///
/// let taps: [(_, &[f32]); 2] = [(0..2, &[0.5, 0.5]), (2..3, &[2.0])];
/// let mut out = [0.0; 2 + 1];
/// sum_columns::<1>(&[10.0, 21.0, 200.0, 0.0], taps.into_iter(), &mut out);
/// assert_eq!(out[..2], [16.0, 400.5]);
/// ```
///
/// # Panics
/// If a range lies beyond the row, or there are more taps than pixels in `out`.
pub fn sum_columns<'t, const C: usize>(
    row: &[f32],
    taps: impl Iterator<Item = (Range<usize>, &'t [f32])>,
    out: &mut [f32],
) {
    match C {
        3 => sum_vectors::<4, 3>(row, taps, out),
        _ => sum_vectors::<C, C>(row, taps, out),
    }
}

#[inline(always)]
fn sum_vectors<'t, const LANES: usize, const C: usize>(
    row: &[f32],
    taps: impl Iterator<Item = (Range<usize>, &'t [f32])>,
    out: &mut [f32],
) {
    for (new, (range, weights)) in taps.enumerate() {
        let pixels = &row[range.start * C..range.end * C + (LANES - C)];
        let sums = match weights {
            // The usual number of taps, spelled out: the compiler unrolls what it can count.
            &[p, q, r, s] => weighted::<LANES, C>(&pixels[..4 * C + (LANES - C)], &[p, q, r, s]),
            _ => weighted::<LANES, C>(pixels, weights),
        };
        out[new * C..][..LANES].copy_from_slice(&sums);
    }
}

#[inline(always)]
fn weighted<const LANES: usize, const C: usize>(pixels: &[f32], weights: &[f32]) -> [f32; LANES] {
    let mut sums = [0.5; LANES]; // `cut_to_bytes` cuts off: with a half, it rounds
    for (tap, &weight) in weights.iter().enumerate() {
        let pixel: [f32; LANES] = pixels[tap * C..][..LANES].try_into().expect("the length was cut to LANES");
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += weight * value;
        }
    }
    sums
}

multiversion! {
    /// Cuts off the digits behind the point, and clips to 0 and 255; NaN becomes 0.
    ///
    /// ```
    /// let mut bytes = [7; 4];
    /// shared::kernels::resample::cut_to_bytes(&[-3.0, 2.4, 2.9, 300.0], &mut bytes);
    /// assert_eq!(bytes, [0, 2, 2, 255]);
    /// ```
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn cut_to_bytes(values: &[f32], bytes: &mut [u8]) {
        assert!(values.len() == bytes.len(), "cut_to_bytes: lengths differ");
        for (byte, value) in bytes.iter_mut().zip(values) {
            let positive = if *value > 0.0 { *value } else { 0.0 }; // NaN is not above 0
            let clipped = positive.min(255.0);
            // SAFETY: a number from 0 to 255, also for NaN. (The safe cast `as u8` is not vectorised: 5.7 microseconds for a
            // picture of 60 x 60, not below 1.)
            *byte = unsafe { clipped.to_int_unchecked::<i32>() } as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::twin::{bits, noise};

    /// `rows` `[weights.len(), len]`; tap by tap.
    fn naive_rows(rows: &[u8], weights: &[f32], len: usize) -> Vec<f32> {
        (0..len).map(|x| weights.iter().enumerate().map(|(y, w)| w * f32::from(rows[y * len + x])).sum()).collect()
    }

    /// `row` `[pixels, C]`, channel by channel, tap by tap.
    fn naive_columns<const C: usize>(row: &[f32], taps: &[(Range<usize>, Vec<f32>)]) -> Vec<f32> {
        let mut sums = Vec::new();
        for (range, weights) in taps {
            for channel in 0..C {
                let products = range.clone().zip(weights).map(|(x, weight)| weight * row[x * C + channel]);
                sums.push(products.fold(0.5, |sum, product| sum + product));
            }
        }
        sums
    }

    #[test]
    fn any_number_of_rows_gives_the_plain_sum() {
        for (count, len) in (0..10).flat_map(|count| [1, 7, 15, 16, 17, 64].map(|len| (count, len))) {
            let rows: Vec<u8> = (0..count * len).map(|i| (i * 37 % 256) as u8).collect();
            let weights: Vec<f32> = (0..count).map(|i| i as f32 * 0.25 - 0.5).collect(); // exact in any order
            let mut sums = vec![7.0; len];
            sum_rows(&rows, &weights, &mut sums);
            assert_eq!(sums, naive_rows(&rows, &weights, len), "{count} rows of {len}");
        }
    }

    fn check_columns<const C: usize>() {
        for (width, new) in (1..12).flat_map(|width| (0..7).map(move |new| (width, new))) {
            for count in 1..=width.min(6) {
                let row = noise(width * C + PADDING, 3);
                let weight = |d| noise(count, d as u32);
                let taps: Vec<_> = (0..new).map(|d| (d % (width - count + 1), weight(d))).collect();
                let taps: Vec<_> = taps.into_iter().map(|(first, w)| (first..first + count, w)).collect();
                let mut out = vec![7.0; new * C + PADDING];
                sum_columns::<C>(&row, taps.iter().map(|(range, w)| (range.clone(), &w[..])), &mut out);
                assert_eq!(
                    bits(&out[..new * C]),
                    bits(&naive_columns::<C>(&row, &taps)),
                    "{count} of {width}, C = {C}"
                );
            }
        }
    }

    #[test]
    fn any_number_of_taps_gives_the_plain_sum_for_all_channels() {
        check_columns::<1>();
        check_columns::<2>();
        check_columns::<3>();
        check_columns::<4>();
    }

    #[test]
    fn bytes_are_those_of_a_plain_cast_at_every_length() {
        for len in [0, 1, 15, 16, 17, 63, 64, 65, 180] {
            let mut values: Vec<f32> = (0..len).map(|i| i as f32 * 3.3 - 40.0).collect();
            let special = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 255.999, 256.0, -0.5, 1e30];
            values.iter_mut().rev().zip(special).for_each(|(value, special)| *value = special);
            let mut bytes = vec![7; len];
            cut_to_bytes(&values, &mut bytes);
            assert_eq!(bytes, values.iter().map(|&value| value as u8).collect::<Vec<_>>());
        }
    }
}
