//! Whether a JPEG file is whole. Decoders fill what is missing with gray, which a class of pictures should not learn from.

const MARKER: u8 = 0xFF;
const END_OF_IMAGE: u8 = 0xD9;

/// Whether the file, which starts as a JPEG file, reaches its end-of-image marker. What follows the marker does not matter:
/// phones put further data there. Markers inside of segments, such as a thumbnail's end, do not count.
pub(super) fn reaches_its_end(file: &[u8]) -> bool {
    let mut at = 2; // after the start-of-image marker
    while let Some(found) = file.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == MARKER)) {
        at += found + 1;
        match file.get(at) {
            Some(&END_OF_IMAGE) => return true,
            // A byte 255 of the compressed data, and markers without a segment: restarts, and one that means nothing.
            Some(0x00 | 0x01 | 0xD0..=0xD8) => at += 1,
            // Any number of bytes 255 may stand before a marker.
            Some(&MARKER) => {}
            Some(_) => match file.get(at + 1..at + 3) {
                // The length counts its own two bytes.
                Some(length) => at += 1 + usize::from(u16::from_be_bytes([length[0], length[1]])),
                None => return false,
            },
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start, a comment that holds an end marker, a scan with a stuffed byte and a restart, the end.
    const FILE: [u8; 20] =
        [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 2, 9, 0xFF, 0x00, 0xFF, 0xD0, 7, 0xFF, 0xD9];

    #[test]
    fn only_the_whole_file_reaches_its_end() {
        assert!(reaches_its_end(&FILE));
        for len in 0..FILE.len() {
            assert!(!reaches_its_end(&FILE[..len]), "{len} bytes");
        }
    }

    #[test]
    fn what_follows_the_end_and_fills_before_a_marker_do_not_matter() {
        assert!(reaches_its_end(&[&FILE[..], b"a film of a second"].concat()));
        assert!(reaches_its_end(&[&FILE[..18], &[0xFF, 0xFF, 0xFF, 0xD9]].concat()));
    }
}
