//! Several trainings one after the other, which one checkpoint covers: the finished ones by what they came to, the one that
//! runs by its variables.

use shared::prelude::*;
use shared::resume::{Checkpoints, Records};

use crate::training::{MeanParameters, Training};

/// Accuracy is looked at after so many steps, and after the last.
pub const LOOK_EVERY: u32 = 20;

/// What a training with one seed came to: accuracies, 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// On the validation set, at every 20th step.
    pub on_the_way: Vec<(u32, f32)>,
    /// On the test set, after the last step.
    pub at_the_end: f32,
    /// On the test set, with the mean of the weights of the last tenth of the steps.
    pub of_mean_weights: f32,
}

/// What a training has gathered so far.
#[derive(Default)]
pub struct Gathered {
    /// How many steps are done.
    pub steps: u32,
    /// Accuracies on the validation set, at every 20th step.
    pub on_the_way: Vec<(u32, f32)>,
    /// The sum of the weights of the last steps.
    pub late: MeanParameters,
}

/// Trainings of as many steps each.
pub struct Series {
    steps: u32,
    checkpoints: Checkpoints,
    outcomes: Vec<Outcome>,
    /// The number of the training that comes next, from 0.
    next: usize,
}

impl Series {
    /// Trainings of so many steps, above 0; those that the checkpoint says are finished, are.
    ///
    /// # Errors
    /// If the checkpoint lacks what they came to.
    pub fn new(steps: u32, checkpoints: Checkpoints) -> Result<Series> {
        // A training is finished when the next one has made a step: what comes after its last step is still to be done.
        let finished = checkpoints.steps_done().saturating_sub(1) / steps as usize;
        let looks = looks(steps, steps);
        let [at_the_end, of_mean_weights] =
            ["at_the_end", "of_mean_weights"].map(|name| checkpoints.record(name, finished));
        let on_the_way = checkpoints.record("on_the_way", finished * looks.len())?;
        let numbers = at_the_end?.into_iter().zip(of_mean_weights?).zip(on_the_way.chunks(looks.len()));
        let outcome = |((at_the_end, of_mean_weights), accuracies): ((f64, f64), &[f64])| Outcome {
            on_the_way: with_steps(&looks, accuracies),
            at_the_end: at_the_end as f32,
            of_mean_weights: of_mean_weights as f32,
        };
        let outcomes = numbers.map(outcome).collect();
        Ok(Series { steps, checkpoints, outcomes, next: 0 })
    }

    /// What the next training came to, if it is finished; it is not to be trained again then.
    pub fn finished(&mut self) -> Option<Outcome> {
        let outcome = self.outcomes.get(self.next).cloned();
        self.next += usize::from(outcome.is_some());
        outcome
    }

    /// Begins the next training, or goes on with it.
    ///
    /// # Errors
    /// If the checkpoint is of another network.
    pub fn begin(&mut self, training: &mut Training<'_>) -> Result<Gathered> {
        let done = self.checkpoints.begin(&mut training.session, &mut training.batches)?;
        // A forged file may say that there were more.
        let steps = done.min(self.steps as usize) as u32;
        if steps == 0 {
            return Ok(Gathered::default());
        }
        let looks = looks(steps, self.steps);
        let accuracies = self.checkpoints.record("accuracies", looks.len())?;
        let late = MeanParameters::from_numbers(&self.checkpoints.record("late", MeanParameters::NUMBERS)?);
        Ok(Gathered { steps, on_the_way: with_steps(&looks, &accuracies), late })
    }

    /// To be called after each step.
    ///
    /// # Errors
    /// If somebody stops the program.
    pub fn after_step(&mut self, training: &mut Training<'_>, gathered: &Gathered) -> Result<()> {
        let outcomes = &self.outcomes;
        let records = || records(outcomes, gathered);
        self.checkpoints.after_step_with(gathered.steps as usize, &mut training.session, records)
    }

    /// To be called at the end of a training.
    pub fn finish(&mut self, outcome: &Outcome) {
        self.outcomes.push(outcome.clone());
        self.next += 1;
    }
}

fn records(outcomes: &[Outcome], gathered: &Gathered) -> Records {
    let accuracies = |looks: &[(u32, f32)]| looks.iter().map(|&(_, accuracy)| accuracy.into()).collect::<Vec<f64>>();
    let of_all = |number: fn(&Outcome) -> f32| outcomes.iter().map(|outcome| number(outcome).into()).collect();
    let records: [(&str, Vec<f64>); 5] = [
        ("at_the_end", of_all(|outcome| outcome.at_the_end)),
        ("of_mean_weights", of_all(|outcome| outcome.of_mean_weights)),
        ("on_the_way", outcomes.iter().flat_map(|outcome| accuracies(&outcome.on_the_way)).collect()),
        ("accuracies", accuracies(&gathered.on_the_way)),
        ("late", gathered.late.to_numbers()),
    ];
    records.map(|(name, numbers)| (name.to_owned(), numbers)).into()
}

/// The steps, up to `done`, at which accuracy is looked at in a training of `steps`.
fn looks(done: u32, steps: u32) -> Vec<u32> {
    (1..=done).filter(|&step| is_look(step, steps)).collect()
}

/// Whether accuracy is looked at after this step.
pub fn is_look(step: u32, steps: u32) -> bool {
    step.is_multiple_of(LOOK_EVERY) || step == steps
}

fn with_steps(looks: &[u32], accuracies: &[f64]) -> Vec<(u32, f32)> {
    looks.iter().zip(accuracies).map(|(&step, &accuracy)| (step, accuracy as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_looks_are_every_20th_step_and_the_last() {
        assert_eq!(looks(45, 45), [20, 40, 45]);
        assert_eq!(looks(41, 45), [20, 40]);
        assert_eq!(looks(40, 40), [20, 40]);
        assert!(looks(0, 40).is_empty());
    }

    #[test]
    fn without_checkpoints_nothing_is_finished() {
        let mut series = Series::new(10, Checkpoints::off()).unwrap();
        assert_eq!(series.finished(), None);
        series.finish(&Outcome::default());
        assert_eq!(series.finished(), None);
    }
}
