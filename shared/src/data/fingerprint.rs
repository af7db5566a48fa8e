//! A number that stands for data: other data, in all likelihood another number.

use std::fmt;

/// FNV-1a, a word at a time: the same on every machine and in every release, unlike the standard library's hash. It tells
/// mistakes, not forgeries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Fingerprint {
        Fingerprint(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    pub fn add(&mut self, word: u64) {
        // The rotation brings the upper bits down, which the multiplication alone never does.
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    }

    pub fn add_bytes(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|&word| self.add(u64::from_le_bytes(word)));
        rest.iter().for_each(|&byte| self.add(byte.into()));
        self.add(bytes.len() as u64);
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A text of 16 hexadecimal digits that stands for samples and their classes: a training that goes on where another stopped
/// must have the same.
///
/// ```
/// use shared::data::fingerprint;
///
/// let of = |first: f32| fingerprint(&[first, 0.5], &[1, 2]);
/// assert_eq!(of(0.25), of(0.25));
/// assert_ne!(of(0.25), of(0.75));
/// ```
pub fn fingerprint<'a>(
    samples: impl IntoIterator<Item = &'a f32>,
    classes: impl IntoIterator<Item = &'a i32>,
) -> String {
    let mut fingerprint = Fingerprint::default();
    samples.into_iter().for_each(|value| fingerprint.add(value.to_bits().into()));
    classes.into_iter().for_each(|class| fingerprint.add(u64::from(class.cast_unsigned())));
    fingerprint.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_and_every_place_counts() {
        let of = |bytes: &[u8]| {
            let mut fingerprint = Fingerprint::default();
            fingerprint.add_bytes(bytes);
            fingerprint.to_string()
        };
        let plain = of(&[7; 20]);
        for place in 0..20 {
            let mut other = [7; 20];
            other[place] ^= 128;
            assert_ne!(of(&other), plain, "{place}");
        }
        assert_ne!(of(&[7; 21]), plain);
        assert_ne!(fingerprint(&[1.0, 2.0], &[]), fingerprint(&[2.0, 1.0], &[]));
        assert_ne!(fingerprint(&[1.0], &[0]), fingerprint(&[1.0], &[1]));
    }
}
