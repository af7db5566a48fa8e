//! Loss and metrics of a pass over samples.

use std::fmt;
use std::ops::Index;

use ndarray::ArrayD;

use crate::fetch::Item;

/// Loss and metrics by name: what [`evaluate`](super::Model::evaluate) gives, and what callbacks see of an epoch.
///
/// It prints as Keras prints it: `loss: 0.3456 - accuracy: 0.8765`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    pub(super) names: Vec<String>,
    pub(super) values: Vec<f64>,
}

impl Scores {
    /// The loss; NaN before the first step of an epoch.
    pub fn loss(&self) -> f64 {
        self.values.first().copied().unwrap_or(f64::NAN)
    }

    /// The value of this name, e.g. `accuracy`.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.names.iter().position(|other| other == name).and_then(|k| self.values.get(k)).copied()
    }

    /// Names and values, the loss first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.names.iter().map(String::as_str).zip(self.values.iter().copied())
    }
}

impl Index<&str> for Scores {
    type Output = f64;

    /// The value of this name.
    ///
    /// # Panics
    /// If there is none; the message lists the names that exist.
    #[expect(clippy::indexing_slicing, clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    fn index(&self, name: &str) -> &f64 {
        match self.names.iter().position(|other| other == name) {
            Some(k) => &self.values[k],
            None => panic!("nothing is named {name}; there are: {}", self.names.join(", ")),
        }
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self.iter().map(|(name, value)| format!("{name}: {}", number(value))).collect();
        f.write_str(&pairs.join(" - "))
    }
}

/// Four digits behind the point; numbers too small for that with their power of ten.
fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-3 { format!("{value:.4e}") } else { format!("{value:.4}") }
}

/// Means over the samples of batches whose own means arrive one by one, the last of which may be short.
#[derive(Clone, Debug, Default)]
pub(super) struct Means {
    sums: Vec<f64>,
    samples: usize,
}

impl Means {
    pub fn clear(&mut self) {
        self.sums.clear();
        self.samples = 0;
    }

    /// Adds a batch of so many samples.
    pub fn add(&mut self, batch: &[ArrayD<f32>], samples: usize) {
        self.sums.resize(batch.len(), 0.0);
        self.sums.iter_mut().zip(batch).for_each(|(sum, mean)| *sum += f64::from(mean.item()) * samples as f64);
        self.samples += samples;
    }

    /// The sums, then the number of samples; of these, [`from_numbers`](Means::from_numbers) makes the same means again.
    pub fn to_numbers(&self) -> Vec<f64> {
        self.sums.iter().copied().chain([self.samples as f64]).collect()
    }

    pub fn from_numbers(mut numbers: Vec<f64>) -> Means {
        let samples = numbers.pop().unwrap_or_default() as usize;
        Means { sums: numbers, samples }
    }

    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.sums.iter().map(|sum| sum / self.samples as f64)
    }
}
