//! Writes the scores of each epoch for TensorBoard. Keras: `TensorBoard`. Lesson 3.

use std::path::{Path, PathBuf};

use super::{Callback, Training};
use crate::error::Result;
use crate::tensorboard::EventWriter;

/// Writes event files into a folder: loss and metrics of each epoch, and the graph.
///
/// As with Keras, the subfolder `train` holds the scores of the training samples and the graph, `validation` those of the
/// validation samples; both have the same names (`epoch_loss`, `epoch_accuracy`), so that TensorBoard draws them into one
/// picture.
///
/// ```
/// use shared::model::TensorBoard;
/// use shared::prelude::*;
///
/// let folder = tempfile::tempdir().unwrap();
/// let graph = Graph::new();
/// let input = Input::new([1]).apply(&graph);
/// let mut model = Model::new(&input, &Dense::new(1).apply(&input));
/// model.compile(GradientDescent::new(0.1), Mse);
/// let fit = Fit::new().epochs(5).callback(TensorBoard::new(folder.path())).verbose(Verbose::Silent);
/// model.fit([[1.0], [2.0]], [[3.0], [5.0]], fit)?; // then: tensorboard --logdir folder
/// assert!(folder.path().join("train").is_dir());
/// # Ok::<(), Error>(())
/// ```
pub struct TensorBoard {
    folder: PathBuf,
    train: Option<EventWriter>,
    validation: Option<EventWriter>,
}

impl TensorBoard {
    /// Writes into subfolders of this folder, which is made if it is not there.
    pub fn new(folder: impl Into<PathBuf>) -> TensorBoard {
        TensorBoard { folder: folder.into(), train: None, validation: None }
    }

    /// The writer of a subfolder, made when it is first needed.
    fn writer<'a>(folder: &Path, subfolder: &str, writer: &'a mut Option<EventWriter>) -> Result<&'a mut EventWriter> {
        match writer {
            Some(writer) => Ok(writer),
            None => Ok(writer.insert(EventWriter::create(folder.join(subfolder))?)),
        }
    }
}

impl Callback for TensorBoard {
    fn on_train_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        (self.train, self.validation) = (None, None);
        TensorBoard::writer(&self.folder, "train", &mut self.train)?.graph(&training.reported)
    }

    fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        for (name, value) in training.scores().iter() {
            let (writer, name) = match name.strip_prefix("val_") {
                Some(name) => (TensorBoard::writer(&self.folder, "validation", &mut self.validation)?, name),
                None => (TensorBoard::writer(&self.folder, "train", &mut self.train)?, name),
            };
            writer.scalar(&format!("epoch_{name}"), training.epoch(), value as f32)?;
        }
        Ok(())
    }
}
