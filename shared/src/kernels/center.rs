//! Bytes of a picture become numbers around 0: their sums, exactly, and then each number on its own.

use super::multiversion::multiversion;

/// Bytes whose squares are added in 32 bits: 65,536 times 255 squared is below 2 to the power of 32.
const BLOCK: usize = 1 << 16;

/// The sum of the bytes and the sum of their squares, both exact.
///
/// ```
/// assert_eq!(shared::kernels::center::sums(&[1, 2, 255]), [258, 65_030]);
/// ```
pub fn sums(bytes: &[u8]) -> [u64; 2] {
    let blocks = bytes.chunks(BLOCK).map(block_sums);
    blocks.fold([0, 0], |[sum, squares], block| [sum + u64::from(block[0]), squares + u64::from(block[1])])
}

multiversion! {
    /// As [`sums`], for at most [`BLOCK`] bytes.
    fn block_sums(bytes: &[u8]) -> [u32; 2] {
        let (mut sum, mut squares) = (0, 0);
        for &byte in bytes {
            let value = u32::from(byte);
            sum += value;
            squares += value * value;
        }
        [sum, squares]
    }
}

multiversion! {
    /// `out = (byte - mean) * scale`, computed in f64 and rounded once.
    ///
    /// ```
    /// let mut out = [0.0; 2];
    /// shared::kernels::center::shift_and_scale(&[10, 14], 12.0, 0.5, &mut out);
    /// assert_eq!(out, [-1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn shift_and_scale(bytes: &[u8], mean: f64, scale: f64, out: &mut [f32]) {
        assert!(bytes.len() == out.len(), "shift_and_scale: lengths differ");
        for (value, &byte) in out.iter_mut().zip(bytes) {
            *value = ((f64::from(byte) - mean) * scale) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(len: usize) -> Vec<u8> {
        (0..len).map(|i| (i * 97 % 256) as u8).collect()
    }

    #[test]
    fn sums_are_exact_at_every_length() {
        for len in [0, 1, 15, 16, 17, 63, 64, 65, 10_800, BLOCK - 1, BLOCK, BLOCK + 1] {
            let bytes = bytes(len);
            let power = |n| bytes.iter().map(|&byte| u64::from(byte).pow(n)).sum::<u64>();
            assert_eq!(sums(&bytes), [power(1), power(2)], "{len} bytes");
        }
    }

    #[test]
    fn the_brightest_block_does_not_overflow() {
        let len = 3 * BLOCK + 1;
        assert_eq!(sums(&vec![255; len]), [255, 255 * 255].map(|value| value * len as u64));
    }

    #[test]
    fn every_number_is_that_of_the_plain_formula() {
        for len in [0, 1, 7, 8, 9, 15, 16, 17, 33, 180] {
            let (bytes, mut out) = (bytes(len), vec![7.0; len]);
            shift_and_scale(&bytes, 99.7, 1.0 / 61.3, &mut out);
            let plain = bytes.iter().map(|&byte| ((f64::from(byte) - 99.7) * (1.0 / 61.3)) as f32);
            assert_eq!(out, plain.collect::<Vec<_>>());
        }
    }
}
