//! The usual way to a convolution: the windows of an image are copied into the rows of a matrix ("im2col"), which is
//! multiplied with the kernel. Kept as a step between the naive loops and the kernel that copies nothing.

use shared::kernels::conv2d::ConvShape;
use shared::kernels::gemm::{Matrix, gemm};
use shared::kernels::parallel::for_each_chunk;

/// The convolution of `x` with `kernel`, image by image.
pub fn forward(shape: &ConvShape, x: &[f32], kernel: &[f32], out: &mut [f32]) {
    let [batch, height, width, channels] = shape.input();
    let [_, out_height, out_width, filters] = shape.output();
    let window = shape.kernel_height * shape.kernel_width * channels;
    assert_eq!(x.len(), batch * height * width * channels);
    for_each_chunk(out, out_height * out_width * filters, |n, out| {
        let image = &x[n * height * width * channels..][..height * width * channels];
        let mut rows = vec![0.0; out_height * out_width * window];
        for (position, row) in rows.chunks_exact_mut(window).enumerate() {
            copy_window(shape, image, (position / out_width, position % out_width), row);
        }
        out.fill(0.0);
        // Adding to zeros: the way that always leads to `matrixmultiply`.
        let rows = Matrix::row_major(&rows, out_height * out_width, window);
        gemm(rows, Matrix::row_major(kernel, window, filters), true, out);
    });
}

/// The values under the kernel at output position (y, x) into `row`, which holds zeros.
fn copy_window(shape: &ConvShape, image: &[f32], (y, x): (usize, usize), row: &mut [f32]) {
    let [_, height, width, channels] = shape.input();
    for i in 0..shape.kernel_height {
        let Some(in_y) = (y * shape.stride_height + i).checked_sub(shape.pad_top).filter(|&y| y < height) else {
            continue;
        };
        for j in 0..shape.kernel_width {
            let in_x = (x * shape.stride_width + j).checked_sub(shape.pad_left).filter(|&x| x < width);
            if let Some(in_x) = in_x {
                let to = (i * shape.kernel_width + j) * channels;
                row[to..to + channels].copy_from_slice(&image[(in_y * width + in_x) * channels..][..channels]);
            }
        }
    }
}
