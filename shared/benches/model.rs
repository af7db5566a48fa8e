//! Training by `Model::fit`: `cargo bench -p shared --bench model`.
//!
//! `xor` is the training of lesson 3: 1500 epochs of 4 single samples, 6000 steps. `fashion_mnist` are one epoch's
//! steps of 784-128-128-10 in batches of 32, with a pattern for pixels, because speed does not depend on them: 1875
//! batches are 60,000 images.

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use ndarray::{Array1, Array3};
use shared::prelude::*;

fn xor(c: &mut Criterion) {
    let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let y = [0.0, 1.0, 1.0, 0.0];
    let graph = Graph::new();
    let input = Input::new([2]).apply(&graph);
    let hidden = Dense::new(4).activation(Sigmoid).apply(&input);
    let mut model = Model::new(&input, &Dense::new(1).activation(Sigmoid).apply(&hidden)).seed(1);
    model.compile(GradientDescent::new(0.1), Mse);
    let mut group = c.benchmark_group("model");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.bench_function("xor_6000_steps", |bencher| {
        bencher.iter(|| {
            let fit = Fit::new().batch_size(1).epochs(1500).verbose(Verbose::Silent);
            model.fit(x, y, fit).expect("samples that fit")
        });
    });
    group.finish();
}

fn fashion_mnist(c: &mut Criterion) {
    const BATCHES: usize = 1875;
    let images =
        Array3::from_shape_fn((32 * BATCHES, 28, 28), |(n, y, x)| ((n * 31 + y * 7 + x * 3) % 256) as f32 / 255.0);
    let classes = Array1::from_shape_fn(32 * BATCHES, |n| (n % 10) as i32);
    let graph = Graph::new();
    let input = Input::new([28, 28]).apply(&graph);
    let net = Flatten::new().apply(&input);
    let net = Dense::new(128).activation(Relu).apply(&net);
    let net = Dense::new(128).activation(Relu).apply(&net);
    let output = Dense::new(10).activation(Softmax).apply(&net);
    let mut model = Model::new(&input, &output).seed(1);
    model.compile(Adam::new(0.001), SparseCategoricalCrossentropy).metrics([Accuracy]);
    let mut group = c.benchmark_group("model");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.bench_function("fashion_mnist_epoch", |bencher| {
        bencher.iter(|| model.fit(&images, &classes, Fit::new().verbose(Verbose::Silent)).expect("samples that fit"));
    });
    group.finish();
}

criterion_group!(benches, xor, fashion_mnist);
criterion_main!(benches);
