//! The numbers that Keras reports, from the same weights: `golden/model.json`.

use ndarray::ArrayD;
use serde_json::Value;

use crate::check::assert_close;
use crate::element::Values;
use crate::golden::{numbers, read, sizes};
use crate::model::{Loss, OutputLoss, OutputLosses, Samples};
use crate::ops::concat;
use crate::prelude::*;

const TOLERANCE: f32 = 1e-5;

/// The arrays of a case; element types as in the file.
struct Arrays(Vec<Value>);

impl Samples for Arrays {
    fn arrays(&self) -> Vec<Values<'_>> {
        let array = |json: &Value| match json["dtype"].as_str() {
            Some("i32") => Values::I32(f32_array(json).mapv(|class| class as i32).into()),
            _ => Values::F32(f32_array(json).into()),
        };
        self.0.iter().map(array).collect()
    }
}

fn f32_array(json: &Value) -> ArrayD<f32> {
    ArrayD::from_shape_vec(sizes(&json["shape"]), numbers(&json["data"])).unwrap()
}

fn list(json: &Value) -> &Vec<Value> {
    json.as_array().unwrap()
}

/// The network that `golden/make/model.py` builds for the case of this name.
fn network(name: &str) -> Model {
    let graph = Graph::new();
    match name {
        "two inputs, two outputs" => {
            let (a, b) = (Input::new([3]).name("a").apply(&graph), Input::new([2]).name("b").apply(&graph));
            let both = concat(&[&Dense::new(4).activation(Relu).name("hidden").apply(&a), &b], 1);
            let y1 = Dense::new(1).name("y1").apply(&both);
            let y2 = Dense::new(3).activation(Softmax).name("y2").apply(&both);
            return Model::new([&a, &b], [&y1, &y2]);
        }
        "images" => {
            let x = Input::new([6, 5, 1]).apply(&graph);
            let net = Conv2d::new(2, 3).padding(Same).activation(Relu).name("conv").apply(&x);
            let net = Flatten::new().apply(&MaxPooling2d::new(2).apply(&net));
            return Model::new(&x, &Dense::new(3).activation(Softmax).name("out").apply(&net));
        }
        _ => {}
    }
    let x = Input::new([3]).apply(&graph);
    let hidden = Dense::new(4).activation(Tanh).name("hidden").apply(&x);
    let (loss, how) = name.split_once(", ").unwrap_or((name, ""));
    let scaled = how.starts_with("probabilities");
    let (units, activation) = match (loss, how) {
        ("mse", _) => (1, Linear),
        ("mse of two numbers", _) => (2, Linear),
        ("binary", "logits") => (1, Linear),
        ("binary", _) if scaled => (1, Tanh),
        ("binary", _) => (1, Sigmoid),
        (_, "logits") => (3, Linear),
        _ => (3, Softmax),
    };
    let y = Dense::new(units).activation(activation).name("out").apply(&hidden);
    match (scaled, activation) {
        (false, _) => Model::new(&x, &y),
        (true, Tanh) => Model::new(&x, &(y * 0.5 + 0.5)),
        (true, _) => Model::new(&x, &(y * 0.75 + 0.125)),
    }
}

fn compile(model: &mut Model, case: &Value) {
    let loss = |(k, name): (usize, &Value)| {
        let loss = match name.as_str().unwrap() {
            "mse" => Loss::Mse,
            "binary_crossentropy" => Loss::BinaryCrossentropy,
            "categorical_crossentropy" => Loss::CategoricalCrossentropy,
            other => {
                assert_eq!(other, Loss::SparseCategoricalCrossentropy.name());
                Loss::SparseCategoricalCrossentropy
            }
        };
        let loss = loss.weight(case["loss_weights"][k].as_f64().unwrap() as f32);
        if case["from_logits"][k].as_bool().unwrap() { loss.from_logits() } else { loss }
    };
    let losses: Vec<OutputLoss> = list(&case["losses"]).iter().enumerate().map(loss).collect();
    match case["optimizer"].as_str().unwrap() {
        "adam" => model.compile(Adam::new(0.05), OutputLosses::from(losses)),
        _ => model.compile(GradientDescent::new(0.2), OutputLosses::from(losses)),
    };
    for (output, metrics) in model.outputs.clone().iter().zip(list(&case["metrics"])) {
        let metric = |name: &Value| match name.as_str().unwrap() {
            "accuracy" => Accuracy,
            "mse" => Metric::Mse,
            _ => Metric::Mae,
        };
        model.metrics_of(output, list(metrics).iter().map(metric));
    }
}

#[test]
fn histories_scores_and_predictions_are_those_of_keras() {
    let file = read("model");
    let settings = &file["settings"];
    let whole = |json: &Value| json.as_u64().unwrap() as usize;
    for case in list(&file["cases"]) {
        let name = case["name"].as_str().unwrap();
        println!("{name}");
        let mut model = network(name);
        compile(&mut model, case);
        for weight in list(&case["weights"]) {
            let variable = model.graph().variable_named(weight["name"].as_str().unwrap());
            model.session().assign(&variable, &f32_array(&weight["value"])).unwrap();
        }
        let [inputs, targets] = ["inputs", "targets"].map(|key| Arrays(list(&case[key]).clone()));
        let fit =
            super::silent().batch_size(whole(&case["batch_size"])).epochs(whole(&settings["epochs"])).shuffle(false);
        let fit = fit.validation_split(settings["validation_split"].as_f64().unwrap());
        let arrays = |arrays: &Arrays| Arrays(arrays.0.clone());
        let history = model.fit(arrays(&inputs), arrays(&targets), fit).unwrap();

        let golden = case["history"].as_object().unwrap();
        let mut names: Vec<&str> = history.names().collect();
        names.sort_unstable();
        assert_eq!(names, golden.keys().map(String::as_str).collect::<Vec<_>>());
        for (key, values) in golden {
            println!("  {key}");
            let found: ArrayD<f32> =
                history[key.as_str()].iter().map(|&v| v as f32).collect::<ndarray::Array1<_>>().into_dyn();
            assert_close(&found, &f32_array(values), TOLERANCE);
        }
        let scores = model.evaluate(arrays(&inputs), arrays(&targets)).unwrap();
        for (key, value) in case["evaluate"].as_object().unwrap() {
            let (found, expected) = (scores[key.as_str()], value.as_f64().unwrap());
            assert!((found - expected).abs() <= 1e-5 * expected.max(1.0), "{key}: {found}, expected {expected}");
        }
        let predictions = model.predict_all(inputs).unwrap();
        for (found, expected) in predictions.iter().zip(list(&case["predictions"])) {
            assert_close(found, &f32_array(expected), TOLERANCE);
        }
    }
}
