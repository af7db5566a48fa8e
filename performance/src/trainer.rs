//! What all trainings on a data set have in common: the session, the batches, the loop over steps.

use ndarray::{Array1, ArrayD, ArrayView2, s};
use shared::data::{Batch, Batches, DataSet};
use shared::prelude::*;
use shared::{Feeds, Result};

use crate::{INFERENCE_BATCH_SIZE, Settings};

pub(crate) struct Trainer<'a> {
    session: Session,
    batches: Batches<'a>,
    batch_size: usize,
    train_step: TrainStep,
    loss: Tensor<f32>,
}

impl<'a> Trainer<'a> {
    /// A training of `loss`, which is on `graph`, by `train_step`.
    pub fn new(data: &'a DataSet, settings: Settings, (train_step, loss): (&TrainStep, &Tensor<f32>)) -> Trainer<'a> {
        let Settings { batch_size, threads, seed } = settings;
        // More than the set holds would never come.
        let batch_size = batch_size.min(data.len());
        Trainer {
            session: Session::new(loss.graph()).seed(seed).threads(threads),
            batches: data.batches(batch_size).seed(seed),
            batch_size,
            train_step: train_step.clone(),
            loss: loss.clone(),
        }
    }

    /// `count` steps; `feeds` says which of a batch's arrays goes where. The loss of the last one.
    pub fn steps(&mut self, count: usize, feeds: impl Fn(&Batch) -> Feeds<'_>) -> Result<f32> {
        assert!(count > 0, "steps: expected at least one, found 0");
        for _ in 1..count {
            let batch = self.next_batch();
            self.session.run(&self.train_step, feeds(&batch))?;
        }
        let batch = self.next_batch();
        let (_, loss) = self.session.run((&self.train_step, &self.loss), feeds(&batch))?;
        Ok(loss.item())
    }

    /// The classes of all images of `data`; `predict` gives those of one batch.
    pub fn predict(
        &mut self,
        data: &DataSet,
        mut predict: impl FnMut(&mut Session, ArrayView2<'_, f32>) -> Result<ArrayD<i32>>,
    ) -> Result<Array1<i32>> {
        let mut classes = Vec::with_capacity(data.len());
        for start in (0..data.len()).step_by(INFERENCE_BATCH_SIZE) {
            let end = data.len().min(start + INFERENCE_BATCH_SIZE);
            classes.extend(predict(&mut self.session, data.images.slice(s![start..end, ..]))?);
        }
        Ok(Array1::from(classes))
    }

    /// The next full batch: the short one at the end of an epoch is left out, so that all steps cost the same.
    #[expect(clippy::expect_used, reason = "batches never end, and there is a full one in each epoch")]
    fn next_batch(&mut self) -> Batch {
        let size = self.batch_size;
        self.batches.find(|batch| batch.len() == size).expect("batches never end")
    }
}
