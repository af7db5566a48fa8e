//! The samples that `fit` really trains on, read from what each step does to the weights.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};
use proptest::prelude::*;
use shared::model::{Callback, Training};
use shared::prelude::*;
use shared::resume::{Checkpoints, Job, Where};
use shared::{Error, Result};

use super::config;

/// A model that shows its samples: sample k is 1 at place k and has the target (k + 1) / 2, and each sample has a weight.
///
/// The output is `x · w`, which is 0, times the number of samples in the batch, which the mean in the loss divides by.
/// A step of descent with rate 1 thus adds k + 1 to weight k each time that sample k comes with its own target.
fn model(count: usize, seed: u64) -> Model {
    let graph = Graph::new();
    let x = Input::new([count]).apply(&graph);
    let w = graph.variable("w", zeros([count, 1]));
    let mut model = Model::new(&x, &(x.matmul(&w) * x.sum())).seed(seed);
    model.compile(GradientDescent::new(1.0), Mse);
    model
}

fn samples(count: usize) -> (Array2<f32>, Array1<f32>) {
    (Array2::eye(count), (0..count).map(|k| (k + 1) as f32 / 2.0).collect())
}

/// How often each sample came in each step, and in which epoch.
#[derive(Clone, Debug, Default, PartialEq)]
struct Steps {
    seen: Vec<(usize, Vec<usize>)>,
    /// The step after which the training ends in an error, as if the power had failed.
    last: Option<usize>,
}

impl Callback for Steps {
    /// Reads the weights, and makes them 0 again.
    fn on_batch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        let weights = training.weights().remove(0);
        training.set_weights(&[weights.mapv(|_| 0.0)])?;
        let times = weights.iter().zip(1..).map(|(weight, unit)| {
            let times = weight / unit as f32;
            assert!((times - times.round()).abs() < 1e-3, "{times} times the target of sample {}", unit - 1);
            times.round() as usize
        });
        self.seen.push((training.epoch(), times.collect()));
        match self.last {
            Some(last) if self.seen.len() == last => Err(Error::argument("power").expected("some").found("none")),
            _ => Ok(()),
        }
    }
}

impl Steps {
    /// Checks that in each of the epochs each of the first `trained` samples came once, in batches of this size, and the
    /// others not at all.
    fn check(&self, trained: usize, batch_size: usize, epochs: usize) -> Result<(), TestCaseError> {
        let mut by_epoch: BTreeMap<usize, Vec<&[usize]>> = BTreeMap::new();
        self.seen.iter().for_each(|(epoch, times)| by_epoch.entry(*epoch).or_default().push(times));
        prop_assert!(by_epoch.keys().copied().eq(1..=epochs), "epochs {:?} of {epochs}", by_epoch.keys());
        for (epoch, steps) in by_epoch {
            let sizes = steps.iter().map(|times| times.iter().sum::<usize>());
            let expected = (0..trained).step_by(batch_size).map(|first| batch_size.min(trained - first));
            prop_assert!(sizes.clone().eq(expected), "sizes {:?} in epoch {epoch}", sizes.collect::<Vec<_>>());
            for k in 0..steps[0].len() {
                let times: usize = steps.iter().map(|times| times[k]).sum();
                prop_assert_eq!(times, usize::from(k < trained), "sample {} in epoch {}", k, epoch);
            }
        }
        Ok(())
    }

    /// Whether the samples came as they are stored.
    fn in_order(&self) -> bool {
        let firsts = self.seen.iter().map(|(epoch, times)| (epoch, times.iter().position(|&times| times > 0)));
        firsts.is_sorted()
    }
}

#[derive(Clone, Debug)]
enum Apart {
    Nothing,
    /// A share of the samples.
    Share(f64),
    /// So many samples beside them.
    Others(usize),
}

fn apart() -> impl Strategy<Value = Apart> {
    prop_oneof![Just(Apart::Nothing), (0.05..0.95).prop_map(Apart::Share), (1..9usize).prop_map(Apart::Others)]
}

/// How many samples are trained on; none if the share leaves none on one side, which is an error of its own.
fn trained(count: usize, apart: &Apart) -> Option<usize> {
    match *apart {
        Apart::Share(share) => {
            Some((count as f64 * (1.0 - share)).floor() as usize).filter(|&trained| (1..count).contains(&trained))
        }
        Apart::Nothing | Apart::Others(_) => Some(count),
    }
}

fn options<'a>(apart: &Apart, count: usize) -> Fit<'a> {
    let fit = Fit::new().verbose(Verbose::Silent);
    match *apart {
        Apart::Nothing => fit,
        Apart::Share(share) => fit.validation_split(share),
        Apart::Others(others) => {
            fit.validation_data(Array2::<f32>::zeros((others, count)), Array1::<f32>::ones(others))
        }
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn fit_trains_on_each_sample_once_in_each_epoch(
        count in 1..60usize,
        batch_size in 1..70usize,
        epochs in 1..4usize,
        shuffle in any::<bool>(),
        apart in apart(),
        seed in any::<u64>(),
    ) {
        let (x, y) = samples(count);
        let fit = || options(&apart, count).batch_size(batch_size).epochs(epochs).shuffle(shuffle);
        let run = || {
            let mut steps = Steps::default();
            model(count, seed).fit(&x, &y, fit().callback(&mut steps)).map(|_| steps)
        };
        let Some(trained) = trained(count, &apart) else {
            prop_assert!(run().unwrap_err().to_string().starts_with("validation_split: expected "));
            return Ok(());
        };
        let steps = run().unwrap();
        steps.check(trained, batch_size, epochs)?;
        prop_assert!(shuffle || steps.in_order());
        prop_assert_eq!(run().unwrap(), steps, "one seed gives one order");
    }
}

proptest! {
    #![proptest_config(config(30))]

    #[test]
    fn a_training_that_was_cut_off_goes_on_with_the_samples_that_are_left(
        count in 2..20usize,
        batch_size in 1..8usize,
        epochs in 1..4usize,
        shuffle in any::<bool>(),
        part in 0.0..1.0,
        seed in any::<u64>(),
    ) {
        let (x, y) = samples(count);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fit.safetensors");
        let job = |steps| Job { program: "properties", training: "fit", steps, settings: vec![] };
        let run = |place: Where, steps: &mut Steps| {
            let fit = options(&Apart::Nothing, count).batch_size(batch_size).epochs(epochs).shuffle(shuffle);
            let fit = fit.checkpoints(|steps| Checkpoints::open(place, job(steps)));
            model(count, seed).fit(&x, &y, fit.callback(steps)).map(drop)
        };
        let last = 1 + (part * (epochs * count.div_ceil(batch_size)) as f64) as usize;
        let mut steps = Steps { last: Some(last), ..Steps::default() };
        prop_assert!(run(Where::new(&path).every(1), &mut steps).is_err());
        // The last step was not saved any more: it is done again.
        prop_assume!(last > 1);
        steps.seen.pop();
        let mut rest = Steps::default();
        run(Where::resumed(&path), &mut rest).unwrap();
        steps.seen.extend(rest.seen);
        steps.check(count, batch_size, epochs)?;
        prop_assert!(shuffle || steps.in_order());
    }
}
