//! The flags of what a training leaves for other programs.

use std::path::PathBuf;

use clap::Args;

use super::LessonArgs;
use crate::error::Result;
use crate::fetch::Fetch;
use crate::files::check_writable;
use crate::session::Session;
use crate::tensorboard::EventWriter;

/// `--onnx FILE` and `--log-dir DIR`.
#[derive(Args, Clone, Debug, Default)]
pub struct InterchangeArgs {
    /// Write the trained network into this file as an ONNX model, which ONNX Runtime and others run
    #[arg(long, value_name = "FILE")]
    pub onnx: Option<PathBuf>,

    /// Write curves, pictures and the graph of the training into this folder, for TensorBoard
    #[arg(long, value_name = "DIR")]
    pub log_dir: Option<PathBuf>,
}

impl InterchangeArgs {
    /// Checks that the model can be written when the training is over, and that there is one: in a program with
    /// sections, that the section `trains` is to run.
    ///
    /// # Errors
    /// If not: said at once, not after a long training.
    pub fn check(&self, lesson: Option<(&LessonArgs, &str)>) -> Result<()> {
        let given = [("--onnx", self.onnx.is_some()), ("--log-dir", self.log_dir.is_some())];
        if let (Some((lesson, trains)), Some((flag, _))) = (lesson, given.into_iter().find(|(_, is_given)| *is_given)) {
            lesson.check_runs(trains, flag)?;
        }
        self.onnx.as_ref().map_or(Ok(()), check_writable)
    }

    /// Checks that the model can be written; then begins the event file, if there is to be one.
    ///
    /// # Errors
    /// If the model or the event file cannot be written.
    pub fn begin(&self) -> Result<Option<EventWriter>> {
        self.check(None)?;
        self.log_dir.as_ref().map(EventWriter::create).transpose()
    }

    /// Writes the model that computes `fetches`, if there is to be one, and tells where it is.
    ///
    /// # Errors
    /// As [`Session::export_onnx`].
    pub fn export<F: Fetch>(&self, session: &mut Session, fetches: F) -> Result<()> {
        let Some(path) = &self.onnx else { return Ok(()) };
        session.export_onnx(path, fetches)?;
        super::show("ONNX model", path);
        Ok(())
    }
}
