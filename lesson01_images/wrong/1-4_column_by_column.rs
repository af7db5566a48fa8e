//! Row and column exchanged: the fragments are counted downwards.

pub fn cut_apart(image: ArrayView3<'_, u8>, n: usize) -> Array4<u8> {
    let (height, width, channels) = image.dim();
    let (rows, columns) = (height / n, width / n);
    let mut pieces = Array4::zeros((n * n, rows, columns, channels));
    for (i, mut piece) in pieces.outer_iter_mut().enumerate() {
        let (top, left) = (i % n * rows, i / n * columns);
        piece.assign(&image.slice(s![top..top + rows, left..left + columns, ..]));
    }
    pieces
}
