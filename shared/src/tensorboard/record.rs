//! The frame around each event, TensorFlow's record format: a length, its checksum, the bytes, their checksum.
//! Source: <https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details>.

/// The bytes of an event with their frame, all numbers little-endian.
pub(super) fn framed(bytes: &[u8]) -> Vec<u8> {
    let len = (bytes.len() as u64).to_le_bytes();
    [&len[..], &masked_checksum(&len).to_le_bytes(), bytes, &masked_checksum(bytes).to_le_bytes()].concat()
}

/// CRC-32C, turned and shifted: a checksum of bytes that hold checksums themselves would be weak.
fn masked_checksum(bytes: &[u8]) -> u32 {
    crc32c::crc32c(bytes).rotate_right(15).wrapping_add(0xa282_ead8)
}
