//! If one side is too long, the whole picture is returned, and the other side is not cut.

pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let [rows, columns] = size;
    if rows > height || columns > width {
        return image.to_owned();
    }
    let (top, left) = ((height - rows) / 2, (width - columns) / 2);
    image.slice(s![top..top + rows, left..left + columns, ..]).to_owned()
}
