//! Kernels that repeat or move values.

use shared::kernels::broadcast::{View, broadcast_to, zip_broadcast};
use shared::kernels::concat::concat;
use shared::kernels::slice::{Range, slice, unslice};
use shared::kernels::transpose::transpose;

use crate::measure::{Bench, Kernel, Work};
use crate::values;

/// What the default network's first convolution gives.
const SHAPE: [usize; 4] = [64, 28, 28, 16];
const SIZE: &str = "64 x 28 x 28 x 16";

pub fn run(bench: &mut Bench) {
    let x = values(SHAPE.iter().product());
    let x = View::new(&x, &SHAPE);
    repeated(bench, x);
    turned(bench);
    parts(bench, x);
    joined(bench, x);
}

fn repeated(bench: &mut Bench, x: View<'_, f32>) {
    let len = x.data.len();
    let bias = values(16);
    let bias = View::new(&bias, &[16]);
    bench.kernel(Kernel {
        name: "broadcast add",
        size: SIZE,
        work: Work::Values { read: len + 16, written: len },
        out: len,
        fast: &mut |out| zip_broadcast(x, bias, out, &SHAPE, |x, b| x + b),
        naive: Some(&mut |out| {
            let values = out.iter_mut().zip(x.data).zip(bias.data.iter().cycle());
            values.for_each(|((out, x), b)| *out = x + b);
        }),
    });
    bench.kernel(Kernel {
        name: "broadcast",
        size: SIZE,
        work: Work::Values { read: 16, written: len },
        out: len,
        fast: &mut |out| broadcast_to(bias, out, &SHAPE),
        naive: Some(&mut |out| out.iter_mut().zip(bias.data.iter().cycle()).for_each(|(out, b)| *out = *b)),
    });
}

fn turned(bench: &mut Bench) {
    for shape in [[1764, 128], [3136, 1024]] {
        let [rows, cols] = shape;
        let x = values(rows * cols);
        let x = View::new(&x, &shape);
        bench.kernel(Kernel {
            name: "transpose",
            size: &format!("{rows} x {cols}"),
            work: Work::Values { read: x.data.len(), written: x.data.len() },
            out: x.data.len(),
            fast: &mut |out| transpose(x, &[1, 0], out),
            naive: Some(&mut |out| {
                for c in 0..cols {
                    for r in 0..rows {
                        out[c * rows + r] = x.data[r * cols + c];
                    }
                }
            }),
        });
    }
}

/// Two cells cut off on each side of the images.
fn parts(bench: &mut Bench, x: View<'_, f32>) {
    let [all, inner] = [|len| Range { start: 0, step: 1, len }, |len| Range { start: 2, step: 1, len: len - 4 }];
    let ranges = [all(64), inner(28), inner(28), all(16)];
    let len = 64 * 24 * 24 * 16;
    bench.kernel(Kernel {
        name: "slice",
        size: SIZE,
        work: Work::Values { read: len, written: len },
        out: len,
        fast: &mut |out| slice(x, &ranges, out),
        naive: None,
    });
    bench.kernel(Kernel {
        name: "slice gradient",
        size: SIZE,
        work: Work::Values { read: len, written: x.data.len() },
        out: x.data.len(),
        fast: &mut |out| unslice(&x.data[..len], &ranges, out, &SHAPE),
        naive: None,
    });
}

/// The channels of two images, one behind the other.
fn joined(bench: &mut Bench, x: View<'_, f32>) {
    let len = 2 * x.data.len();
    bench.kernel(Kernel {
        name: "concat",
        size: "2 of 64 x 28 x 28 x 16",
        work: Work::Values { read: len, written: len },
        out: len,
        fast: &mut |out| concat(&[x, x], 3, out),
        naive: None,
    });
}
