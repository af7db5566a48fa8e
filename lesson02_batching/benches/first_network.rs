//! Time of one training step of the network 10800-1024-512-5, gathering and feeding the batch included, and of loading a
//! hundred pictures: `cargo bench -p lesson02_batching`. All cores.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lesson02_batching::flags::IMAGE_SIZE;
use lesson02_batching::network::Network;
use shared::data::{ClassFolders, ImageSet, animals};
use shared::prelude::*;

fn first_network(criterion: &mut Criterion) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = animals(None, out.path(), 1).expect("the course's drawings");
    let mut folders = ClassFolders::list(folder).expect("class folders");
    let images = ImageSet::load(&folders, IMAGE_SIZE).expect("whole pictures");
    let train = images.select(&(0..images.len()).collect::<Vec<_>>());

    folders.classes.truncate(1);
    criterion.bench_function("loading 100 pictures of 200 x 200", |bencher| {
        bencher.iter(|| black_box(ImageSet::load(&folders, IMAGE_SIZE).expect("whole pictures")));
    });

    type Minimize = fn(&Network) -> TrainStep;
    let steps: [(&str, Minimize); 2] = [
        ("Adam", |network| Adam::new(0.001).minimize(&network.loss_mean)),
        ("gradient descent", |network| GradientDescent::new(0.01).minimize(&network.loss_mean)),
    ];
    for (name, minimize) in steps {
        let network = Network::build(train.images.ncols(), images.class_names.len());
        let train_op = minimize(&network);
        let Network { graph, images_batch, labels_batch, .. } = &network;
        let mut session = Session::new(graph).seed(1);
        let mut batches = train.batches(50).seed(1);
        criterion.bench_function(&format!("10800-1024-512-5, training step of 50, {name}"), |bencher| {
            bencher.iter(|| {
                let batch = batches.next().expect("batches are endless");
                let feeds = feed![images_batch => batch.images, labels_batch => batch.classes];
                session.run(&train_op, feeds).expect("a step")
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = first_network
}
criterion_main!(benches);
