//! Callbacks: when they are called, and what they do.

use super::{STILL, X, Y, silent, small};
use crate::model::{Callback, Training};
use crate::prelude::*;

/// A model of a single weight w and the loss (w − 1)², with a learning rate: the loss of each epoch is known.
fn one_weight(learning_rate: f32) -> Model {
    let graph = Graph::new();
    let input = Input::new([1]).apply(&graph);
    let output = Dense::new(1).kernel_init(Init::Constant(0.0)).use_bias(false).apply(&input);
    let mut model = Model::new(&input, &output);
    model.compile(GradientDescent::new(learning_rate), Mse);
    model
}

fn weight(model: &mut Model) -> f32 {
    let kernel = model.graph().variable_named("dense/kernel");
    model.session().value(&kernel).item()
}

/// Sets the weight at the end of each epoch, so that the validation loss of the next can be foreseen.
struct Script(Vec<f32>);

impl Callback for Script {
    fn on_epoch_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        let weight = self.0[training.epoch() - 1];
        training.set_weights(&[ndarray::arr2(&[[weight]]).into_dyn()])
    }
}

fn run(script: &[f32], stopping: &mut EarlyStopping) -> (Vec<f64>, f32) {
    let mut model = one_weight(STILL).ignore_numerics(); // a script may set NaN
    let fit = silent().epochs(script.len()).callback(Script(script.to_vec())).callback(stopping);
    let losses = model.fit([[1.0]], [[1.0]], fit).unwrap()["loss"].to_vec();
    (losses, weight(&mut model))
}

#[test]
fn early_stopping_waits_and_restores_the_best_weights() {
    let script = [3.0, 2.0, 4.0, 1.5, 2.0, 2.0, 1.0];
    let mut stopping = EarlyStopping::new("loss").patience(2);
    assert_eq!(run(&script, &mut stopping), (vec![4.0, 1.0, 9.0, 0.25, 1.0, 1.0], 2.0));
    assert_eq!((stopping.stopped_epoch(), stopping.restored_epoch()), (Some(6), None));
    let mut stopping = EarlyStopping::new("loss").patience(2).restore_best_weights();
    assert_eq!(run(&script, &mut stopping).1, 1.5);
    assert_eq!((stopping.stopped_epoch(), stopping.restored_epoch()), (Some(6), Some(4)));
    // Nothing is better than 4 by more than 3 until it is too late.
    let mut stopping = EarlyStopping::new("loss").patience(2).min_delta(3.0);
    assert_eq!(run(&script, &mut stopping).0.len(), 3);
    let mut stopping = EarlyStopping::new("loss").patience(7).restore_best_weights();
    assert_eq!(run(&script, &mut stopping), (vec![4.0, 1.0, 9.0, 0.25, 1.0, 1.0, 0.0], 1.0));
    assert_eq!(stopping.stopped_epoch(), None);
}

#[test]
fn nan_is_never_better() {
    let mut stopping = EarlyStopping::new("loss").patience(2).restore_best_weights();
    let (losses, weight) = run(&[f32::NAN, 3.0, f32::NAN, f32::NAN, 1.0], &mut stopping);
    assert_eq!((losses.len(), weight), (4, 3.0));
}

#[test]
fn of_accuracies_more_is_better() {
    let mut model = small(1);
    model.compile(GradientDescent::new(STILL), Mse).metrics([Accuracy]);
    let mut stopping = EarlyStopping::new("accuracy").patience(2);
    let history = model.fit(X, Y, silent().epochs(9).callback(&mut stopping)).unwrap();
    assert_eq!(history.epochs(), 3); // it never changes
}

#[test]
fn the_best_epoch_is_what_the_checkpoint_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs/best.safetensors");
    let mut model = one_weight(STILL);
    let mut checkpoint = BestCheckpoint::new(&path, "val_loss");
    let script = Script(vec![3.0, 1.5, 2.0]);
    let fit = silent().epochs(3).validation_data([[1.0]], [[1.0]]).callback(script).callback(&mut checkpoint);
    model.fit([[1.0]], [[1.0]], fit).unwrap();
    assert_eq!((checkpoint.saved_epoch(), weight(&mut model)), (Some(2), 2.0));
    model.load(&path).unwrap();
    assert_eq!(weight(&mut model), 1.5);
}

#[test]
fn a_score_that_is_not_reported_is_refused_before_training() {
    let mut model = one_weight(0.5);
    let error = model.fit([[1.0]], [[1.0]], silent().callback(EarlyStopping::new("val_loss"))).unwrap_err().to_string();
    assert!(error.starts_with("monitor: expected a score that is reported: loss, found val_loss\n  help: "), "{error}");
    assert_eq!(weight(&mut model), 0.0);
}

/// Writes down what it is told.
#[derive(Default)]
struct Diary(Vec<String>);

impl Diary {
    fn note(&mut self, event: &str, training: &Training<'_>) -> Result<()> {
        let Diary(notes) = self;
        notes.push(format!(
            "{event} {}/{} {}/{}",
            training.epoch(),
            training.epochs(),
            training.step(),
            training.steps()
        ));
        Ok(())
    }
}

impl Callback for Diary {
    fn on_train_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        self.note("begin", training)
    }
    fn on_epoch_begin(&mut self, training: &mut Training<'_>) -> Result<()> {
        assert!(training.scores().loss().is_nan());
        self.note("epoch", training)
    }
    fn on_batch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        self.note("batch", training)
    }
    fn on_epoch_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        self.note("done", training)
    }
    fn on_train_end(&mut self, training: &mut Training<'_>) -> Result<()> {
        assert_eq!(training.names(), ["loss"]);
        self.note("end", training)
    }
}

#[test]
fn callbacks_hear_of_everything_in_order() {
    let mut diary = Diary::default();
    let mut model = small(1);
    model.compile(GradientDescent::new(0.1), Mse);
    model.fit(X, Y, silent().batch_size(4).epochs(1).callback(&mut diary)).unwrap();
    let expected = ["begin 0/1 0/2", "epoch 1/1 0/2", "batch 1/1 1/2", "batch 1/1 2/2", "done 1/1 2/2", "end 1/1 2/2"];
    assert_eq!(diary.0, expected);
}

#[test]
fn the_error_of_a_callback_ends_the_training() {
    struct Full;
    impl Callback for Full {
        fn on_batch_end(&mut self, _: &mut Training<'_>) -> Result<()> {
            Err(Error::argument("disk").expected("room").found("none"))
        }
    }
    let mut model = small(1);
    model.compile(GradientDescent::new(0.1), Mse);
    let error = model.fit(X, Y, silent().callback(Full)).unwrap_err();
    assert_eq!(error.to_string(), "disk: expected room, found none");
}
