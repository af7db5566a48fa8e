//! One training of softmax regression on MNIST, from zeros, step by step.

use ndarray::{Array1, Array2};
use shared::data::{Batches, DataSet, Mnist};
use shared::prelude::*;
use shared::progress::Progress;

use crate::model::{Setting, SoftmaxRegression};

/// A training that has come as far as it was stepped.
pub struct Training<'a> {
    /// What is trained.
    pub model: SoftmaxRegression,
    /// The values of `W` and `b`.
    pub session: Session,
    /// Where the next batch comes from.
    pub batches: Batches<'a>,
}

/// The values of the two variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// `[784, 10]`.
    pub w: Array2<f32>,
    /// `[10]`.
    pub b: Array1<f32>,
}

impl<'a> Training<'a> {
    /// Builds the model and the stream of batches; `seed` decides how the images are shuffled, and nothing else: all weights
    /// start at 0.
    pub fn new(setting: &Setting, mnist: &'a Mnist, seed: u64, threads: usize) -> Training<'a> {
        let model = SoftmaxRegression::build(setting);
        let session = Session::new(&model.graph).threads(threads);
        Training { model, session, batches: mnist.train.batches(setting.batch_size).seed(seed) }
    }

    /// Trains on the next batch.
    ///
    /// # Errors
    /// If the run fails.
    #[expect(clippy::expect_used, reason = "shuffled batches of a set with images never end")]
    pub fn step(&mut self) -> Result<()> {
        let SoftmaxRegression { x, y_true, train_step, .. } = &self.model;
        let batch = self.batches.next().expect("shuffled batches never end");
        self.session.run(train_step, feed![x => batch.images, y_true => batch.labels])
    }

    /// Trains on this many further batches, under a progress bar.
    ///
    /// # Errors
    /// If a run fails.
    pub fn steps(&mut self, steps: u32) -> Result<()> {
        let progress = Progress::new("Training", steps as usize);
        for _ in 0..steps {
            self.step()?;
            progress.step();
        }
        progress.finish();
        Ok(())
    }

    /// The share of `set`, 0 to 1, that is classified correctly.
    ///
    /// # Errors
    /// If the run fails.
    pub fn accuracy(&mut self, set: &DataSet) -> Result<f32> {
        Ok(self.model.value_for(&self.model.accuracy, &mut self.session, set)?.item())
    }

    /// The loss on `set`.
    ///
    /// # Errors
    /// If the run fails.
    pub fn loss(&mut self, set: &DataSet) -> Result<f32> {
        Ok(self.model.value_for(&self.model.loss, &mut self.session, set)?.item())
    }

    /// `W` and `b` as they are now.
    #[expect(clippy::expect_used, reason = "the variables have these shapes")]
    pub fn parameters(&mut self) -> Parameters {
        let w = self.session.value(&self.model.w).into_dimensionality().expect("W is [784, 10]");
        let b = self.session.value(&self.model.b).into_dimensionality().expect("b is [10]");
        Parameters { w, b }
    }

    /// Sets `W` and `b`.
    ///
    /// # Errors
    /// If they are of other shapes.
    pub fn set_parameters(&mut self, parameters: &Parameters) -> Result<()> {
        self.session.assign(&self.model.w, &parameters.w)?;
        self.session.assign(&self.model.b, &parameters.b)
    }
}

/// The mean of the parameters after several steps.
///
/// Gradient descent on batches ends near the best weights but never at rest: each batch pulls in its own direction. The
/// mean of the places it visits is closer to the middle than any of them. Source: Polyak and Juditsky, "Acceleration of
/// Stochastic Approximation by Averaging", 1992.
#[derive(Clone, Debug)]
pub struct MeanParameters {
    sum: Parameters,
    count: u32,
}

impl Default for MeanParameters {
    fn default() -> MeanParameters {
        MeanParameters { sum: Parameters { w: Array2::zeros((784, 10)), b: Array1::zeros(10) }, count: 0 }
    }
}

impl MeanParameters {
    /// Takes these parameters in.
    pub fn add(&mut self, parameters: &Parameters) {
        self.sum.w += &parameters.w;
        self.sum.b += &parameters.b;
        self.count += 1;
    }

    /// How many numbers [`to_numbers`](MeanParameters::to_numbers) gives: weights, biases, and how many were added.
    pub const NUMBERS: usize = 784 * 10 + 10 + 1;

    /// The sums and the count, for a checkpoint.
    pub fn to_numbers(&self) -> Vec<f64> {
        let sums = self.sum.w.iter().chain(&self.sum.b).map(|&sum| sum.into());
        sums.chain([self.count.into()]).collect()
    }

    /// What [`to_numbers`](MeanParameters::to_numbers) gave.
    ///
    /// # Panics
    /// If they are not [`NUMBERS`](MeanParameters::NUMBERS).
    #[expect(clippy::indexing_slicing, reason = "the numbers have just been counted")]
    pub fn from_numbers(numbers: &[f64]) -> MeanParameters {
        assert_eq!(numbers.len(), MeanParameters::NUMBERS);
        let mut mean = MeanParameters::default();
        mean.sum.w.iter_mut().chain(&mut mean.sum.b).zip(numbers).for_each(|(sum, &number)| *sum = number as f32);
        mean.count = numbers[numbers.len() - 1] as u32;
        mean
    }

    /// The mean; zeros when none were added.
    pub fn mean(&self) -> Parameters {
        let count = self.count.max(1) as f32;
        Parameters { w: &self.sum.w / count, b: &self.sum.b / count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MEAN;
    use course_tests::subset::Subset;

    #[test]
    fn steps_make_the_loss_smaller_and_the_seed_decides_the_batches() {
        let mnist = Subset::new(1200, 30).load().unwrap();
        let after_five = |seed| {
            let mut training = Training::new(&MEAN, &mnist, seed, 1);
            let before = training.loss(&mnist.train).unwrap();
            assert!((before - 10f32.ln()).abs() < 1e-5, "{before}");
            training.steps(5).unwrap();
            assert!(training.loss(&mnist.train).unwrap() < before);
            training.parameters()
        };
        assert_eq!(after_five(1), after_five(1));
        assert_ne!(after_five(1), after_five(2));
    }

    #[test]
    fn parameters_can_be_set_back() {
        let mnist = Subset::new(1200, 30).load().unwrap();
        let mut training = Training::new(&MEAN, &mnist, 1, 1);
        training.step().unwrap();
        let (parameters, accuracy) = (training.parameters(), training.accuracy(&mnist.test).unwrap());
        training.step().unwrap();
        assert_ne!(training.parameters(), parameters);
        training.set_parameters(&parameters).unwrap();
        assert_eq!((training.parameters(), training.accuracy(&mnist.test).unwrap()), (parameters, accuracy));
        let other = Parameters { w: Array2::zeros((10, 10)), b: Array1::zeros(10) };
        assert!(training.set_parameters(&other).unwrap_err().to_string().starts_with("W: expected"));
    }

    #[test]
    fn the_mean_is_in_the_middle() {
        let of = |value| Parameters { w: Array2::from_elem((784, 10), value), b: Array1::from_elem(10, -value) };
        let mut mean = MeanParameters::default();
        assert_eq!(mean.mean(), of(0.0));
        mean.add(&of(1.0));
        mean.add(&of(2.0));
        assert_eq!(mean.mean(), of(1.5));
        assert_eq!(MeanParameters::from_numbers(&mean.to_numbers()).mean(), of(1.5));
    }
}
