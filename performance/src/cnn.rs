//! W4 and I4: the default network of lesson 5.

use lesson05_cnn::network::Network;
use ndarray::Array1;
use shared::data::Mnist;
use shared::prelude::*;

use crate::trainer::Trainer;
use crate::{Settings, Workload};

/// Convolutions of 16 and 36 filters, each followed by a pooling, 128 neurons, ten classes; Adam with learning rate 0.0001.
pub struct Cnn<'a> {
    network: Network,
    trainer: Trainer<'a>,
    mnist: &'a Mnist,
}

impl<'a> Cnn<'a> {
    /// The network with its initial values.
    pub fn new(mnist: &'a Mnist, settings: Settings) -> Cnn<'a> {
        let network = Network::build(1e-4);
        let trainer = Trainer::new(&mnist.train, settings, (&network.train_step, &network.loss));
        Cnn { network, trainer, mnist }
    }
}

impl Workload for Cnn<'_> {
    fn steps(&mut self, count: usize) -> Result<f32> {
        let Network { x, y_true, .. } = &self.network;
        self.trainer.steps(count, |batch| feed![x => batch.images, y_true => batch.labels])
    }

    fn predict(&mut self) -> Result<Array1<i32>> {
        let Network { x, y_pred_cls, .. } = &self.network;
        self.trainer.predict(&self.mnist.test, |session, images| session.run(y_pred_cls, feed![x => images]))
    }
}
