//! The images of a batch, shared out to the threads: where a pass reads them, and where it writes them.

use std::ops::Range;

use super::ConvShape;
use crate::kernels::parallel::{for_each, for_each_chunk};
use crate::kernels::pool2d::{PoolShape, PooledGradient, max_and_places_of_images, max_of_images};
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;

/// The images that a pass reads.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// As they lie in memory.
    Images(&'a [f32]),
    /// The gradient that a max pooling sends back to them: made where it is read, in the cache.
    Pooled(PooledGradient<'a>),
}

impl Source<'_> {
    /// Calls `work` with some of the images, each of `len` values.
    pub(super) fn read<T>(&self, level: Level, images: Range<usize>, len: usize, work: impl FnOnce(&[f32]) -> T) -> T {
        match self {
            Source::Images(all) => work(&all[images.start * len..images.end * len]),
            Source::Pooled(gradient) => {
                let mut values = Scratch::take(images.len() * len);
                gradient.send_back(level, images, &mut values);
                work(&values)
            }
        }
    }
}

/// Where the images that a pass computes go.
pub(super) enum Target<'a> {
    /// To memory, as they are.
    Images(&'a mut [f32]),
    /// Nowhere: what a max pooling leaves of them is kept, and the places of the maxima, unless that slice is empty.
    Pooled { pool: &'a PoolShape, values: &'a mut [f32], places: &'a mut [f32] },
}

impl Target<'_> {
    /// Checks the lengths for images of shape `[batch, height, width, channels]`; whether there is anything to write.
    #[track_caller]
    pub(super) fn check(&self, images: [usize; 4]) -> bool {
        match self {
            Target::Images(out) => {
                let len: usize = images.iter().product();
                assert_eq!(out.len(), len, "values of an output of shape {images:?}");
                len > 0
            }
            Target::Pooled { pool, values, places } => {
                pool.check_output(images, values.len());
                assert!(places.is_empty() || places.len() == values.len(), "a place for each value");
                !values.is_empty()
            }
        }
    }
}

/// Calls `compute(first image, images)` for up to `count` images of the output at a time, which it writes.
pub(super) fn for_each_images(
    level: Level,
    shape: &ConvShape,
    count: usize,
    target: Target<'_>,
    compute: impl Fn(usize, &mut [f32]) + Sync,
) {
    match target {
        Target::Images(out) => {
            for_each_chunk(out, count * shape.out_image(), |task, out| compute(task * count, out));
        }
        Target::Pooled { pool, values, mut places } => {
            let tasks = values.chunks_mut(count * pool.out_image()).enumerate().map(|(task, values)| {
                let places = places.split_off_mut(..values.len().min(places.len())).expect("no more than there are");
                (task, values, places)
            });
            for_each(tasks, |(task, values, places)| {
                let mut images = Scratch::take(values.len() / pool.out_image() * shape.out_image());
                compute(task * count, &mut images);
                if places.is_empty() {
                    max_of_images(level, pool, &images, values);
                } else {
                    max_and_places_of_images(level, pool, &images, (values, places));
                }
            });
        }
    }
}
