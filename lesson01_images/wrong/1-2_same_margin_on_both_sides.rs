//! Leaves out as many rows below as above: one row or column too many stays where the rest is odd.

pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let (top, left) = (height.saturating_sub(size[0]) / 2, width.saturating_sub(size[1]) / 2);
    image.slice(s![top..height - top, left..width - left, ..]).to_owned()
}
