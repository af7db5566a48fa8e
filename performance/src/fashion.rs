//! W3: the multi-layer perceptron of lesson 3 on Fashion-MNIST, as a graph: lesson 3 trains it by `Model::fit`, which
//! counts the accuracy too.

use ndarray::Array1;
use shared::data::Mnist;
use shared::ops::sparse_softmax_cross_entropy;
use shared::prelude::*;

use crate::trainer::Trainer;
use crate::{Settings, Workload};

/// 784-128-128-10 with relu, Adam with learning rate 0.001.
pub struct Fashion<'a> {
    x: Tensor<f32>,
    classes_true: Tensor<i32>,
    classes: Tensor<i32>,
    trainer: Trainer<'a>,
    fashion: &'a Mnist,
}

impl<'a> Fashion<'a> {
    /// The network with its initial values.
    pub fn new(fashion: &'a Mnist, settings: Settings) -> Fashion<'a> {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let classes_true = graph.placeholder::<i32>("classes_true", shape![?]);
        let net = Dense::new(128).activation(Relu).apply(&x);
        let net = Dense::new(128).activation(Relu).apply(&net);
        let logits = Dense::new(10).apply(&net);
        let loss = sparse_softmax_cross_entropy(&logits, &classes_true).mean();
        let train_step = Adam::new(0.001).minimize(&loss);
        let trainer = Trainer::new(&fashion.train, settings, (&train_step, &loss));
        Fashion { x, classes_true, classes: logits.argmax(1), trainer, fashion }
    }
}

impl Workload for Fashion<'_> {
    fn steps(&mut self, count: usize) -> Result<f32> {
        let (x, classes_true) = (&self.x, &self.classes_true);
        self.trainer.steps(count, |batch| feed![x => batch.images, classes_true => batch.classes])
    }

    fn predict(&mut self) -> Result<Array1<i32>> {
        self.trainer.predict(&self.fashion.test, |session, images| session.run(&self.classes, feed![self.x => images]))
    }
}
