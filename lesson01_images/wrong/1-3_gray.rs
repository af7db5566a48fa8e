//! Writes the channel into all three: gray pictures, as the first row of the lesson's figure shows them.

pub fn channels_apart(image: ArrayView3<'_, u8>) -> [Array3<u8>; 3] {
    [0, 1, 2].map(|channel| {
        let values = image.slice(s![.., .., channel]);
        stack![Axis(2), values, values, values]
    })
}
