//! What the plan saves: a training step of the default network on real MNIST, batches of 64, as planned, without
//! fusions, and without the reuse of buffers: `cargo bench -p lesson05_cnn`. All cores.

use criterion::{Criterion, criterion_group, criterion_main};
use lesson05_cnn::network::Network;
use shared::PlanOptions;
use shared::data::{Dataset, Mnist};
use shared::prelude::*;

fn plan(criterion: &mut Criterion) {
    let mnist = Mnist::load(Dataset::Mnist, None).expect("the course's data");
    let mut group = criterion.benchmark_group("default network, training step of 64");
    for (name, options) in [
        ("as planned", PlanOptions::default()),
        ("without fusions", PlanOptions { fuse: false, ..PlanOptions::default() }),
        ("without reuse of buffers", PlanOptions { reuse: false, ..PlanOptions::default() }),
    ] {
        let Network { graph, x, y_true, train_step, .. } = Network::build(1e-4);
        let mut session = Session::new(&graph).seed(1).plan_options(options);
        let mut batches = mnist.train.batches(64).seed(1);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let batch = batches.next().expect("batches are endless");
                session.run(&train_step, feed![x => batch.images, y_true => batch.labels]).expect("a step")
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = plan
}
criterion_main!(benches);
