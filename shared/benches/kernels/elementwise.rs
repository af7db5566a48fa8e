//! Functions of single values, at the size of what the default network's first convolution gives.

use shared::kernels::cross_entropy::sigmoid_cross_entropy;
use shared::kernels::elementwise::{map, zip};
use shared::kernels::math;
use shared::kernels::random::dropout_mask;

use crate::measure::{Bench, Kernel, Work};
use crate::{naive, values};

const SIZE: &str = "64 x 28 x 28 x 16";
const LEN: usize = 64 * 28 * 28 * 16;

/// Writes a function of each value of the first slice to the second.
type Function = fn(&[f32], &mut [f32]);

pub fn run(bench: &mut Bench) {
    let x: Vec<f32> = values(LEN).iter().map(|x| 10.0 * x).collect();
    let positive: Vec<f32> = x.iter().map(|x| x.abs() + 0.01).collect();
    let functions: [(&str, &[f32], Function, Function); 5] = [
        (
            "relu",
            &x,
            |x, out| map(x, out, |x: f32| if x < 0.0 { 0.0 } else { x }),
            |x, out| naive::map(x, out, |x| x.max(0.0)),
        ),
        ("sigmoid", &x, |x, out| map(x, out, math::sigmoid), |x, out| naive::map(x, out, |x| 1.0 / (1.0 + (-x).exp()))),
        ("tanh", &x, |x, out| map(x, out, math::tanh), |x, out| naive::map(x, out, f32::tanh)),
        ("exp", &x, |x, out| map(x, out, math::exp), |x, out| naive::map(x, out, f32::exp)),
        ("ln", &positive, |x, out| map(x, out, math::ln), |x, out| naive::map(x, out, f32::ln)),
    ];
    for (name, x, fast, naive) in functions {
        bench.kernel(Kernel {
            name,
            size: SIZE,
            work: Work::Values { read: LEN, written: LEN },
            out: LEN,
            fast: &mut |out| fast(x, out),
            naive: Some(&mut |out| naive(x, out)),
        });
    }
    of_two(bench, &x, &values(LEN));
    masks(bench);
}

fn of_two(bench: &mut Bench, x: &[f32], y: &[f32]) {
    let work = Work::Values { read: 2 * LEN, written: LEN };
    bench.kernel(Kernel {
        name: "add",
        size: SIZE,
        work,
        out: LEN,
        fast: &mut |out| zip(x, y, out, |x, y| x + y),
        naive: Some(&mut |out| out.iter_mut().zip(x.iter().zip(y)).for_each(|(out, (x, y))| *out = x + y)),
    });
    let labels: Vec<f32> = y.iter().map(|y| f32::from(*y > 0.0)).collect();
    bench.kernel(Kernel {
        name: "sigmoid cross-entropy",
        size: SIZE,
        work,
        out: LEN,
        fast: &mut |out| sigmoid_cross_entropy(x, &labels, out),
        naive: Some(&mut |out| {
            for (out, (x, z)) in out.iter_mut().zip(x.iter().zip(&labels)) {
                *out = x.max(0.0) - x * z + (-x.abs()).exp().ln_1p();
            }
        }),
    });
}

/// The dropout of the expert network, and a larger one.
fn masks(bench: &mut Bench) {
    for (size, len) in [("50 x 1024", 50 * 1024), (SIZE, LEN)] {
        bench.kernel(Kernel {
            name: "dropout mask",
            size,
            work: Work::Values { read: 0, written: len },
            out: len,
            fast: &mut |out| dropout_mask(1, 0.5, out),
            naive: None,
        });
    }
}
