//! Training the default network, with looks at it on the way.

use std::time::Duration;

use ndarray::{Array1, Array4, s};
use shared::data::{Batches, Mnist};
use shared::prelude::*;
use shared::progress::Progress;
use shared::resume::Checkpoints;

use crate::evaluation::{count_correct, predict_in_batches};
use crate::flags::Flags;
use crate::network::Network;

/// A training that can be stopped, looked at, and gone on with.
pub struct Training<'a> {
    /// What is trained.
    pub network: &'a Network,
    /// What it is trained and tested with.
    pub mnist: &'a Mnist,
    /// The values of the variables.
    pub session: Session,
    /// Where the next batch comes from.
    pub batches: Batches<'a>,
    /// The iterations made so far.
    pub total_iterations: usize,
    /// Where it is saved on the way.
    pub checkpoints: Checkpoints,
}

impl<'a> Training<'a> {
    /// A training that has not begun, or one that goes on from where the checkpoint was made.
    ///
    /// # Errors
    /// If the checkpoint is of another network.
    pub fn new(
        network: &'a Network,
        mnist: &'a Mnist,
        flags: &Flags,
        mut checkpoints: Checkpoints,
    ) -> Result<Training<'a>> {
        let mut session = Session::new(&network.graph).seed(flags.common.seed).threads(flags.common.threads.into());
        let mut batches = mnist.train.batches(flags.batch_size()).seed(flags.common.seed);
        let total_iterations = checkpoints.begin(&mut session, &mut batches)?;
        Ok(Training { network, mnist, session, batches, total_iterations, checkpoints })
    }

    /// Trains on `iterations` further batches; prints the training accuracy at every hundredth.
    ///
    /// # Errors
    /// If a run fails, or somebody stops the program.
    pub fn optimize(&mut self, iterations: usize) -> Result<Duration> {
        // ANCHOR: optimize
        let Network { x, y_true, train_step, accuracy, .. } = self.network;
        let progress = Progress::new("Training", iterations);
        for (batch, iteration) in self.batches.by_ref().zip(self.total_iterations..).take(iterations) {
            self.session.run(train_step, feed![x => batch.images, y_true => batch.labels])?;
            if iteration % 100 == 0 {
                let accuracy = self.session.run(accuracy, feed![x => batch.images, y_true => batch.labels])?.item();
                let percent = format!("{:.1}%", 100.0 * accuracy);
                progress.say(format!("Optimization Iteration: {:>6}, Training Accuracy: {percent:>6}", iteration + 1));
            }
            progress.step();
            self.checkpoints.after_step(iteration + 1, &mut self.session)?;
        }
        // ANCHOR_END: optimize
        self.total_iterations += iterations;
        Ok(progress.finish())
    }

    /// Classifies the test set, prints how many are right, and returns the predicted classes.
    ///
    /// # Errors
    /// If a run fails.
    pub fn print_test_accuracy(&mut self) -> Result<Array1<i32>> {
        let Network { x, y_pred_cls, .. } = self.network;
        let test = &self.mnist.test;
        // The labels are not fed: the predicted class does not depend on them.
        let predicted =
            predict_in_batches(test.images.view(), |images| self.session.run(y_pred_cls, feed![x => images]))?;
        let correct = count_correct(test.classes.view(), predicted.view());
        let percent = 100.0 * correct as f64 / test.len() as f64;
        println!("Accuracy on Test-Set: {percent:.1}% ({correct} / {})", test.len());
        Ok(predicted)
    }

    /// The value of a tensor for one image of the test set.
    ///
    /// # Errors
    /// If a run fails.
    #[expect(clippy::expect_used, reason = "a convolution gives [1, height, width, channels]")]
    pub fn output_for(&mut self, layer: &Tensor<f32>, image: usize) -> Result<Array4<f32>> {
        let image = self.mnist.test.images.slice(s![image..=image, ..]);
        let values = self.session.run(layer, feed![self.network.x => image])?;
        Ok(values.into_dimensionality().expect("a convolution gives [1, height, width, channels]"))
    }
}
