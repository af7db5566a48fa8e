//! W1: softmax regression as in lesson 4, with the sum of the cross-entropies as its loss.

use lesson04_softmax::model::{SUM, Setting, SoftmaxRegression};
use ndarray::Array1;
use shared::data::Mnist;
use shared::prelude::*;

use crate::trainer::Trainer;
use crate::{Settings, Workload};

/// Ten weighted sums of 784 pixels, gradient descent with learning rate 0.01.
pub struct Softmax<'a> {
    model: SoftmaxRegression,
    /// The most probable class, `[?]`.
    classes: Tensor<i32>,
    trainer: Trainer<'a>,
    mnist: &'a Mnist,
}

impl<'a> Softmax<'a> {
    /// The model with its initial values, which are zeros.
    pub fn new(mnist: &'a Mnist, settings: Settings) -> Softmax<'a> {
        let model = SoftmaxRegression::build(&Setting { batch_size: settings.batch_size, ..SUM });
        let trainer = Trainer::new(&mnist.train, settings, (&model.train_step, &model.loss));
        Softmax { classes: model.logits.argmax(1), model, trainer, mnist }
    }
}

impl Workload for Softmax<'_> {
    fn steps(&mut self, count: usize) -> Result<f32> {
        let SoftmaxRegression { x, y_true, .. } = &self.model;
        self.trainer.steps(count, |batch| feed![x => batch.images, y_true => batch.labels])
    }

    fn predict(&mut self) -> Result<Array1<i32>> {
        self.trainer
            .predict(&self.mnist.test, |session, images| session.run(&self.classes, feed![self.model.x => images]))
    }
}
