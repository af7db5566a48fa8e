//! Row and column exchanged: each fragment is right, and most stand at a wrong place.

pub fn put_together(pieces: ArrayView4<'_, u8>, n: usize) -> Array3<u8> {
    let (_, rows, columns, channels) = pieces.dim();
    let mut image = Array3::zeros((n * rows, n * columns, channels));
    for (i, piece) in pieces.outer_iter().enumerate() {
        let (top, left) = (i % n * rows, i / n * columns);
        image.slice_mut(s![top..top + rows, left..left + columns, ..]).assign(&piece);
    }
    image
}
