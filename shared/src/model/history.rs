//! How training went, epoch by epoch.

use std::ops::Index;
use std::path::{Path, PathBuf};

use super::scores::Scores;
use crate::error::{Error, Result};
use crate::plot::Curves;

/// Loss and metrics of every epoch by name: `history["loss"]`, `history["val_accuracy"]`. Keras: `History.history`.
///
/// Those of the training samples are means over the epoch, taken while the weights changed; those of the validation
/// samples, whose names start with `val_`, are taken at the end of the epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    names: Vec<String>,
    values: Vec<Vec<f64>>,
}

impl History {
    pub(super) fn new(names: Vec<String>) -> History {
        let values = vec![Vec::new(); names.len()];
        History { names, values }
    }

    /// Of earlier epochs: as many values for each name.
    pub(super) fn of(names: Vec<String>, values: Vec<Vec<f64>>) -> History {
        History { names, values }
    }

    pub(super) fn push(&mut self, epoch: &Scores) {
        self.values.iter_mut().zip(&epoch.values).for_each(|(values, &value)| values.push(value));
    }

    /// The number of epochs.
    pub fn epochs(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// The names, the loss first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// One value for each epoch.
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        self.names.iter().position(|other| other == name).and_then(|k| self.values.get(k)).map(Vec::as_slice)
    }

    /// Plots the loss over the epochs, that of the validation samples beside it if there are any, as a PNG file.
    ///
    /// # Errors
    /// When the file cannot be written, or its name does not end in `.png`.
    pub fn plot(&self, path: impl AsRef<Path>) -> Result<PathBuf> {
        self.plot_of("loss", path)
    }

    /// Plots the loss or metric of this name, with its `val_` twin if there is one.
    ///
    /// # Errors
    /// As [`plot`](History::plot), and when there is no such name.
    pub fn plot_of(&self, name: &str, path: impl AsRef<Path>) -> Result<PathBuf> {
        let Some(training) = self.get(name) else {
            return Err(Error::argument("history").expected(self.names.join(" or ")).found(name));
        };
        let curves = Curves::new(format!("{name} while training")).x_label("epoch").y_label(name);
        let curves = curves.curve("training", &numbered(training));
        let validation = self.get(&format!("val_{name}"));
        validation.into_iter().fold(curves, |curves, values| curves.curve("validation", &numbered(values))).save(path)
    }
}

/// Epochs count from 1.
fn numbered(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(k, &value)| ((k + 1) as f64, value)).collect()
}

impl Index<&str> for History {
    type Output = [f64];

    /// One value for each epoch.
    ///
    /// # Panics
    /// If there is no such name; the message lists the names that exist.
    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    fn index(&self, name: &str) -> &[f64] {
        match self.get(name) {
            Some(values) => values,
            None => panic!("nothing is named {name}; there are: {}", self.names.join(", ")),
        }
    }
}
