//! Time of the lesson's trainings through the Model: `cargo bench -p lesson03_mlp`. XOR as the lesson trains it, 1500
//! epochs of four single examples, and the clothes, one epoch of 55,000 images in batches of 32.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use lesson03_mlp::clothes::{Clothes, SIDE};
use lesson03_mlp::gates::XOR;
use lesson03_mlp::image_classifier::ImageClassifier;
use lesson03_mlp::mlp::Mlp;
use ndarray::s;
use shared::prelude::*;

fn xor(criterion: &mut Criterion) {
    criterion.bench_function("XOR, 6000 training steps of 1", |bencher| {
        bencher.iter(|| black_box(Mlp::new(&[4], 1, 0.1, 1).fit(&XOR, 1, 1500).expect("a training")));
    });
}

fn clothes(criterion: &mut Criterion) {
    let clothes = Clothes::load(None).expect("the course's data");
    let mut classifier = ImageClassifier::new(SIDE, SIDE, 10, 0.001).seed(1);
    let (images, labels) = (clothes.train_images.slice(s![..55_000, .., ..]), clothes.train_labels.slice(s![..55_000]));
    criterion.bench_function("Fashion-MNIST, epoch of 1719 training steps of 32", |bencher| {
        bencher.iter(|| classifier.fit(images, labels, Fit::new().verbose(Verbose::Silent)).expect("an epoch"));
    });
    criterion.bench_function("Fashion-MNIST, predicting 10,000", |bencher| {
        bencher.iter(|| black_box(classifier.predict(clothes.test_images.view()).expect("predictions")));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(8));
    targets = xor, clothes
}
criterion_main!(benches);
