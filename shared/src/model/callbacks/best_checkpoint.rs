//! Saves the best state of a training. Keras: `ModelCheckpoint(save_best_only=True)`. Lesson 3.

use std::path::PathBuf;

use super::monitor::Monitor;
use super::{Callback, Training};
use crate::error::Result;

/// Saves all variables, as [`Session::save`](crate::Session::save) does, after each epoch in which a score is better
/// than before.
///
/// The file always holds the best epoch so far; [`Model::load`](crate::model::Model::load) reads it. Of scores whose
/// name ends in `accuracy` more is better, of all others less.
///
/// ```
/// use shared::prelude::*;
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("best.safetensors");
/// let graph = Graph::new();
/// let input = Input::new([1]).apply(&graph);
/// let mut model = Model::new(&input, &Dense::new(1).apply(&input));
/// model.compile(GradientDescent::new(0.1), Mse);
/// let fit = Fit::new().epochs(5).callback(BestCheckpoint::new(&path, "loss")).verbose(Verbose::Silent);
/// model.fit([[1.0], [2.0]], [[3.0], [5.0]], fit)?;
/// model.load(&path)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct BestCheckpoint {
    path: PathBuf,
    monitor: Monitor,
    saved_epoch: Option<usize>,
}

impl BestCheckpoint {
    /// Saves to this path whenever this score, such as `val_loss`, is the best so far.
    pub fn new(path: impl Into<PathBuf>, monitor: &str) -> BestCheckpoint {
        BestCheckpoint { path: path.into(), monitor: Monitor::new(monitor), saved_epoch: None }
    }

    /// The epoch, from 1, that the file holds.
    pub fn saved_epoch(&self) -> Option<usize> {
        self.saved_epoch
    }
}

impl Callback for BestCheckpoint {
    fn remembers(&self) -> bool {
        true
    }

    fn on_train_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        self.saved_epoch = None;
        self.monitor.start(training)
    }

    fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        if self.monitor.improved(training) {
            training.session().save(&self.path)?;
            self.saved_epoch = Some(training.epoch());
        }
        Ok(())
    }
}
