//! Files that mean harm: small ones that claim to be huge, or that are no files.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::write::GzEncoder;
use flate2::{Compression, Crc};

use crate::subset::data;

/// Bytes that one gzip stream of a [`gzip_bomb`] unpacks to.
const PIECE: usize = 16 << 20;

/// A PNG file of some bytes that claims to be a colour picture of this size.
pub fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let sizes = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&b"IHDR"[..], &sizes, &[8, 2, 0, 0, 0]].concat(); // 8 bits; red, green and blue
    let mut checksum = Crc::new();
    checksum.update(&header);
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &header, &checksum.sum().to_be_bytes(), b"\0\0\0\x01IDAT\0"].concat()
}

/// A photograph of the course that claims to be of another size.
///
/// # Panics
/// If the photograph is not there, or is of a kind that has its size elsewhere.
pub fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = fs::read(data().join("pictures/cat_1.jpg")).expect("a photograph");
    let starts_frame = |marker: &[u8]| marker[0] == 0xFF && matches!(marker[1], 0xC0 | 0xC2);
    let frame = bytes.windows(2).position(starts_frame).expect("a frame");
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A gzip file that unpacks to an IDX file of zeros, a thousand times its size: `count` images of 28 x 28.
///
/// # Panics
/// If there is no memory for it.
pub fn gzip_bomb(count: u32) -> Vec<u8> {
    let sizes: Vec<u8> = [count, 28, 28].iter().flat_map(|size| size.to_be_bytes()).collect();
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes it")
    };
    let mut bytes = gzip(&[&[0, 0, 8, 3][..], &sizes].concat());
    let piece = gzip(&vec![0; PIECE]);
    (0..(count as usize * 784).div_ceil(PIECE)).for_each(|_| bytes.extend(&piece));
    bytes
}

/// Makes a named pipe. Whoever opens it waits for somebody at the other end.
///
/// # Panics
/// If the program `mkfifo` is not there or fails.
#[cfg(unix)]
pub fn make_pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo starts").success(), "{} is made", path.display());
}
