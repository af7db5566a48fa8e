//! Trainings that are stopped and gone on with; files that are refused; files that cannot be written.

mod refused;
mod trouble;

use std::fs;
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2};

use super::*;
use crate::data::DataSet;
use crate::prelude::*;

const STEPS: usize = 23;

/// A training of a network with dropout, on 10 samples in batches of 4.
struct Example {
    graph: Graph,
    x: Tensor<f32>,
    loss: Tensor<f32>,
    train_step: TrainStep,
    data: DataSet,
}

impl Example {
    fn new(hidden: usize) -> Example {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let net = Dense::new(hidden).activation(Tanh).name("hidden").apply(&x);
        let net = Dropout::new(0.5).apply(&net);
        let loss = (Dense::new(1).name("out").apply(&net) - x.sum_axes([1]).reshape(shape![?, 1])).square().mean();
        let train_step = Adam::new(0.05).minimize(&loss);
        let images = Array2::from_shape_fn((10, 3), |(n, k)| (n * 3 + k) as f32 / 15.0 - 1.0);
        let data = DataSet::new(images, Array1::zeros(10), 1).unwrap();
        Example { graph, x, loss, train_step, data }
    }

    fn session(&self) -> Session {
        Session::new(&self.graph).seed(1)
    }

    /// Trains up to the step `until`; gives all losses, those before the checkpoint among them.
    fn train(&self, mut checkpoints: Checkpoints, session: &mut Session, until: usize) -> Result<Vec<f64>> {
        let mut batches = self.data.batches(4).seed(1);
        let done = checkpoints.begin(session, &mut batches)?;
        let mut losses = checkpoints.record("losses", done)?;
        for (step, batch) in (done + 1..=until).zip(batches) {
            let (loss, _) = session.run((&self.loss, &self.train_step), feed![self.x => batch.images])?;
            losses.push(loss.item().into());
            let records = || [("losses".to_owned(), losses.clone())].into();
            checkpoints.after_step_with(step, session, records)?;
        }
        Ok(losses)
    }
}

fn job() -> Job {
    job_of(STEPS, "4")
}

fn job_of(steps: usize, batch_size: &str) -> Job {
    let settings = vec![("--seed", "1".to_owned()), ("--batch-size", batch_size.to_owned())];
    Job { program: "example", training: "default", steps, settings }
}

/// A folder, and in it the checkpoint of a training that has come to this step.
fn stopped_at(step: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint");
    let example = Example::new(5);
    let checkpoints = Checkpoints::open(Where::new(&path).every(1), job()).unwrap();
    example.train(checkpoints, &mut example.session(), step).unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn stopped_anywhere_it_comes_to_the_same_file_and_the_same_losses() {
    let (_folder, whole) = stopped_at(STEPS);
    let example = Example::new(5);
    let losses = example.train(Checkpoints::off(), &mut example.session(), STEPS).unwrap();
    for step in 0..=STEPS {
        let (folder, path) = stopped_at(step);
        let checkpoints = Checkpoints::open(Where::resumed(&path).every(5), job()).unwrap();
        assert_eq!(checkpoints.steps_done(), step);
        // Another process: a new graph, and a session of another seed.
        let example = Example::new(5);
        let resumed = example.train(checkpoints, &mut Session::new(&example.graph).seed(9), STEPS).unwrap();
        assert_eq!(resumed, losses, "stopped at {step}");
        assert!(fs::read(&path).unwrap() == fs::read(&whole).unwrap(), "stopped at {step}");
        assert_eq!(names(folder.path()), ["checkpoint"]);
    }
}

#[test]
fn a_training_may_become_longer() {
    let (_folder, path) = stopped_at(STEPS);
    let example = Example::new(5);
    let checkpoints = Checkpoints::open(Where::resumed(&path), job_of(40, "4")).unwrap();
    let resumed = example.train(checkpoints, &mut example.session(), 40).unwrap();
    assert_eq!(resumed, example.train(Checkpoints::off(), &mut example.session(), 40).unwrap());
}

#[test]
fn a_copy_leaves_the_first_file_as_it_is() {
    let (folder, path) = stopped_at(7);
    let before = fs::read(&path).unwrap();
    let copy = folder.path().join("copy");
    let example = Example::new(5);
    let checkpoints = Checkpoints::open(Where::copied(&path, &copy), job()).unwrap();
    example.train(checkpoints, &mut example.session(), 9).unwrap();
    assert!(fs::read(&path).unwrap() == before);
    // The interval has not passed: the copy is still that of the beginning.
    assert!(fs::read(&copy).unwrap() == before);
}

#[test]
fn several_networks_are_trained_as_one_job() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint");
    let train = |mut checkpoints: Checkpoints, stop: usize| -> Result<Vec<ndarray::ArrayD<f32>>> {
        let mut weights = Vec::new();
        for network in checkpoints.steps_done().saturating_sub(1) / 10..3 {
            let example = Example::new(5);
            let (mut session, mut batches) =
                (Session::new(&example.graph).seed(network as u64), example.data.batches(4));
            let done = checkpoints.begin(&mut session, &mut batches)?;
            for (step, batch) in (done + 1..=10).zip(batches).take_while(|(step, _)| 10 * network + step <= stop) {
                session.run(&example.train_step, feed![example.x => batch.images])?;
                checkpoints.after_step(step, &mut session)?;
            }
            weights.push(session.value(&example.graph.variable_named("hidden/kernel")));
        }
        Ok(weights)
    };
    let whole = train(Checkpoints::off(), 30).unwrap();
    train(Checkpoints::open(Where::new(&path).every(1), job_of(30, "4")).unwrap(), 14).unwrap();
    let resumed = train(Checkpoints::open(Where::resumed(&path), job_of(30, "4")).unwrap(), 30).unwrap();
    assert_eq!(resumed, whole[1..]);
}

#[test]
fn fit_goes_on_within_an_epoch_and_between_two() {
    let samples = Array2::from_shape_fn((13, 2), |(n, k)| (n + 3 * k) as f32 / 10.0);
    let targets = Array1::from_shape_fn(13, |n| (n % 2) as f32);
    let fit = |checkpoints: Option<Where>, epochs: usize| {
        let graph = Graph::new();
        let input = Input::new([2]).apply(&graph);
        let net = Dropout::new(0.3).apply(&Dense::new(4).activation(Tanh).apply(&input));
        let mut model = Model::new(&input, &Dense::new(1).activation(Sigmoid).apply(&net)).seed(3);
        model.compile(Adam::new(0.05), Mse).metrics([Accuracy]);
        let fit = Fit::new().batch_size(4).epochs(epochs).validation_split(0.3).verbose(Verbose::Silent);
        let open = |place: Where| move |steps| Checkpoints::open(place, job_of(steps, "4"));
        let fit = match checkpoints {
            Some(place) => fit.checkpoints(open(place)),
            None => fit,
        };
        let history = model.fit(&samples, &targets, fit).unwrap();
        (history, model.predict(&samples).unwrap())
    };
    let whole = fit(None, 6);
    let folder = tempfile::tempdir().unwrap();
    for (epochs, every) in [(1, 3), (2, 3), (2, 4), (6, 1)] {
        // 3 steps an epoch; what was stopped is what a shorter training leaves, or a file of some step within it.
        let path = folder.path().join(format!("{epochs} {every}"));
        let short = fit(Some(Where::new(&path).every(every)), epochs);
        assert_eq!(short.0["loss"], whole.0["loss"][..epochs]);
        assert!(fit(Some(Where::resumed(&path)), 6) == whole, "{epochs} epochs");
    }
}

#[test]
fn fit_goes_on_from_any_step() {
    /// Ends the training as a signal does.
    struct StopAt(usize);

    impl crate::model::Callback for StopAt {
        fn on_batch_end(&mut self, training: &mut crate::model::Training<'_>) -> Result<()> {
            let step = (training.epoch() - 1) * training.steps() + training.step();
            if step == self.0 { Err(Error::stopped(2, "here")) } else { Ok(()) }
        }
    }

    let x = Array2::from_shape_fn((10, 2), |(n, k)| (n + 3 * k) as f32 / 10.0);
    let y = Array1::from_shape_fn(10, |n| (n % 2) as f32);
    let fit = |place: Where, stop: usize| {
        let graph = Graph::new();
        let input = Input::new([2]).apply(&graph);
        let mut model = Model::new(&input, &Dense::new(1).activation(Sigmoid).apply(&input)).seed(3);
        model.compile(Adam::new(0.05), Mse);
        let fit = Fit::new().batch_size(4).epochs(3).validation_split(0.2).verbose(Verbose::Silent);
        let open = |steps| Checkpoints::open(place, job_of(steps, "4"));
        model.fit(&x, &y, fit.callback(StopAt(stop)).checkpoints(open))
    };
    let folder = tempfile::tempdir().unwrap();
    let whole = fit(Where::new(folder.path().join("whole")), 0).unwrap();
    for stop in 1..=6 {
        let path = folder.path().join(stop.to_string());
        // Stopped before the step is saved, as by a power failure.
        fit(Where::new(&path).every(1), stop).unwrap_err();
        assert_eq!(fit(Where::resumed(&path), 0).unwrap(), whole, "stopped at {stop}");
    }
}

#[test]
fn a_session_that_predicts_reads_it_with_its_randomness() {
    let (_folder, path) = stopped_at(7);
    let example = Example::new(5);
    let mut trained = example.session();
    example.train(Checkpoints::off(), &mut trained, 7).unwrap();
    let graph = Graph::new();
    let kernel = graph.variable("hidden/kernel", zeros([3, 5]));
    let mut session = Session::new(&graph).seed(9);
    session.load(&path).unwrap();
    assert_eq!(session.value(&kernel), trained.value(&example.graph.variable_named("hidden/kernel")));
    assert_eq!(session.randomness().map(|number| *number), [1, 7]);
}
