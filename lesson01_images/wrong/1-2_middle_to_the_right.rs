//! Rounds the margin up: where the crop cannot stand in the middle, it is too far below and on the right.

pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let [rows, columns] = [size[0].min(height), size[1].min(width)];
    let (top, left) = ((height - rows).div_ceil(2), (width - columns).div_ceil(2));
    image.slice(s![top..top + rows, left..left + columns, ..]).to_owned()
}
