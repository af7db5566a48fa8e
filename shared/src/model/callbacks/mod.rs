//! Callbacks: what happens at the beginning and end of epochs beside training. One callback is one file.

mod best_checkpoint;
mod early_stopping;
mod monitor;
mod report;
mod tensor_board;

use ndarray::ArrayD;

use super::scores::{Means, Scores};
use crate::error::Result;
use crate::graph::Tensor;
use crate::session::Session;

pub use best_checkpoint::BestCheckpoint;
pub use early_stopping::EarlyStopping;
pub(super) use report::Report;
pub use tensor_board::TensorBoard;

/// Something that [`fit`](super::Model::fit) calls while it trains. All methods do nothing unless they are written.
///
/// ```
/// use shared::model::{Callback, Training};
/// use shared::prelude::*;
///
/// /// Stops as soon as the loss is small enough.
/// struct GoodEnough(f64);
///
/// impl Callback for GoodEnough {
///     fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
///         if training.scores().loss() < self.0 {
///             training.stop();
///         }
///         Ok(())
///     }
/// }
///
/// let graph = Graph::new();
/// let input = Input::new([1]).apply(&graph);
/// let mut model = Model::new(&input, &Dense::new(1).apply(&input));
/// model.compile(GradientDescent::new(0.1), Mse);
/// let fit = Fit::new().epochs(1000).callback(GoodEnough(0.01)).verbose(Verbose::Silent);
/// let history = model.fit([[1.0], [2.0]], [[3.0], [5.0]], fit)?;
/// assert!(history.epochs() < 1000);
/// # Ok::<(), Error>(())
/// ```
///
/// An error ends the training, and is what `fit` gives back.
pub trait Callback {
    /// Before the first epoch. Wrong settings are best refused here.
    ///
    /// # Errors
    /// Whatever should end the training before it begins.
    fn on_train_begin(&mut self, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// Before each epoch.
    ///
    /// # Errors
    /// Whatever should end the training.
    fn on_epoch_begin(&mut self, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// After each training step.
    ///
    /// # Errors
    /// Whatever should end the training.
    fn on_batch_end(&mut self, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// After each epoch, when the validation samples have been looked at.
    ///
    /// # Errors
    /// Whatever should end the training.
    fn on_epoch_end(&mut self, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// After the last epoch.
    ///
    /// # Errors
    /// Whatever went wrong.
    fn on_train_end(&mut self, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// Whether what it does depends on earlier epochs, which it remembers. A training that goes on from a checkpoint begins
    /// without these memories, so [`fit`](super::Model::fit) refuses the two together.
    fn remembers(&self) -> bool {
        false
    }
}

impl<C: Callback + ?Sized> Callback for &mut C {
    fn on_train_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        (**self).on_train_begin(training)
    }

    fn on_epoch_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        (**self).on_epoch_begin(training)
    }

    fn on_batch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        (**self).on_batch_end(training)
    }

    fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        (**self).on_epoch_end(training)
    }

    fn on_train_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        (**self).on_train_end(training)
    }

    fn remembers(&self) -> bool {
        (**self).remembers()
    }
}

/// Where a training stands.
pub struct Training<'a> {
    pub(super) session: &'a mut Session,
    /// The names of what is reported of the training samples, then of the validation samples.
    pub(super) names: Vec<String>,
    /// What computes the reported scores of the training samples.
    pub(super) reported: Vec<Tensor<f32>>,
    pub(super) means: Means,
    pub(super) validation: Means,
    pub(super) epoch: usize,
    pub(super) epochs: usize,
    pub(super) step: usize,
    pub(super) steps: usize,
    pub(super) stopped: bool,
}

impl Training<'_> {
    /// The epoch, from 1.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// How many epochs there will be, unless somebody stops.
    pub fn epochs(&self) -> usize {
        self.epochs
    }

    /// How many steps of this epoch are done.
    pub fn step(&self) -> usize {
        self.step
    }

    /// How many steps an epoch has.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The names of what is reported at the end of an epoch, e.g. `loss`, `accuracy`, `val_loss`, `val_accuracy`.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Loss and metrics of this epoch so far, none before its first step; those of the validation samples at its end
    /// only.
    pub fn scores(&self) -> Scores {
        let values: Vec<f64> = self.means.values().chain(self.validation.values()).collect();
        Scores { names: self.names.iter().take(values.len()).cloned().collect(), values }
    }

    /// Ends the training after this epoch.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// The session that holds the model's variables.
    pub fn session(&mut self) -> &mut Session {
        self.session
    }

    /// The values of all trainable variables, in the order of [`Graph::variables`](crate::Graph::variables).
    pub fn weights(&mut self) -> Vec<ArrayD<f32>> {
        let variables = self.session.graph().variables();
        variables.iter().map(|variable| self.session.value(variable)).collect()
    }

    /// Gives all trainable variables the values that [`weights`](Training::weights) gave.
    ///
    /// # Errors
    /// If a shape is not the variable's.
    pub fn set_weights(&mut self, weights: &[ArrayD<f32>]) -> Result<()> {
        let variables = self.session.graph().variables();
        variables.iter().zip(weights).try_for_each(|(variable, value)| self.session.assign(variable, value))
    }
}
