//! Wrong data gives an error and trains nothing; a wrong program panics at its own line.

use std::panic::{AssertUnwindSafe, Location, catch_unwind};

use ndarray::{Array2, Array3};

use super::{X, Y, silent, small};
use crate::model::Samples;
use crate::prelude::*;

/// A classifier of three classes.
fn classifier() -> Model {
    let graph = Graph::new();
    let input = Input::new([2]).apply(&graph);
    let mut model = Model::new(&input, &Dense::new(3).activation(Softmax).name("kind").apply(&input)).seed(1);
    model.compile(GradientDescent::new(0.1), SparseCategoricalCrossentropy).metrics([Accuracy]);
    model
}

/// The error of a training, after which the model is as it was.
#[track_caller]
fn refused(mut model: Model, x: impl Samples, y: impl Samples, fit: Fit<'_>) -> String {
    let before = model.predict(X).unwrap();
    let error = model.fit(x, y, fit).unwrap_err().to_string();
    assert_eq!(model.predict(X).unwrap(), before);
    error
}

fn line() -> Model {
    let mut model = small(1);
    model.compile(GradientDescent::new(0.1), Mse);
    model
}

#[test]
fn arrays_that_do_not_fit_are_refused() {
    let error = refused(line(), Array2::<f32>::zeros((6, 3)), Y, silent());
    assert!(error.starts_with("input: expected samples of shape [?, 2], found [6, 3]\n  help: "), "{error}");
    let error = refused(line(), Array3::<f32>::zeros((6, 2, 1)), Array2::<f32>::zeros((6, 2)), silent());
    assert!(error.starts_with("dense_1_target: expected samples of shape [?, 1], found [6, 2]"), "{error}");
    let error = refused(line(), X, [1.0, 2.0], silent());
    assert!(error.starts_with("dense_1_target: expected 6 samples, as many as input, found 2"), "{error}");
    let error = refused(line(), (X, X), Y, silent());
    assert!(error.starts_with("input: expected 1 array, found 2"), "{error}");
    let error = refused(line(), X, (Y, Y), silent());
    assert!(error.starts_with("dense_1_target: expected 1 array, found 2"), "{error}");
    let none = Array2::<f32>::zeros((0, 2));
    let error = refused(line(), &none, Array2::<f32>::zeros((0, 1)), silent());
    assert!(error.starts_with("input, dense_1_target: expected at least 1 sample, found 0"), "{error}");
    let error = line().predict(&none).unwrap_err().to_string();
    assert!(error.starts_with("input: expected at least 1 sample, found 0"), "{error}");
    let error = line().predict(ndarray::arr0(1.0)).unwrap_err().to_string();
    assert!(error.starts_with("input: expected samples of shape [?, 2], found []"), "{error}");
}

#[test]
fn labels_outside_the_classes_are_refused_wherever_they_stand() {
    for (label, at) in [(3, 5), (-1, 0)] {
        let mut labels = [0, 1, 2, 0, 1, 2];
        labels[at] = label;
        let expected = format!("kind_target: expected class numbers 0 to 2, found {label} at sample {at}\n  help: ");
        let error = refused(classifier(), X, labels, silent().batch_size(2));
        assert!(error.starts_with(&expected), "{error}");
        let error = refused(classifier(), X, [0; 6], silent().validation_data(X, labels));
        assert!(error.starts_with(&expected), "{error}");
        assert!(classifier().evaluate(X, labels).unwrap_err().to_string().starts_with(&expected));
    }
    let error = refused(classifier(), X, Y, silent());
    assert!(
        error.starts_with("kind_target: expected class numbers, of type i32, found numbers of type f32"),
        "{error}"
    );
    let one_hot = ndarray::arr2(&[[1, 0, 0]; 6]);
    let error = refused(classifier(), X, &one_hot, silent());
    assert!(error.starts_with("kind_target: expected samples of shape [?], found [6, 3]"), "{error}");
    // A column of labels is as good as a row, as in Keras.
    classifier().fit(X, [[0], [1], [2], [0], [1], [2]], silent()).unwrap();
}

#[test]
fn settings_out_of_range_are_refused() {
    let error = refused(line(), X, Y, silent().batch_size(0));
    assert_eq!(error, "batch_size: expected at least 1, found 0");
    for share in [f64::NAN, -0.5, 0.0, 1.0, f64::INFINITY] {
        let error = refused(line(), X, Y, silent().validation_split(share));
        let expected = "validation_split: expected a share of the samples, above 0 and below 1, found ";
        assert_eq!(error, format!("{expected}{share}"));
    }
    let error = refused(line(), X, Y, silent().validation_split(0.9));
    assert!(
        error.starts_with("validation_split: expected a share that leaves samples on both sides, found 0.9"),
        "{error}"
    );
    assert_eq!(line().fit(X, Y, silent().epochs(0)).unwrap().epochs(), 0);
    assert_eq!(line().fit(X, Y, silent().batch_size(usize::MAX)).unwrap().epochs(), 1);
}

/// The message of a panic that `build` must make, if it points at this file.
#[track_caller]
fn panic_here(build: impl FnOnce()) -> String {
    let here = Location::caller();
    let place = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let heard = place.clone();
    let thread = std::thread::current().id();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| match std::thread::current().id() == thread {
        true => *heard.lock().unwrap() = info.location().unwrap().file().to_owned(),
        false => hook(info),
    }));
    let panic = catch_unwind(AssertUnwindSafe(build)).expect_err("a panic");
    let _ = std::panic::take_hook();
    assert_eq!(*place.lock().unwrap(), here.file(), "the panic should point at the caller's line");
    panic.downcast_ref::<String>().cloned().or(panic.downcast_ref::<&str>().map(|s| s.to_string())).unwrap()
}

#[test]
fn wrong_programs_panic_at_their_own_line() {
    let message = panic_here(|| drop(small(1).fit(X, Y, silent())));
    assert!(message.starts_with("fit: the model must be compiled first"), "{message}");
    let message = panic_here(|| drop(small(1).evaluate(X, Y)));
    assert!(message.starts_with("evaluate: the model must be compiled first"), "{message}");
    let message = panic_here(|| drop(small(1).metrics([Accuracy]).metric_names()));
    assert!(message.starts_with("metrics: the model must be compiled first"), "{message}");
    let message = panic_here(|| drop(small(1).compile(GradientDescent::new(0.1), [Mse, Mse]).metric_names()));
    assert_eq!(message, "compile: needs a loss for each of the 1 outputs, found 2");
    let message = panic_here(|| drop(classifier().metrics([Metric::Mae]).metric_names()));
    assert!(
        message.starts_with("metrics: mae of ") && message.contains("needs targets of the output's shape"),
        "{message}"
    );
}

#[test]
fn networks_that_do_not_connect_panic() {
    let graph = Graph::new();
    let [a, b] = ["a", "b"].map(|name| Input::new([2]).name(name).apply(&graph));
    let y = Dense::new(1).apply(&a);
    let w = graph.variable("w", zeros([2, 2]));
    let open = graph.placeholder::<f32>("open", shape![?, 2]);
    let cases: [(&dyn Fn() -> Model, &str); 7] = [
        (&|| Model::new([&a, &b], &y), "Model: the input Tensor(b: f32 [?, 2]) leads to no output"),
        (&|| Model::new(&a, [&y, &b]), "Model: Tensor(b: f32 [?, 2]) depends on the placeholder b, which is not among"),
        (&|| Model::new(&a, &a.matmul(&w).sum()), "Model: the first axis of Tensor(sum: f32 []) must be open, `?`"),
        (&|| Model::new(&w, &y), "Model: the first axis of Tensor(w: f32 [2, 2]) must be open"),
        (
            &|| Model::new(&y, &y),
            "Model: Tensor(dense/add: f32 [?, 1]) depends on the placeholder a, which is not among",
        ),
        (&|| Model::new([], &y), "Model: needs at least one input and one output"),
        (&|| Model::new(&open, &Input::new([2]).apply(&Graph::new())), "belongs to another graph than"),
    ];
    for (build, expected) in cases {
        let message = panic_here(|| drop(build()));
        assert!(message.contains(expected), "{message}");
    }
    let mut two = Model::new(&a, [&y, &Dense::new(1).apply(&a)]);
    let message = panic_here(|| drop(two.predict(X)));
    assert!(message.starts_with("predict: the model has 2 outputs; predict_all"), "{message}");
}
