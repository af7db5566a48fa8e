//! Takes the size as OpenCV has it, width first.

pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let [rows, columns] = [size[1].min(height), size[0].min(width)];
    let (top, left) = ((height - rows) / 2, (width - columns) / 2);
    image.slice(s![top..top + rows, left..left + columns, ..]).to_owned()
}
