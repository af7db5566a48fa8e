//! The images of a batch, shared out to the threads.

use super::ConvShape;
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::pool2d::{PoolShape, max_of_images};
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;

/// Calls `compute(first image, images)` for up to `count` images of the output at a time, which it writes. They are a part of `out`;
/// or, if there is a pooling, `out` gets what that leaves of them, and they stay in the cache.
pub(super) fn for_each_images(
    level: Level,
    (shape, pool): (&ConvShape, Option<&PoolShape>),
    count: usize,
    out: &mut [f32],
    compute: impl Fn(usize, &mut [f32]) + Sync,
) {
    let Some(pool) = pool else {
        return for_each_chunk(out, count * shape.out_image(), |task, out| compute(task * count, out));
    };
    for_each_chunk(out, count * pool.out_image(), |task, out| {
        let mut images = Scratch::take(out.len() / pool.out_image() * shape.out_image());
        compute(task * count, &mut images);
        max_of_images(level, pool, &images, out);
    });
}
