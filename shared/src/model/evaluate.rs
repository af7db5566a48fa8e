//! Looking without training: `evaluate` and `predict`.

use std::ops::Range;

use ndarray::{ArrayD, Axis, concatenate};

use super::Model;
use super::compile::{Compiled, handles};
use super::rows::Rows;
use super::samples::Samples;
use super::scores::{Means, Scores};
use crate::element::Values;
use crate::error::Result;
use crate::session::Session;

/// Samples of one run. Large enough that threads pay, small enough that the buffers of a convolutional network stay in
/// memory.
const BATCH: usize = 256;

impl Model {
    /// Loss and metrics of samples with their targets; nothing is trained, and dropout drops nothing.
    ///
    /// # Errors
    /// If the samples do not fit the model or each other, are none, or are labelled with classes that do not exist.
    ///
    /// # Panics
    /// At the caller's line, if the model is not compiled.
    #[track_caller]
    pub fn evaluate(&mut self, x: impl Samples, y: impl Samples) -> Result<Scores> {
        let compiled = self.compiled("evaluate");
        let rows = self.labelled(&compiled, x.arrays(), y.arrays())?;
        let values = means_of(&mut self.session, &compiled, &rows, 0)?.values().collect();
        Ok(Scores { names: compiled.names.clone(), values })
    }

    /// The output for each sample: an array of the output's shape, `[samples, ...]`. The model need not be compiled.
    ///
    /// # Errors
    /// If the samples do not fit the model or each other, or are none.
    ///
    /// # Panics
    /// At the caller's line, if the model has several outputs: use [`predict_all`](Model::predict_all).
    #[track_caller]
    pub fn predict(&mut self, x: impl Samples) -> Result<ArrayD<f32>> {
        let outputs = self.outputs.len();
        assert!(outputs == 1, "predict: the model has {outputs} outputs; predict_all gives an array for each");
        Ok(self.predict_arrays(x.arrays())?.remove(0))
    }

    /// As [`predict`](Model::predict), with one array for each output, in their order.
    ///
    /// # Errors
    /// If the samples do not fit the model or each other, or are none.
    pub fn predict_all(&mut self, x: impl Samples) -> Result<Vec<ArrayD<f32>>> {
        self.predict_arrays(x.arrays())
    }

    #[expect(clippy::expect_used, reason = "batches differ in the first axis only")]
    fn predict_arrays(&mut self, x: Vec<Values<'_>>) -> Result<Vec<ArrayD<f32>>> {
        let rows = Rows::new(&handles(&self.inputs), x)?;
        let mut batches: Vec<Vec<ArrayD<f32>>> = vec![Vec::new(); self.outputs.len()];
        for range in ranges(0, rows.len) {
            let outputs = self.session.run(&self.outputs, rows.feeds(range))?;
            batches.iter_mut().zip(outputs).for_each(|(batches, output)| batches.push(output));
        }
        let join = |batches: Vec<ArrayD<f32>>| {
            let views: Vec<_> = batches.iter().map(|batch| batch.view()).collect();
            concatenate(Axis(0), &views).expect("batches differ in the first axis only")
        };
        Ok(batches.into_iter().map(join).collect())
    }
}

/// What is reported of the samples from number `first` on.
pub(super) fn means_of(session: &mut Session, compiled: &Compiled, rows: &Rows<'_>, first: usize) -> Result<Means> {
    let mut means = Means::default();
    for range in ranges(first, rows.len) {
        let samples = range.len();
        means.add(&session.run(&compiled.reported, rows.feeds(range))?, samples);
    }
    Ok(means)
}

fn ranges(first: usize, end: usize) -> impl Iterator<Item = Range<usize>> {
    (first..end).step_by(BATCH).map(move |start| start..(start + BATCH).min(end))
}
