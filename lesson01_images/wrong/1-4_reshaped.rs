//! The shape is right, but a reshape keeps the order of values: the fragments are stripes.

pub fn cut_apart(image: ArrayView3<'_, u8>, n: usize) -> Array4<u8> {
    let (height, width, channels) = image.dim();
    let (rows, columns) = (height / n, width / n);
    let whole = image.slice(s![..n * rows, ..n * columns, ..]);
    whole.to_shape((n * n, rows, columns, channels)).expect("as many values").into_owned()
}
