//! When a checkpoint is written, and what happens when it cannot be.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::file::{Found, already_there, replace, to_bytes};
use super::record::{Record, VERSION, instruction_set_name};
use super::{Job, Records, interrupt};
use crate::data::Order;
use crate::error::{Error, Result};
use crate::files::{check_target, remove_strays};
use crate::session::Session;

/// Steps between two checkpoints, unless something else is asked for.
const USUAL_INTERVAL: usize = 100;

/// From where to where checkpoints go, and how often.
#[derive(Clone, Debug)]
pub struct Where {
    resume: Option<PathBuf>,
    path: PathBuf,
    every: usize,
    command: String,
}

impl Where {
    /// A new training, which is saved to this file.
    pub fn new(path: impl Into<PathBuf>) -> Where {
        Where { resume: None, path: path.into(), every: USUAL_INTERVAL, command: String::new() }
    }

    /// Goes on from this file, and saves to it.
    pub fn resumed(path: impl Into<PathBuf>) -> Where {
        let path = path.into();
        Where { resume: Some(path.clone()), ..Where::new(path) }
    }

    /// Goes on from one file, which stays as it is, and saves to another.
    pub fn copied(from: impl Into<PathBuf>, to: impl Into<PathBuf>) -> Where {
        Where { resume: Some(from.into()), ..Where::new(to) }
    }

    /// Saves every so many steps. Default: 100.
    #[must_use]
    pub fn every(self, steps: usize) -> Where {
        Where { every: steps.max(1), ..self }
    }

    /// The command line that goes on from the file, for whoever stops the program.
    #[must_use]
    pub fn command(self, command: String) -> Where {
        Where { command, ..self }
    }

    /// Whether the file to write should not be there yet.
    fn is_new(&self) -> bool {
        let same = |from: &PathBuf| {
            from == &self.path
                || fs::canonicalize(from).is_ok_and(|from| fs::canonicalize(&self.path).is_ok_and(|to| from == to))
        };
        !self.resume.as_ref().is_some_and(same)
    }
}

/// Keeps the checkpoint of one training up to date.
pub(super) struct Keeper {
    place: Where,
    job: Job,
    /// What the training goes on from, until it has begun.
    found: Option<Found>,
    /// What it has gathered, beside the variables.
    records: Records,
    /// The file in its place, locked as long as it is open.
    held: Option<File>,
    /// The steps of networks that were trained before, as part of the same job.
    before: usize,
    /// The order of the samples at the last save.
    order: Option<Order>,
    /// All steps done, those of networks before included.
    step: usize,
    /// The step of the file in its place, if it is there.
    saved: Option<usize>,
    /// Why the last save failed, if it did: nothing is said twice.
    trouble: Option<String>,
}

impl Keeper {
    pub fn open(place: Where, job: Job) -> Result<Keeper> {
        let is_new = place.is_new();
        let (mut found, held) = match &place.resume {
            Some(path) => {
                let (found, file) = Found::open(path)?;
                found.record.check(&job, path)?;
                (Some(found), Some(file))
            }
            None => (None, None),
        };
        check_target(&place.path)?;
        if is_new && fs::symlink_metadata(&place.path).is_ok() {
            return Err(already_there(&place.path));
        }
        remove_strays(&place.path);
        let step = found.as_ref().map_or(0, |found| found.record.step);
        let saved = if is_new { None } else { Some(step) };
        let records = found.as_mut().map(|found| std::mem::take(&mut found.records)).unwrap_or_default();
        Ok(Keeper { place, job, found, records, held, before: 0, order: None, step, saved, trouble: None })
    }

    pub fn steps_done(&self) -> usize {
        self.step
    }

    /// The step of the file in its place.
    #[cfg(test)]
    pub fn saved_step(&self) -> Option<usize> {
        self.saved
    }

    pub fn record(&self, name: &str, len: usize) -> Result<Vec<f64>> {
        match self.records.get(name) {
            Some(numbers) if numbers.len() == len => Ok(numbers.clone()),
            _ if self.step == 0 && len == 0 => Ok(Vec::new()),
            found => Err(Error::file(self.resumed_path())
                .expected(format!("{len} numbers named {name}"))
                .found(found.map_or("none".to_owned(), |numbers| numbers.len().to_string()))
                .help(super::HELP)),
        }
    }

    pub fn begin(&mut self, session: &mut Session, order: &Order) -> Result<Order> {
        let mut order = order.clone();
        if let Some(found) = self.found.take() {
            order.go_to(found.record.order.batches);
            if order.place() != found.record.order {
                return Err(Error::file(self.resumed_path())
                    .expected("the order of samples that this program makes of the seed")
                    .found("another order")
                    .help("the file is damaged, or another version of the course has written it: train anew"));
            }
            found.restore(session)?;
            found.record.compare_instruction_sets();
            let path = self.resumed_path().display();
            println!("Resumed from {path}: {} of {} steps are done", self.step, self.job.steps);
        }
        if self.order.is_none() {
            interrupt::listen();
        }
        self.before = self.step.saturating_sub(order.batches());
        self.order = Some(order.clone());
        if self.saved.is_none() {
            println!("Checkpoints: {}, every {} steps", self.place.path.display(), self.place.every);
            let records = std::mem::take(&mut self.records);
            self.try_to_save(session, &records);
            self.records = records;
        }
        if self.step == self.job.steps {
            interrupt::no_longer();
        }
        Ok(order)
    }

    fn resumed_path(&self) -> &Path {
        self.place.resume.as_ref().unwrap_or(&self.place.path)
    }

    pub fn after_step(&mut self, step: usize, session: &mut Session, records: impl FnOnce() -> Records) -> Result<()> {
        self.step = self.before + step;
        let stopped = interrupt::noted();
        let is_last = self.step == self.job.steps;
        if is_last || stopped.is_some() || self.step.is_multiple_of(self.place.every) {
            if let Some(order) = &mut self.order {
                order.go_to(step);
            }
            self.try_to_save(session, &records());
        }
        if is_last {
            interrupt::no_longer();
        }
        match stopped {
            Some((signal, name)) => Err(Error::stopped(signal, self.where_it_stands(name))),
            None => Ok(()),
        }
    }

    /// Saves; if that fails, says so, once.
    fn try_to_save(&mut self, session: &mut Session, records: &Records) {
        let trouble = self.save(session, records).err().map(|error| error.to_string());
        match (&trouble, &self.trouble) {
            (Some(trouble), before) if before.as_ref() != Some(trouble) => {
                let last = match self.saved {
                    Some(step) => format!("the last good checkpoint is that of step {step}"),
                    None => "there is no checkpoint so far".to_owned(),
                };
                eprintln!("warning: {trouble}\n  step {} is not saved; {last}; the training goes on", self.step);
            }
            (None, Some(_)) => eprintln!("note: the checkpoint is written again, at step {}", self.step),
            _ => {}
        }
        self.trouble = trouble;
    }

    #[expect(clippy::expect_used, reason = "there is an order since `begin`")]
    fn save(&mut self, session: &mut Session, records: &Records) -> Result<()> {
        let [seed, runs] = session.randomness().map(|number| *number);
        let record = Record {
            version: VERSION,
            program: self.job.program.to_owned(),
            training: self.job.training.to_owned(),
            settings: self.job.settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            step: self.step,
            seed,
            runs,
            instruction_set: instruction_set_name().to_owned(),
            order: self.order.as_ref().expect("begun").place(),
            checksum: String::new(),
        };
        let bytes = to_bytes(session, record, records, &self.place.path)?;
        self.held = Some(replace(&self.place.path, &bytes, self.saved.is_none())?);
        self.saved = Some(self.step);
        Ok(())
    }

    /// What is said to whoever stopped the program.
    fn where_it_stands(&self, signal: &str) -> String {
        let (path, step) = (self.place.path.display(), self.step);
        let mut text = format!("stopped by {signal} after step {step} of {}", self.job.steps);
        match (self.saved, &self.trouble) {
            (Some(saved), None) if saved == step => text += &format!("; all of it is in {path}"),
            (Some(saved), _) => text += &format!("; it could not be saved: {path} is that of step {saved}"),
            (None, _) => return text + "; it could not be saved",
        }
        if !self.place.command.is_empty() {
            text += &format!("\n  to go on: {}", self.place.command);
        }
        text
    }
}
