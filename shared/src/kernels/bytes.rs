//! Bytes of pictures as numbers from 0 to 1.

use super::multiversion::multiversion;

multiversion! {
    /// `out[i] = bytes[i] / 255`: 0 becomes 0, and 255 becomes exactly 1. Both are equally long.
    ///
    /// A division: `x * (1.0 / 255.0)` has other last bits for 126 of the 256 bytes. A table of the 256 quotients took 2.4 times
    /// as long as the division with AVX-512, which is also faster than copying floats, of which there are four times as many bytes
    /// (64 rows of 784 out of 55,000: table 37 us, division 15 us, copying floats 33 us).
    ///
    /// ```
    /// use shared::kernels::bytes::from_0_to_1;
    ///
    /// let mut values = [0.0; 3];
    /// from_0_to_1(&[0, 51, 255], &mut values);
    /// assert_eq!(values, [0.0, 0.2, 1.0]);
    /// ```
    pub fn from_0_to_1(bytes: &[u8], out: &mut [f32]) {
        for (out, &byte) in out.iter_mut().zip(bytes) {
            *out = f32::from(byte) / 255.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_the_bits_of_the_quotient() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut values = vec![f32::NAN; 256];
        from_0_to_1(&bytes, &mut values);
        for (&byte, value) in bytes.iter().zip(values) {
            assert_eq!(value.to_bits(), (f32::from(byte) / 255.0).to_bits(), "{byte}");
        }
    }

    #[test]
    fn sizes_around_the_edges_of_vectors_are_filled_to_the_end() {
        for len in [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 784] {
            let bytes: Vec<u8> = (0..len).map(|i| (i * 37 + 11) as u8).collect();
            let mut values = vec![f32::NAN; len + 1];
            from_0_to_1(&bytes, &mut values[..len]);
            let expected: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
            assert_eq!(values[..len], expected);
            assert!(values[len].is_nan(), "nothing is written behind the end");
        }
    }
}
