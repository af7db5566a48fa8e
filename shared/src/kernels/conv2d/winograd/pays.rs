//! Which convolutions are computed this way.

use super::grid::Grid;
use super::kernel_gradient::parts;
use crate::kernels::conv2d::ConvShape;

/// Whether this method can do the shape at all: square kernels of 3 to 5, which have tiles of 6 to 4, and no strides.
pub(in crate::kernels::conv2d) fn can(shape: &ConvShape) -> bool {
    let side = shape.kernel_height;
    (3..=5).contains(&side)
        && shape.kernel_width == side
        && (shape.stride_height, shape.stride_width) == (1, 1)
        && shape.in_channels * shape.out_channels > 0
}

/// Whether the forward pass is expected to be faster this way.
///
/// Both costs are in multiplications of vectors, fitted to measurements of 96 shapes with AVX-512 and 2 threads (kernels of
/// 3 to 5, images of 4 to 28 a side, 1 to 64 channels, batch 8). The 64 products of short rows run at two thirds of the
/// direct method's speed, so they count 90; to prepare a window or to write a tile takes as long as 1000, for each vector
/// of channels. Measured and (expected) speed-ups for 5 x 5 on 28 x 28: 4 to 4 channels 0.88 (0.68), 8 to 8 1.4 (1.2),
/// 16 to 16 2.1 (1.8), 64 to 64 3.3 (3.2); on 14 x 14: 0.61 (0.5), 0.9 (0.9), 1.4 (1.4), 2.0 (2.4). With one channel, as
/// in a first layer, nearly all of the time would go into preparing: 0.3.
pub(in crate::kernels::conv2d) fn forward_pays(shape: &ConvShape, lanes: usize) -> bool {
    if !can(shape) {
        return false;
    }
    let vectors = shape.out_channels.div_ceil(lanes);
    let direct = shape.batch * shape.out_height * shape.out_width * shape.window() * vectors;
    let kernel = STEP * shape.in_channels * vectors;
    direct > tiles(shape, lanes) + kernel
}

/// Whether the kernel's gradient is expected to be faster this way: the same costs, but the kernel's step is taken, and
/// the sums are cleared, once per part of the batch. Measured (expected) for 5 x 5 on 14 x 14, batch 8: 4 to 4 channels
/// 0.65 (0.2), 8 to 8 0.83 (0.5), 16 to 16 2.0 (1.2), 64 to 64 3.2 (2.0).
pub(in crate::kernels::conv2d) fn kernel_gradient_pays(shape: &ConvShape, lanes: usize) -> bool {
    if !can(shape) {
        return false;
    }
    let vectors = shape.out_channels.div_ceil(lanes);
    let run = shape.kernel_width * shape.in_channels;
    // The direct method has two ways, too: see `Lanes` in `conv2d::kernel_gradient`.
    let row = (run * vectors).min(run.div_ceil(lanes) * shape.out_channels);
    let direct = shape.batch * shape.out_height * shape.out_width * shape.kernel_height * row;
    let kernel = 2 * STEP * shape.in_channels * vectors * parts(shape);
    direct > tiles(shape, lanes) + kernel
}

/// One step in two dimensions on a vector of channels.
const STEP: usize = 1000;

/// What all tiles cost.
fn tiles(shape: &ConvShape, lanes: usize) -> usize {
    let (ins, outs) = (shape.in_channels.div_ceil(lanes), shape.out_channels.div_ceil(lanes));
    shape.batch * Grid::new(shape).per_image * (90 * shape.in_channels * outs + STEP * (ins + outs))
}
