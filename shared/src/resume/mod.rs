//! Trainings that can be stopped and gone on with: checkpoints every some steps, at Ctrl-C and at the end.
//!
//! A checkpoint is a [safetensors](https://github.com/huggingface/safetensors) file. It holds every variable by its
//! name, those of the optimizer among them; numbers that the program has gathered, such as losses, as `f64` with an `@`
//! before the name; and in the header's metadata, in the entry `training`, the rest as JSON:
//!
//! | field | meaning |
//! |---|---|
//! | `version` | of this format: 1 |
//! | `program`, `training`, `settings` | who has written it, what is trained, and all that the numbers depend on |
//! | `step` | how many steps are done |
//! | `seed`, `runs` | what dropout depends on |
//! | `instruction_set` | with which it was computed; with another one, sums differ in their last bits, and a note says so |
//! | `order` | where the order of the samples stands: batches in all, epoch, samples of the epoch, a checksum of its order |
//! | `checksum` | of all the above, and of all numbers in the file |
//!
//! A training that goes on from it computes the same bits as one that was never stopped. Nothing else may differ for
//! that: with another batch size, seed, learning rate or data set, or another network, the file is refused.
//!
//! The file is written beside its place, flushed to the disk and renamed: whenever the program is killed, there is a
//! whole file, the old one or the new one. If it cannot be written, the training says so and goes on; the old file
//! stays. As long as a program uses it, the file is locked, and others refuse to go on from it.

mod file;
mod interrupt;
mod keeper;
mod record;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::data::{Batches, Order};
use crate::error::Result;
use crate::session::Session;
use keeper::Keeper;

pub use keeper::Where;

const HELP: &str = "name a file that --checkpoint has written, or train anew";

/// Numbers that a training gathers while it runs, such as the losses so far, by name.
pub type Records = BTreeMap<String, Vec<f64>>;

/// What is trained: a checkpoint of anything else is refused.
#[derive(Clone, Debug)]
pub struct Job {
    /// The program: `lesson05_cnn`.
    pub program: &'static str,
    /// Which of its trainings or networks.
    pub training: &'static str,
    /// How many steps it will have in all. A resumed training may have more than it had before.
    pub steps: usize,
    /// All that the numbers depend on, by the names of their flags: seed, batch size, learning rate, data.
    pub settings: Vec<(&'static str, String)>,
}

/// Saves a training while it runs, and goes on from where another stopped. One that is [`off`](Checkpoints::off) does
/// nothing.
///
/// ```
/// use shared::data::DataSet;
/// use shared::prelude::*;
/// use shared::resume::{Checkpoints, Job, Where};
///
/// let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("line.safetensors");
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 1]);
/// let loss = (Dense::new(1).apply(&x) - &x * 3.0).square().mean();
/// let train_step = Adam::new(0.1).minimize(&loss);
/// let data = DataSet::new(ndarray::Array2::from_shape_fn((9, 1), |(n, _)| n as f32), ndarray::Array1::zeros(9), 1)?;
///
/// // Trains up to `steps`, and gives the loss.
/// let train = |mut checkpoints: Checkpoints, steps| -> Result<f32> {
///     let mut session = Session::new(&graph).seed(1);
///     let mut batches = data.batches(2).seed(1);
///     let done = checkpoints.begin(&mut session, &mut batches)?;
///     for (step, batch) in (done + 1..=steps).zip(batches) {
///         session.run(&train_step, feed![x => batch.images])?;
///         checkpoints.after_step(step, &mut session)?;
///     }
///     Ok(session.run(&loss, feed![x => data.images])?.item())
/// };
/// let job = |steps| Job { program: "line", training: "line", steps, settings: vec![("--seed", "1".into())] };
/// train(Checkpoints::open(Where::new(&path), job(7))?, 7)?;
/// let resumed = train(Checkpoints::open(Where::resumed(&path), job(20))?, 20)?;
/// assert_eq!(resumed, train(Checkpoints::off(), 20)?);
/// # Ok::<(), Error>(())
/// ```
#[derive(Default)]
pub struct Checkpoints(Option<Box<Keeper>>);

impl Checkpoints {
    /// Nothing is saved, and Ctrl-C ends the program at once.
    pub fn off() -> Checkpoints {
        Checkpoints(None)
    }

    /// Looks at the files: at the one to go on from, if there is one, and at the place of the one to write.
    ///
    /// # Errors
    /// If there is nothing to go on from, or it is of another training; or if there is a file where a new one should
    /// be, or no file can be there. Nothing is changed then.
    pub fn open(place: Where, job: Job) -> Result<Checkpoints> {
        Ok(Checkpoints(Some(Box::new(Keeper::open(place, job)?))))
    }

    /// How many steps were done when the checkpoint was written that this training goes on from.
    pub fn steps_done(&self) -> usize {
        self.0.as_ref().map_or(0, |keeper| keeper.steps_done())
    }

    /// Numbers that [`after_step_with`](Checkpoints::after_step_with) has saved under this name, in the checkpoint that
    /// this training goes on from. A training that begins has none.
    ///
    /// # Errors
    /// If the checkpoint does not have `len` of them.
    pub fn record(&self, name: &str, len: usize) -> Result<Vec<f64>> {
        self.0.as_ref().map_or_else(|| Ok(Vec::new()), |keeper| keeper.record(name, len))
    }

    /// To be called before the first step, when the graph is whole. A new training is saved for the first time; one
    /// that goes on gets its variables, and its batches pass over those that were. Gives the number of steps that are
    /// done.
    ///
    /// From now on Ctrl-C and SIGTERM are heeded after the next step.
    ///
    /// A program that trains several networks one after the other, as steps of one job, calls it before each.
    ///
    /// # Errors
    /// If the checkpoint is of another network or another order of the samples; the session is then as before.
    pub fn begin(&mut self, session: &mut Session, batches: &mut Batches<'_>) -> Result<usize> {
        let done = self.begin_order(session, batches.order())?.map_or(0, |order| order.batches());
        batches.pass_over(done);
        Ok(done)
    }

    /// As [`begin`](Checkpoints::begin); gives the order as it stands then, if checkpoints are kept.
    pub(crate) fn begin_order(&mut self, session: &mut Session, order: &Order) -> Result<Option<Order>> {
        match &mut self.0 {
            Some(keeper) => keeper.begin(session, order).map(Some),
            None => Ok(None),
        }
    }

    /// To be called at the end of each training step, with the number of steps done since the first of this network.
    ///
    /// # Errors
    /// [`ErrorKind::Stopped`](crate::ErrorKind::Stopped) if a signal came; the training is saved then. A checkpoint
    /// that cannot be written is no error: it is said on the error stream, and the training goes on.
    pub fn after_step(&mut self, step: usize, session: &mut Session) -> Result<()> {
        self.after_step_with(step, session, Records::new)
    }

    /// As [`after_step`](Checkpoints::after_step), with numbers to be saved beside the variables; only asked for when
    /// they are.
    ///
    /// # Errors
    /// As [`after_step`](Checkpoints::after_step).
    pub fn after_step_with(
        &mut self,
        step: usize,
        session: &mut Session,
        records: impl FnOnce() -> Records,
    ) -> Result<()> {
        match &mut self.0 {
            Some(keeper) => keeper.after_step(step, session, records),
            None => Ok(()),
        }
    }
}
