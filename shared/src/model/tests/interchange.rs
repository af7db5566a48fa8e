//! What a model leaves for other programs; they themselves look at it in `interchange/`.

use std::fs;

use crate::model::TensorBoard;
use crate::prelude::*;

fn model() -> Model {
    let graph = Graph::new();
    let input = Input::new([2]).apply(&graph);
    let mut model = Model::new(&input, &Dense::new(1).activation(Sigmoid).apply(&input)).seed(1);
    model.compile(GradientDescent::new(0.5), Mse).metrics([Accuracy]);
    model
}

const X: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const Y: [f32; 4] = [0.0, 0.0, 0.0, 1.0];

#[test]
fn the_callback_writes_a_folder_for_training_and_one_for_validation() {
    let folder = tempfile::tempdir().unwrap();
    let files = |run: &str| fs::read_dir(folder.path().join(run)).map_or(0, Iterator::count);
    let fit = || Fit::new().epochs(3).verbose(Verbose::Silent).callback(TensorBoard::new(folder.path()));
    model().fit(X, Y, fit()).unwrap();
    assert_eq!((files("train"), files("validation")), (1, 0));
    model().fit(X, Y, fit().validation_data(X, Y)).unwrap();
    assert_eq!((files("train"), files("validation")), (2, 1));
}

#[test]
fn the_callback_changes_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let fit = || Fit::new().epochs(5).batch_size(1).verbose(Verbose::Silent);
    let without = model().fit(X, Y, fit()).unwrap();
    let with = model().fit(X, Y, fit().callback(TensorBoard::new(folder.path()))).unwrap();
    assert_eq!(without["loss"], with["loss"]);
}

#[test]
fn a_folder_that_cannot_be_made_ends_the_training_before_it_begins() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let fit = Fit::new().verbose(Verbose::Silent).callback(TensorBoard::new(file.path()));
    let error = model().fit(X, Y, fit).unwrap_err().to_string();
    assert!(error.contains("expected to make the folder for event files and write into it"), "{error}");
}

#[test]
fn the_model_is_exported_from_its_inputs_to_its_outputs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("and.onnx");
    model().export_onnx(&path).unwrap();
    let bytes = fs::read(&path).unwrap();
    for name in ["input", "dense/kernel", "dense/sigmoid"] {
        assert!(bytes.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
    }
}
