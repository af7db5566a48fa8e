//! Ends a training that has stopped getting better. Keras: `EarlyStopping`. Lesson 3.

use ndarray::ArrayD;

use super::monitor::Monitor;
use super::{Callback, Training};
use crate::error::Result;

/// Stops when a score, such as `val_loss`, has not become better for some epochs.
///
/// Of scores whose name ends in `accuracy` more is better, of all others less.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let input = Input::new([1]).apply(&graph);
/// let mut model = Model::new(&input, &Dense::new(1).apply(&input));
/// model.compile(GradientDescent::new(10.0), Mse); // so large a rate that it gets worse and worse
/// let stopping = EarlyStopping::new("loss").patience(2).restore_best_weights();
/// let fit = Fit::new().epochs(50).callback(stopping).verbose(Verbose::Silent);
/// let history = model.fit([[1.0], [2.0]], [[3.0], [5.0]], fit)?;
/// assert_eq!(history.epochs(), 3);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct EarlyStopping {
    monitor: Monitor,
    patience: usize,
    restore: bool,
    waited: usize,
    best: Option<(usize, Vec<ArrayD<f32>>)>,
    stopped_epoch: Option<usize>,
}

impl EarlyStopping {
    /// Stops at the first epoch in which this score does not become better.
    pub fn new(monitor: &str) -> EarlyStopping {
        let monitor = Monitor::new(monitor);
        EarlyStopping { monitor, patience: 0, restore: false, waited: 0, best: None, stopped_epoch: None }
    }

    /// How many epochs in a row without anything better are too many. Default: 0, which like 1 means the first.
    #[must_use]
    pub fn patience(mut self, epochs: usize) -> EarlyStopping {
        self.patience = epochs;
        self
    }

    /// How much better counts as better. Default: 0, anything.
    #[must_use]
    pub fn min_delta(mut self, min_delta: f64) -> EarlyStopping {
        self.monitor.min_delta = min_delta;
        self
    }

    /// In the end, puts back the trainable variables as they were after the best epoch. Default: they stay as they are.
    #[must_use]
    pub fn restore_best_weights(mut self) -> EarlyStopping {
        self.restore = true;
        self
    }

    /// The epoch, from 1, after which it stopped the training, if it did.
    pub fn stopped_epoch(&self) -> Option<usize> {
        self.stopped_epoch
    }

    /// The epoch, from 1, whose weights were put back in the end, if they were.
    pub fn restored_epoch(&self) -> Option<usize> {
        self.best.as_ref().map(|(epoch, _)| *epoch)
    }
}

impl Callback for EarlyStopping {
    fn remembers(&self) -> bool {
        true
    }

    fn on_train_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        (self.waited, self.best, self.stopped_epoch) = (0, None, None);
        self.monitor.start(training)
    }

    fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        let improved = self.monitor.improved(training);
        // The first epoch is the best so far in any case, also if its score is NaN.
        if self.restore && (improved || self.best.is_none()) {
            self.best = Some((training.epoch(), training.weights()));
        }
        self.waited = if improved { 0 } else { self.waited + 1 };
        if self.waited > 0 && self.waited >= self.patience && training.epoch() > 1 {
            self.stopped_epoch = Some(training.epoch());
            training.stop();
        }
        Ok(())
    }

    fn on_train_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        match &self.best {
            Some((_, weights)) => training.set_weights(weights),
            None => Ok(()),
        }
    }
}
