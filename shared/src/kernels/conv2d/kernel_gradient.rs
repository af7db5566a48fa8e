use std::ops::Range;

use super::how::{How, Method};
use super::images::Source;
use super::sweep::{Side, Sweep};
use super::{ConvShape, winograd};
use crate::kernels::parallel::for_each_chunk;
use crate::kernels::pool2d::PooledGradient;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::Level;

/// The gradient of the kernel, given that of the output: for each kernel entry and output channel, the sum over all
/// positions of the value under the entry times the gradient there.
///
/// `x` `[batch, in height, in width, in]`, `gradient` `[batch, out height, out width, out]`,
/// `out` `[height, width, in, out]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn kernel_gradient(shape: &ConvShape, x: &[f32], gradient: &[f32], out: &mut [f32]) {
    assert_eq!(gradient.len(), shape.batch * shape.out_image(), "values of an output of shape {:?}", shape.output());
    kernel_gradient_as(How::kernel_gradient(shape), shape, x, Source::Images(gradient), out);
}

/// [`kernel_gradient`], given the gradient of the output's max pooling. That of the output is never written to memory.
///
/// # Panics
/// If the pooling is not one of the convolution's output, or a slice has another length than the shapes say.
pub fn kernel_gradient_of_pooled(shape: &ConvShape, x: &[f32], gradient: PooledGradient<'_>, out: &mut [f32]) {
    gradient.check(shape.output());
    kernel_gradient_as(How::kernel_gradient(shape), shape, x, Source::Pooled(gradient), out);
}

/// Partial sums over the batch: as many tasks as there can be threads with something to do.
pub(super) const PARTS: usize = 8;

/// The gradient's lengths are checked.
pub(super) fn kernel_gradient_as(how: How, shape: &ConvShape, x: &[f32], gradient: Source<'_>, out: &mut [f32]) {
    let output: usize = shape.output().iter().product();
    shape.check(x.len(), out.len(), output);
    let sums = Sums::new(how, shape);
    if output == 0 || sums.len() == 0 {
        return out.fill(0.0);
    }
    let count = sums.parts();
    let mut parts = Scratch::take(count * sums.len());
    for_each_chunk(&mut parts, sums.len(), |part, out| {
        let images = part * shape.batch / count..(part + 1) * shape.batch / count;
        sums.over_images(x, gradient, images, out);
    });
    let (total, others) = parts.split_at_mut(sums.len());
    for part in others.chunks_exact(sums.len()) {
        total.iter_mut().zip(part).for_each(|(total, value)| *total += value);
    }
    sums.unpack(total, out);
}

/// The sums of a part of the batch, before the parts are added.
enum Sums<'a> {
    Direct(Layout<'a>),
    /// They lie as in the kernel.
    Winograd(Level, &'a ConvShape),
}

impl Sums<'_> {
    fn new(how: How, shape: &ConvShape) -> Sums<'_> {
        match how.method {
            Method::Direct => Sums::Direct(Layout::new(shape, how.level)),
            Method::Winograd => Sums::Winograd(how.level, shape),
        }
    }

    fn parts(&self) -> usize {
        match self {
            Sums::Direct(layout) => PARTS.min(layout.shape.batch),
            Sums::Winograd(_, shape) => winograd::parts(shape),
        }
    }

    fn len(&self) -> usize {
        match self {
            Sums::Direct(layout) => layout.len(),
            Sums::Winograd(_, shape) => shape.window() * shape.out_channels,
        }
    }

    fn over_images(&self, x: &[f32], gradient: Source<'_>, images: Range<usize>, out: &mut [f32]) {
        match self {
            Sums::Direct(layout) => {
                out.fill(0.0);
                let (in_image, out_image) = (layout.shape.in_image(), layout.shape.out_image());
                for n in images {
                    let x = &x[n * in_image..(n + 1) * in_image];
                    gradient.read(layout.level, n..n + 1, out_image, |gradient| layout.add_image(x, gradient, out));
                }
            }
            Sums::Winograd(level, shape) => {
                winograd::kernel_gradient_of_images(*level, shape, (x, gradient), images, out);
            }
        }
    }

    /// The sums as `[height, width, in, out]`.
    fn unpack(&self, sums: &[f32], out: &mut [f32]) {
        match self {
            Sums::Direct(layout) => layout.unpack(sums, out),
            Sums::Winograd(..) => out.copy_from_slice(sums),
        }
    }
}

/// Which of the two factors is read in vectors: the one that fills them better.
enum Lanes {
    /// Sums `[kernel entry, out channel]`: a value of the image times the gradient's channels.
    OutChannels,
    /// Sums `[kernel row, out channel, entry of the row]`: a channel of the gradient times a row of the window.
    WindowRow,
}

/// How the sums lie in memory while images are added to them.
struct Layout<'a> {
    shape: &'a ConvShape,
    level: Level,
    lanes: Lanes,
    /// Length of a row of sums: what is read in vectors, up to a whole vector.
    columns: usize,
}

impl Layout<'_> {
    fn new(shape: &ConvShape, level: Level) -> Layout<'_> {
        let run = shape.kernel_width * shape.in_channels;
        let channels = shape.out_channels.next_multiple_of(level.lanes());
        let padded_run = run.next_multiple_of(level.lanes());
        if run == 0 || run * channels < padded_run * shape.out_channels {
            Layout { shape, level, lanes: Lanes::OutChannels, columns: channels }
        } else {
            Layout { shape, level, lanes: Lanes::WindowRow, columns: padded_run }
        }
    }

    fn len(&self) -> usize {
        match self.lanes {
            Lanes::OutChannels => self.shape.window() * self.columns,
            Lanes::WindowRow => self.shape.kernel_height * self.shape.out_channels * self.columns,
        }
    }

    fn add_image(&self, x: &[f32], gradient: &[f32], sums: &mut [f32]) {
        let placement = self.shape.placement();
        // A whole vector may be read at the end of the last window.
        let mut padded = Scratch::take(placement.padded_len() + self.level.lanes());
        placement.copy(x, &mut padded);
        match self.lanes {
            Lanes::OutChannels if self.columns == self.shape.out_channels => {
                self.sweep_out_channels(&padded, gradient, sums);
            }
            Lanes::OutChannels => {
                let channels = self.shape.out_channels;
                let mut rows = Scratch::take(gradient.len() / channels * self.columns);
                for (to, from) in rows.chunks_exact_mut(self.columns).zip(gradient.chunks_exact(channels)) {
                    to[..channels].copy_from_slice(from);
                }
                self.sweep_out_channels(&padded, &rows, sums);
            }
            Lanes::WindowRow => self.sweep_window_rows(&padded, gradient, sums),
        }
    }

    /// `gradient` `[positions, columns]`.
    fn sweep_out_channels(&self, padded: &[f32], gradient: &[f32], sums: &mut [f32]) {
        let windows = self.shape.windows();
        let sweep = Sweep {
            height: windows.height,
            width: windows.width,
            scalars: Side { values: padded, step: windows.step, row_step: windows.row_step },
            entries: windows.rows * windows.run,
            group: windows.run,
            group_step: windows.image_row,
            vectors: Side { values: gradient, step: self.columns, row_step: windows.width * self.columns },
            columns: self.columns,
        };
        sweep.add_to(self.level, sums);
    }

    fn sweep_window_rows(&self, padded: &[f32], gradient: &[f32], sums: &mut [f32]) {
        let windows = self.shape.windows();
        let channels = self.shape.out_channels;
        for (row, sums) in sums.chunks_exact_mut(channels * self.columns).enumerate() {
            let sweep = Sweep {
                height: windows.height,
                width: windows.width,
                scalars: Side { values: gradient, step: channels, row_step: windows.width * channels },
                entries: channels,
                group: channels,
                group_step: 0,
                vectors: Side {
                    values: &padded[row * windows.image_row..],
                    step: windows.step,
                    row_step: windows.row_step,
                },
                columns: self.columns,
            };
            sweep.add_to(self.level, sums);
        }
    }

    /// The sums as `[height, width, in, out]`.
    fn unpack(&self, sums: &[f32], out: &mut [f32]) {
        let channels = self.shape.out_channels;
        match self.lanes {
            Lanes::OutChannels => {
                for (to, from) in out.chunks_exact_mut(channels).zip(sums.chunks_exact(self.columns)) {
                    to.copy_from_slice(&from[..channels]);
                }
            }
            Lanes::WindowRow => {
                let run = self.shape.kernel_width * self.shape.in_channels;
                let rows = sums.chunks_exact(channels * self.columns);
                for (to, from) in out.chunks_exact_mut(run * channels).zip(rows) {
                    for (k, to) in to.chunks_exact_mut(channels).enumerate() {
                        to.iter_mut().enumerate().for_each(|(o, to)| *to = from[o * self.columns + k]);
                    }
                }
            }
        }
    }
}
