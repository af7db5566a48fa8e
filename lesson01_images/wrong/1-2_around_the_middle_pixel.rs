//! Half of the size on both sides of the middle: of an odd size one row or column is lost.

pub fn center_crop(image: ArrayView3<'_, u8>, size: [usize; 2]) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let [rows, columns] = [size[0].min(height) / 2, size[1].min(width) / 2];
    let (y, x) = (height / 2, width / 2);
    image.slice(s![y - rows..y + rows, x - columns..x + columns, ..]).to_owned()
}
