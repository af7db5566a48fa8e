use super::PoolShape;
use crate::kernels::parallel::for_each_chunk;

/// The mean of the real cells of each window.
///
/// `x` `[batch, in height, in width, channels]`, `out` `[batch, out height, out width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn average_forward(shape: &PoolShape, x: &[f32], out: &mut [f32]) {
    shape.check(x.len(), out.len());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.out_image(), |n, out| {
        let x = &x[n * shape.in_image()..(n + 1) * shape.in_image()];
        out.fill(0.0);
        shape.for_each_window(|position, window| {
            let out = &mut out[position..position + shape.channels];
            for start in window.starts() {
                out.iter_mut().zip(&x[start..start + shape.channels]).for_each(|(sum, value)| *sum += value);
            }
            let cells = window.cells() as f32;
            out.iter_mut().for_each(|sum| *sum /= cells);
        });
    });
}

/// The gradient of the input of [`average_forward`]: each real cell of a window gets the same part of its gradient.
///
/// `gradient` `[batch, out height, out width, channels]`, `out` `[batch, in height, in width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn average_gradient(shape: &PoolShape, gradient: &[f32], out: &mut [f32]) {
    shape.check(out.len(), gradient.len());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.in_image(), |n, out| {
        let gradient = &gradient[n * shape.out_image()..(n + 1) * shape.out_image()];
        out.fill(0.0);
        shape.for_each_window(|position, window| {
            let gradient = &gradient[position..position + shape.channels];
            let part = 1.0 / window.cells() as f32;
            for start in window.starts() {
                let out = &mut out[start..start + shape.channels];
                out.iter_mut().zip(gradient).for_each(|(out, gradient)| *out += gradient * part);
            }
        });
    });
}
