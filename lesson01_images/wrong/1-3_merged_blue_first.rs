//! Merges in the order of OpenCV.

pub fn merge_channels(pictures: &[Array3<u8>; 3]) -> Array3<u8> {
    let [red, green, blue] = pictures;
    stack![Axis(2), blue.slice(s![.., .., 2]), green.slice(s![.., .., 1]), red.slice(s![.., .., 0])]
}
