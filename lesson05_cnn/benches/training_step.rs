//! Time of one training step on real MNIST, gathering and feeding the batch included: `cargo bench -p lesson05_cnn`.
//! The default network with batches of 64, the larger one with batches of 50, both on all cores.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lesson05_cnn::expert::Expert;
use lesson05_cnn::network::Network;
use shared::data::{Dataset, Mnist};
use shared::prelude::*;

fn training_step(criterion: &mut Criterion) {
    let mnist = Mnist::load(Dataset::Mnist, None).expect("the course's data");

    let Network { graph, x, y_true, train_step, y_pred_cls, .. } = Network::build(1e-4);
    let mut session = Session::new(&graph).seed(1);
    let mut batches = mnist.train.batches(64).seed(1);
    criterion.bench_function("default network, training step of 64", |bencher| {
        bencher.iter(|| {
            let batch = batches.next().expect("batches are endless");
            session.run(&train_step, feed![x => batch.images, y_true => batch.labels]).expect("a step")
        });
    });
    let images = mnist.test.images.slice(ndarray::s![..256, ..]);
    criterion.bench_function("default network, classifying 256", |bencher| {
        bencher.iter(|| black_box(session.run(&y_pred_cls, feed![x => images]).expect("a run")));
    });

    let Expert { graph, x, y_true, keep_prob, train_step, .. } = Expert::build(1e-4);
    let mut session = Session::new(&graph).seed(1);
    let mut batches = mnist.train.batches(50).seed(1);
    criterion.bench_function("larger network, training step of 50", |bencher| {
        bencher.iter(|| {
            let batch = batches.next().expect("batches are endless");
            let feeds = feed![x => batch.images, y_true => batch.labels, keep_prob => 0.5];
            session.run(&train_step, feeds).expect("a step")
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = training_step
}
criterion_main!(benches);
