//! Training steps per second of softmax regression on real MNIST, gathering and feeding the batch included:
//! `cargo bench -p lesson04_softmax`. Both documents' settings, on all cores.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lesson04_softmax::model::{MEAN, SUM, Setting};
use lesson04_softmax::training::Training;
use shared::data::{Dataset, Mnist};

fn training_step(criterion: &mut Criterion) {
    let mnist = Mnist::load(Dataset::Mnist, None).expect("the course's data");
    let mut group = criterion.benchmark_group("softmax regression");
    group.throughput(Throughput::Elements(1)); // one element is one step
    for setting in [SUM, MEAN] {
        let Setting { name, batch_size, .. } = setting;
        let mut training = Training::new(&setting, &mnist, 1, 0);
        group.bench_function(format!("{name}, training step of {batch_size}"), |bencher| {
            bencher.iter(|| training.step().expect("a step"));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = training_step
}
criterion_main!(benches);
