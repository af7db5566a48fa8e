//! Data, and trainings whose results are known.

use lesson05_cnn::evaluation::count_correct;
use ndarray::Ix1;
use shared::data::{DataSet, Dataset, Mnist};
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

use super::graph_with_images;

/// The real data.
pub fn mnist() -> Mnist {
    Mnist::load(Dataset::Mnist, None).unwrap_or_else(|error| panic!("{error}"))
}

/// The same images; each digit is called by the name of the next one, 9 by that of 0.
pub fn renamed(data: &DataSet) -> DataSet {
    DataSet::new(data.images.clone(), data.classes.mapv(|class| (class + 1) % 10), 10).expect("classes 0 to 9")
}

/// The first images of a set.
pub fn first(data: &DataSet, count: usize) -> DataSet {
    data.select(&(0..count).collect::<Vec<_>>())
}

/// A network that trains fast, for the tests of the experiment.
pub fn one_dense_layer(x: &Tensor<f32>) -> Tensor<f32> {
    Dense::new(10).apply(x)
}

/// What the experiment should give for one seed.
pub fn accuracy_after_40_steps(mnist: &Mnist, seed: u64) -> f64 {
    let (graph, x) = graph_with_images();
    let logits = one_dense_layer(&x);
    let mut session = Session::new(&graph).seed(seed);
    train(&mut session, [&x, &logits], &mnist.train, (Adam::new(1e-3), seed, 40));
    accuracy(&mut session, [&x, &logits], &mnist.validation)
}

/// Trains for some steps with batches of 64.
pub fn train(
    session: &mut Session,
    [x, logits]: [&Tensor<f32>; 2],
    data: &DataSet,
    (adam, seed, steps): (Adam, u64, usize),
) {
    let y_true = x.graph().placeholder::<f32>("y_true", shape![?, 10]);
    let train_step = adam.minimize(&softmax_cross_entropy(logits, &y_true).mean());
    for batch in data.batches(64).seed(seed).take(steps) {
        let run = session.run(&train_step, feed![x => batch.images, y_true => batch.labels]);
        run.unwrap_or_else(|error| panic!("a training step: {error}"));
    }
}

/// The share of right answers.
pub fn accuracy(session: &mut Session, [x, logits]: [&Tensor<f32>; 2], data: &DataSet) -> f64 {
    let mut correct = 0;
    let classes = logits.argmax(1);
    for batch in data.batches(500).in_order() {
        let predicted = session.run(&classes, feed![x => batch.images]).expect("a run of a batch");
        let predicted = predicted.into_dimensionality::<Ix1>().expect("one class for each image");
        correct += count_correct(batch.classes.view(), predicted.view());
    }
    correct as f64 / data.len() as f64
}
