//! Throughput of the element-wise kernels at the sizes of the convolutional network: `cargo bench -p shared --bench elementwise`.
//!
//! Measured on one and on two threads. A run says elements per second; 4 bytes are read or written per `f32` and operand.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use shared::kernels::broadcast::{View, sum_to, zip_broadcast};
use shared::kernels::cross_entropy::{sigmoid_cross_entropy, softmax_cross_entropy_gradient};
use shared::kernels::elementwise::{map, zip};
use shared::kernels::random::dropout_mask;
use shared::kernels::transpose::transpose;
use shared::kernels::update::Adam;
use shared::kernels::{math, softmax};

/// The output of the first convolution: a batch of 64, 28 x 28 positions, 16 channels.
const LEN: usize = 64 * 28 * 28 * 16;
/// The variables of the whole network.
const PARAMETERS: usize = 242_062;

/// Writes a function of each element of the first slice to the second.
type Function = fn(&[f32], &mut [f32]);

fn numbers(len: usize) -> Vec<f32> {
    (0..len).map(|i| (i * 7919 % 2003) as f32 * 0.01 - 10.0).collect()
}

fn bench(c: &mut Criterion) {
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        let mut group = c.benchmark_group(format!("{threads}_threads"));
        let (a, b, mut out) = (numbers(LEN), numbers(LEN), vec![0.0; LEN]);
        let mut run = |name: &str, elements: usize, kernel: &mut (dyn FnMut() + Send)| {
            group.throughput(Throughput::Elements(elements as u64));
            group.bench_function(name, |bencher| pool.install(|| bencher.iter(&mut *kernel)));
        };
        let functions: [(&str, Function); 4] = [
            ("exp", |x, out| map(x, out, math::exp)),
            ("ln", |x, out| map(x, out, math::ln)),
            ("sigmoid", |x, out| map(x, out, math::sigmoid)),
            ("tanh", |x, out| map(x, out, math::tanh)),
        ];
        for (name, function) in functions {
            run(name, LEN, &mut || function(black_box(&a), &mut out));
        }
        run("sigmoid_cross_entropy", LEN, &mut || sigmoid_cross_entropy(black_box(&a), &b, &mut out));
        run("add", LEN, &mut || zip(black_box(&a), black_box(&b), &mut out, |a, b| a + b));

        let (shape, channels) = ([64, 28, 28, 16], numbers(16));
        run("bias_add", LEN, &mut || {
            zip_broadcast(View::new(&a, &shape), View::new(&channels, &[16]), &mut out, &shape, |x, b| x + b);
        });
        let mut gradient = [0.0; 16];
        run("bias_gradient", LEN, &mut || sum_to(View::new(&a, &shape), black_box(&mut gradient), &[16]));
        let mut total = [0.0];
        run("sum", LEN, &mut || sum_to(View::new(&a, &shape), black_box(&mut total), &[]));

        run("softmax_10", 64_000, &mut || softmax::softmax(&a[..64_000], 10, &mut out[..64_000]));
        let g = numbers(6400);
        run("softmax_cross_entropy_gradient_10", 64_000, &mut || {
            softmax_cross_entropy_gradient(&a[..64_000], &b[..64_000], &g, &mut out[..64_000]);
        });
        run("transpose", 1764 * 128, &mut || {
            transpose(View::new(&a[..1764 * 128], &[1764, 128]), &[1, 0], &mut out[..1764 * 128]);
        });
        run("dropout_mask", LEN, &mut || dropout_mask(black_box(1), 0.5, &mut out));

        let [mut var, mut m, mut v] = [numbers(PARAMETERS), vec![0.0; PARAMETERS], vec![0.0; PARAMETERS]];
        run("adam", PARAMETERS, &mut || {
            Adam::new(1e-4).update(1, [&mut var, &mut m, &mut v], black_box(&a[..PARAMETERS]));
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
