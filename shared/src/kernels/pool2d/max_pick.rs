use super::PoolShape;
use super::max::replaces;
use crate::kernels::parallel::for_each_chunk;

/// Of each window, the value of `from` where `x` has its (first) largest value. The transpose of
/// [`max_gradient`](super::max_gradient), which puts values to these places; only gradients of gradients need it.
///
/// `x` and `from` `[batch, in height, in width, channels]`, `out` `[batch, out height, out width, channels]`.
///
/// # Panics
/// If a slice has another length than the shape says.
pub fn max_pick(shape: &PoolShape, x: &[f32], from: &[f32], out: &mut [f32]) {
    shape.check(x.len(), out.len());
    assert_eq!(from.len(), x.len(), "values of an input of shape {:?}", shape.input());
    if out.is_empty() {
        return;
    }
    for_each_chunk(out, shape.out_image(), |n, out| {
        let image = n * shape.in_image()..(n + 1) * shape.in_image();
        let (x, from) = (&x[image.clone()], &from[image]);
        shape.for_each_window(|position, window| {
            for channel in 0..shape.channels {
                let cells = window.starts().map(|start| start + channel);
                let chosen = cells.reduce(|best, cell| if replaces(x[cell], x[best]) { cell } else { best });
                out[position + channel] = from[chosen.expect("a window sees one real cell at least")];
            }
        });
    });
}
