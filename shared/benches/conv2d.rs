//! Convolution, pooling and dense products at the sizes of the fifth lesson's two networks.
//!
//! `cargo bench -p shared --bench conv2d -- 'forward'`; `RAYON_NUM_THREADS` chooses the threads. Throughput is in
//! multiplications and additions: 1 Gelem/s is 1 GFLOP/s (for pooling: input elements).

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use shared::kernels::conv2d::{self, Activation, ConvShape, Padding};
use shared::kernels::gemm::{Matrix, gemm, gemm_bias_activation};
use shared::kernels::pool2d::{self, PoolShape};

fn values(len: usize) -> Vec<f32> {
    (0..len).map(|i| ((i * 7919) % 1009) as f32 / 504.5 - 1.0).collect()
}

fn group<'a>(c: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = c.benchmark_group(name);
    group.sample_size(30).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    group
}

/// `(name, batch, image side, in channels, out channels)`, all 5 x 5 with stride 1.
const CONVOLUTIONS: [(&str, usize, usize, usize, usize); 7] = [
    ("conv1, batch 64", 64, 28, 1, 16),
    ("conv2, batch 64", 64, 14, 16, 36),
    ("conv2, batch 256", 256, 14, 16, 36),
    ("conv1, batch 1", 1, 28, 1, 16),
    ("conv2, batch 1", 1, 14, 16, 36),
    ("expert conv1, batch 50", 50, 28, 1, 32),
    ("expert conv2, batch 50", 50, 14, 32, 64),
];

fn convolution(c: &mut Criterion) {
    for (name, batch, side, inputs, outputs) in CONVOLUTIONS {
        let shape =
            ConvShape::new([batch, side, side, inputs], [5, 5, inputs, outputs], [1, 1], Padding::Same).unwrap();
        let x = values(batch * side * side * inputs);
        let kernel = values(25 * inputs * outputs);
        let bias = values(outputs);
        let gradient = values(batch * side * side * outputs);
        let (mut y, mut of_x) = (vec![0.0; gradient.len()], vec![0.0; x.len()]);
        let (mut of_kernel, mut of_bias) = (vec![0.0; kernel.len()], vec![0.0; outputs]);
        let mut group = group(c, name);
        group.throughput(Throughput::Elements((2 * batch * side * side * 25 * inputs * outputs) as u64));
        group.bench_function("forward", |b| {
            b.iter(|| conv2d::forward(&shape, black_box(&x), &kernel, Some(&bias), Activation::Relu, &mut y));
        });
        group.bench_function("input_gradient", |b| {
            b.iter(|| conv2d::input_gradient(&shape, black_box(&gradient), &kernel, &mut of_x));
        });
        group.bench_function("kernel_and_bias_gradient", |b| {
            b.iter(|| {
                conv2d::kernel_and_bias_gradient(&shape, black_box(&x), &gradient, &mut of_kernel, &mut of_bias);
            });
        });
        group.finish();
    }
}

/// `(name, batch, image side, channels)`, all 2 x 2 with stride 2.
const POOLINGS: [(&str, usize, usize, usize); 2] = [("pool1, batch 64", 64, 28, 16), ("pool2, batch 64", 64, 14, 36)];

fn max_pooling(c: &mut Criterion) {
    for (name, batch, side, channels) in POOLINGS {
        let shape = PoolShape::new([batch, side, side, channels], [2, 2], [2, 2], Padding::Same).unwrap();
        let x = values(batch * side * side * channels);
        let gradient = values(x.len() / 4);
        let (mut y, mut of_x) = (gradient.clone(), x.clone());
        let mut group = group(c, name);
        group.throughput(Throughput::Elements(x.len() as u64));
        group.bench_function("forward", |b| b.iter(|| pool2d::max_forward(&shape, black_box(&x), &mut y)));
        group.bench_function("gradient through relu", |b| {
            b.iter(|| pool2d::max_gradient_through_relu(&shape, black_box(&x), &gradient, &mut of_x));
        });
        group.finish();
    }
}

/// `(name, batch, inputs, outputs)`.
const LAYERS: [(&str, usize, usize, usize); 5] = [
    ("dense 64 x 1764 x 128", 64, 1764, 128),
    ("dense 64 x 128 x 10", 64, 128, 10),
    ("dense 100 x 784 x 10", 100, 784, 10),
    ("dense 50 x 3136 x 1024", 50, 3136, 1024),
    ("dense 50 x 10800 x 1024", 50, 10800, 1024),
];

fn dense(c: &mut Criterion) {
    for (name, batch, inputs, outputs) in LAYERS {
        let (x, w, g) = (values(batch * inputs), values(inputs * outputs), values(batch * outputs));
        let (mut y, mut of_x, mut of_w) = (g.clone(), x.clone(), w.clone());
        let x = Matrix::row_major(&x, batch, inputs);
        let w = Matrix::row_major(&w, inputs, outputs);
        let g = Matrix::row_major(&g, batch, outputs);
        let bias = values(outputs);
        let mut group = group(c, name);
        group.throughput(Throughput::Elements((2 * batch * inputs * outputs) as u64));
        group.bench_function("forward", |b| {
            b.iter(|| gemm_bias_activation(black_box(x), w, Some(&bias), Activation::Relu, &mut y));
        });
        group.bench_function("input gradient", |b| b.iter(|| gemm(black_box(g), w.transposed(), false, &mut of_x)));
        group.bench_function("weight gradient", |b| b.iter(|| gemm(black_box(x.transposed()), g, false, &mut of_w)));
        group.finish();
    }
}

criterion_group!(benches, convolution, max_pooling, dense);
criterion_main!(benches);
