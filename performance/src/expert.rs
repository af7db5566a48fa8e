//! W5 and I5: the larger network of lesson 5.

use lesson05_cnn::expert::Expert;
use ndarray::Array1;
use shared::data::Mnist;
use shared::prelude::*;

use crate::trainer::Trainer;
use crate::{Settings, Workload};

/// Convolutions of 32 and 64 filters, each followed by a pooling, 1024 neurons with dropout, ten classes; Adam with learning
/// rate 0.0001.
pub struct ExpertCnn<'a> {
    expert: Expert,
    trainer: Trainer<'a>,
    mnist: &'a Mnist,
}

impl<'a> ExpertCnn<'a> {
    /// The network with its initial values.
    pub fn new(mnist: &'a Mnist, settings: Settings) -> ExpertCnn<'a> {
        let expert = Expert::build(1e-4);
        let trainer = Trainer::new(&mnist.train, settings, (&expert.train_step, &expert.cross_entropy));
        ExpertCnn { expert, trainer, mnist }
    }
}

impl Workload for ExpertCnn<'_> {
    fn steps(&mut self, count: usize) -> Result<f32> {
        let Expert { x, y_true, keep_prob, .. } = &self.expert;
        self.trainer.steps(count, |batch| feed![x => batch.images, y_true => batch.labels, keep_prob => 0.5])
    }

    fn predict(&mut self) -> Result<Array1<i32>> {
        let Expert { x, keep_prob, y_pred_cls, .. } = &self.expert;
        self.trainer
            .predict(&self.mnist.test, |session, images| session.run(y_pred_cls, feed![x => images, keep_prob => 1.0]))
    }
}
