//! Takes one colour away in place of the two others.

pub fn channels_apart(image: ArrayView3<'_, u8>) -> [Array3<u8>; 3] {
    [0, 1, 2].map(|channel| {
        let mut picture = image.to_owned();
        picture.slice_mut(s![.., .., channel]).fill(0);
        picture
    })
}
