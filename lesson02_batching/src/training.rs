//! Training and testing, batch by batch.

use std::time::Duration;

use shared::data::{DataSet, split};
use shared::prelude::*;
use shared::progress::Progress;
use shared::resume::{Checkpoints, Records};
use shared::tensorboard::EventWriter;

use crate::flags::Flags;
use crate::network::Network;

/// Pictures tested at once, as in the document.
pub const TEST_BATCH_SIZE: usize = 50;

/// A trained network: its variables are in the session.
pub struct Training {
    /// What was trained.
    pub network: Network,
    /// The values of its variables.
    pub session: Session,
    /// The cross-entropy of the batch in each step, before the step.
    pub losses: Vec<f32>,
    /// How long it took.
    pub time: Duration,
}

impl Training {
    /// Trains on `steps` batches of `train`. `minimize` makes the training step out of the network: which optimizer,
    /// and what it makes smaller.
    ///
    /// # Errors
    /// If a run fails.
    pub fn run(
        what: &str,
        train: &DataSet,
        flags: &Flags,
        steps: usize,
        minimize: impl FnOnce(&Network) -> TrainStep,
    ) -> Result<Training> {
        Training::run_kept((what, Checkpoints::off()), train, flags, steps, minimize)
    }

    /// As [`run`](Training::run); saves the training on the way, or goes on from where another stopped.
    ///
    /// # Errors
    /// If a run fails, the checkpoint is of another network, or somebody stops the program.
    pub fn run_kept(
        (what, mut checkpoints): (&str, Checkpoints),
        train: &DataSet,
        flags: &Flags,
        steps: usize,
        minimize: impl FnOnce(&Network) -> TrainStep,
    ) -> Result<Training> {
        let network = Network::build(train.images.ncols(), train.labels.ncols());
        let train_op = minimize(&network);
        // ANCHOR: train
        let Network { graph, images_batch, labels_batch, loss_mean, .. } = &network;
        let mut session = Session::new(graph).seed(flags.lesson.seed).threads(flags.lesson.threads.into());
        let mut batches = train.batches(flags.batch_size as usize).seed(flags.lesson.seed);
        let done = checkpoints.begin(&mut session, &mut batches)?;
        let mut losses = losses_before(&checkpoints, done)?;
        let progress = Progress::new(what, steps - done);
        for batch in batches.take(steps - done) {
            let feeds = feed![images_batch => batch.images, labels_batch => batch.classes];
            let (_, loss) = session.run((&train_op, loss_mean), feeds)?;
            losses.push(loss.item());
            progress.step();
            checkpoints.after_step_with(losses.len(), &mut session, || records(&losses))?;
        }
        // ANCHOR_END: train
        let time = progress.finish();
        Ok(Training { network, session, losses, time })
    }

    /// For `--log-dir`: the graph, the loss of each step, and the accuracy on the test part.
    fn write_events(&self, mut events: EventWriter, on_test: &Test) -> Result<()> {
        events.graph((&self.network.loss_mean, &self.network.y_pred_cls))?;
        (1..).zip(&self.losses).try_for_each(|(step, &loss)| events.scalar("training/loss", step, loss))?;
        events.scalar("test/accuracy", self.losses.len(), on_test.percent() as f32 / 100.0)
    }

    /// Tests on `data` in batches of 50, the last one shorter if need be.
    ///
    /// # Errors
    /// If a run fails.
    pub fn test(&mut self, data: &DataSet) -> Result<Test> {
        let Network { images_batch, labels_batch, loss_mean, y_pred_cls, .. } = &self.network;
        let mut test = Test { losses: Vec::new(), predicted: Vec::new(), correct: 0 };
        // ANCHOR: test
        for batch in data.batches(TEST_BATCH_SIZE).in_order() {
            let feeds = feed![images_batch => batch.images, labels_batch => batch.classes];
            let (loss, predicted) = self.session.run((loss_mean, y_pred_cls), feeds)?;
            test.losses.push((batch.len(), loss.item()));
            test.correct +=
                predicted.iter().zip(&batch.classes).filter(|(predicted, class)| predicted == class).count();
            test.predicted.extend(predicted);
        }
        // ANCHOR_END: test
        Ok(test)
    }
}

/// The losses of the steps that another run has done.
fn losses_before(checkpoints: &Checkpoints, done: usize) -> Result<Vec<f32>> {
    Ok(checkpoints.record("losses", done)?.into_iter().map(|loss| loss as f32).collect())
}

/// What is saved beside the variables.
fn records(losses: &[f32]) -> Records {
    [("losses".to_owned(), losses.iter().map(|&loss| loss.into()).collect())].into()
}

/// How a network did on pictures.
#[derive(Clone, Debug, Default)]
pub struct Test {
    /// The size and the mean cross-entropy of each batch.
    pub losses: Vec<(usize, f32)>,
    /// The predicted class of each picture.
    pub predicted: Vec<i32>,
    /// How many predictions are right.
    pub correct: usize,
}

impl Test {
    /// The mean cross-entropy of all pictures.
    pub fn loss(&self) -> f64 {
        let sum: f64 = self.losses.iter().map(|&(size, loss)| size as f64 * f64::from(loss)).sum();
        sum / self.predicted.len() as f64
    }

    /// The share of right predictions, in per cent.
    pub fn percent(&self) -> f64 {
        100.0 * self.correct as f64 / self.predicted.len() as f64
    }
}

/// The training of the lesson: all pictures split 8:2 at random, Adam with learning rate 0.001.
pub struct FirstTraining {
    /// Which pictures are in the training part.
    pub train: Vec<usize>,
    /// Which are in the test part.
    pub test: Vec<usize>,
    /// The cross-entropy of the batch in each step.
    pub losses: Vec<f32>,
    /// How long the training took.
    pub time: Duration,
    /// How the trained network did on the training part.
    pub on_train: Test,
    /// How it did on the test part.
    pub on_test: Test,
}

impl FirstTraining {
    /// Trains and tests, with the pictures that the flags choose.
    ///
    /// # Errors
    /// If the pictures cannot be loaded, the checkpoint to go on from is of another training, or somebody stops the program.
    pub fn run(flags: &Flags) -> Result<FirstTraining> {
        let events = flags.interchange.begin()?;
        let images = flags.images()?;
        let [train, test] = split(0..images.len(), [8, 2], flags.lesson.seed);
        let (train_set, test_set) = (images.select(&train), images.select(&test));
        let adam = |network: &Network| Adam::new(0.001).minimize(&network.loss_mean);
        let checkpoints = flags.open_checkpoints(&train_set)?;
        let mut training =
            Training::run_kept(("Training", checkpoints), &train_set, flags, flags.steps as usize, adam)?;
        let (on_train, on_test) = (training.test(&train_set)?, training.test(&test_set)?);
        if let Some(events) = events {
            training.write_events(events, &on_test)?;
        }
        let Network { y_pred, y_pred_cls, .. } = training.network;
        let (y_pred, y_pred_cls) = (y_pred.named("y_pred"), y_pred_cls.named("y_pred_cls"));
        flags.interchange.export(&mut training.session, (&y_pred, &y_pred_cls))?;
        Ok(FirstTraining { train, test, losses: training.losses, time: training.time, on_train, on_test })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_of_all_pictures_counts_a_short_batch_for_less() {
        let test = Test { losses: vec![(50, 1.0), (10, 4.0)], predicted: vec![0; 60], correct: 45 };
        assert!((test.loss() - 1.5).abs() < 1e-12);
        assert!((test.percent() - 75.0).abs() < 1e-12);
    }
}
