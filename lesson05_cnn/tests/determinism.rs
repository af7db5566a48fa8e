//! One seed fixes every bit of every variable, whatever the number of threads.

use lesson05_cnn::expert::Expert;
use lesson05_cnn::network::Network;
use ndarray::ArrayD;
use shared::data::{Dataset, Mnist};
use shared::prelude::*;

const STEPS: usize = 12;

/// All variables after some training steps, those of the optimizer among them.
fn train_default(mnist: &Mnist, seed: u64, threads: usize) -> Vec<ArrayD<f32>> {
    let Network { graph, x, y_true, train_step, .. } = Network::build(1e-4);
    let mut session = Session::new(&graph).seed(seed).threads(threads);
    for batch in mnist.train.batches(64).seed(seed).take(STEPS) {
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels]).unwrap();
    }
    graph.all_variables().iter().map(|variable| session.value(variable)).collect()
}

/// The same of the larger network: its dropout masks come from the seed too.
fn train_expert(mnist: &Mnist, seed: u64, threads: usize) -> Vec<ArrayD<f32>> {
    let Expert { graph, x, y_true, keep_prob, train_step, .. } = Expert::build(1e-4);
    let mut session = Session::new(&graph).seed(seed).threads(threads);
    for batch in mnist.train.batches(50).seed(seed).take(STEPS) {
        let feeds = feed![x => batch.images, y_true => batch.labels, keep_prob => 0.5];
        session.run(&train_step, feeds).unwrap();
    }
    graph.all_variables().iter().map(|variable| session.value(variable)).collect()
}

fn bits(variables: &[ArrayD<f32>]) -> Vec<u32> {
    variables.iter().flatten().map(|value| value.to_bits()).collect()
}

#[test]
fn one_seed_gives_the_same_bits_with_any_number_of_threads() {
    let mnist = Mnist::load(Dataset::Mnist, None).unwrap();
    for train in [train_default, train_expert] {
        let once = bits(&train(&mnist, 1, 1));
        for threads in [1, 2, 4] {
            assert!(bits(&train(&mnist, 1, threads)) == once, "{threads} threads give other bits");
        }
        assert!(bits(&train(&mnist, 2, 1)) != once, "another seed must give other values");
    }
}
