//! A score that is watched, and its best value so far.

use super::Training;
use crate::error::{Error, Result};

/// Knows by the score's name whether more is better: of an accuracy it is, of a loss it is not.
#[derive(Clone, Debug)]
pub(super) struct Monitor {
    name: String,
    pub min_delta: f64,
    best: Option<f64>,
}

impl Monitor {
    pub fn new(name: &str) -> Monitor {
        Monitor { name: name.to_owned(), min_delta: 0.0, best: None }
    }

    /// Forgets the best value; refuses a score that the training does not report.
    pub fn start(&mut self, training: &Training<'_>) -> Result<()> {
        self.best = None;
        let names = training.names();
        if names.contains(&self.name) {
            return Ok(());
        }
        let expected = format!("a score that is reported: {}", names.join(", "));
        let help =
            "scores that start with val_ need validation_split or validation_data; accuracy needs metrics([Accuracy])";
        Err(Error::argument("monitor").expected(expected).found(&self.name).help(help))
    }

    /// Whether the score of this epoch is better than all before by more than `min_delta`.
    #[expect(clippy::indexing_slicing, reason = "`start` has looked for the name")]
    pub fn improved(&mut self, training: &Training<'_>) -> bool {
        let value = training.scores()[self.name.as_str()];
        let more_is_better = self.name.ends_with("accuracy");
        let gain = |best: f64| if more_is_better { value - best } else { best - value };
        // NaN is never better, not even than nothing.
        let improved = !value.is_nan() && self.best.is_none_or(|best| gain(best) > self.min_delta);
        if improved {
            self.best = Some(value);
        }
        improved
    }
}
