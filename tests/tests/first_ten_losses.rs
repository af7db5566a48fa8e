//! The networks of lesson 5 against TensorFlow: from the same initial values and the same batches of MNIST, the
//! first ten losses are the same.

use std::path::Path;

use ndarray::{Array2, Axis, concatenate, s};
use serde_json::Value;
use shared::data::{Dataset, Mnist};
use shared::losses::categorical_cross_entropy;
use shared::prelude::*;

const TOLERANCE: f64 = 1e-4;

#[test]
fn default_network() {
    check("cnn_first_ten_losses", [16, 36, 128]);
}

#[test]
fn expert_network() {
    check("cnn_expert_first_ten_losses", [32, 64, 1024]);
}

/// Trains the network with these filters, filters and units, as every run of the golden file says.
fn check(golden: &str, [filters_1, filters_2, units]: [usize; 3]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden").join(format!("{golden}.json"));
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let batch_size = golden["batch_size"].as_u64().unwrap() as usize;
    let (images, labels) = first_images(10 * batch_size);
    for run in golden["runs"].as_array().unwrap() {
        let learning_rate = run["learning_rate"].as_f64().unwrap() as f32;
        let net = Network::new(&golden, [filters_1, filters_2, units], learning_rate);
        let mut session = Session::new(&net.graph);
        for (step, expected) in run["losses_f64"].as_array().unwrap().iter().enumerate() {
            let rows = s![step * batch_size..(step + 1) * batch_size, ..];
            let (x, y_true) = (images.slice(rows), labels.slice(rows));
            let feeds = feed![net.x => x, net.y_true => y_true];
            let (loss, _) = session.run((&net.loss, &net.train_step), feeds).unwrap();
            let (loss, expected) = (f64::from(loss.item()), expected.as_f64().unwrap());
            let error = (loss - expected).abs() / expected;
            println!(
                "learning rate {learning_rate}, step {step}: {loss:.7}, expected {expected:.7}, off by {error:.1e}"
            );
            approx::assert_relative_eq!(loss, expected, max_relative = TOLERANCE);
        }
    }
}

/// The first rows of MNIST's training file, in file order: images of 784 values, and one-hot labels.
fn first_images(count: usize) -> (Array2<f32>, Array2<f32>) {
    let mnist = Mnist::load(Dataset::Mnist, None).unwrap();
    // The validation set is the end of the file.
    let whole = |train: &Array2<f32>, validation: &Array2<f32>| {
        concatenate(Axis(0), &[train.view(), validation.view()]).unwrap().slice_move(s![..count, ..])
    };
    (whole(&mnist.train.images, &mnist.validation.images), whole(&mnist.train.labels, &mnist.validation.labels))
}

struct Network {
    graph: Graph,
    x: Tensor<f32>,
    y_true: Tensor<f32>,
    loss: Tensor<f32>,
    train_step: TrainStep,
}

impl Network {
    fn new(golden: &Value, [filters_1, filters_2, units]: [usize; 3], learning_rate: f32) -> Network {
        let bias = || Init::Constant(golden["bias"].as_f64().unwrap() as f32);
        let kernel = |number: usize| Init::Values(hashed(&golden["variables"][number]));
        let conv = |number: usize, filters: usize| {
            let name = ["layer_conv1", "layer_conv2"][number];
            Conv2d::new(filters, 5)
                .padding(Same)
                .activation(Relu)
                .name(name)
                .kernel_init(kernel(number))
                .bias_init(bias())
        };
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
        let net = x.reshape(shape![?, 28, 28, 1]);
        let net = conv(0, filters_1).apply(&net);
        let net = MaxPooling2d::new(2).strides(2).apply(&net);
        let net = conv(1, filters_2).apply(&net);
        let net = MaxPooling2d::new(2).strides(2).apply(&net);
        let net = Flatten::new().apply(&net);
        let dense = |units, number, name| Dense::new(units).name(name).kernel_init(kernel(number)).bias_init(bias());
        let net = dense(units, 2, "layer_fc1").activation(Relu).apply(&net);
        let logits = dense(10, 3, "layer_fc_out").apply(&net);
        for variable in golden["variables"].as_array().unwrap() {
            let shape: Vec<usize> =
                variable["shape"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
            assert_eq!(graph.variable_named(variable["name"].as_str().unwrap()).shape(), Shape::from(shape));
        }
        let loss = categorical_cross_entropy(&logits, &y_true);
        let train_step = Adam::new(learning_rate).minimize(&loss);
        Network { graph, x, y_true, loss, train_step }
    }
}

/// The kernel's initial values, from a hash of each element's index: see `initial_values` in the golden file.
fn hashed(variable: &Value) -> Vec<f32> {
    let number = variable["number"].as_u64().unwrap() as u32;
    let limit = variable["limit"].as_f64().unwrap() as f32;
    let len: u64 = variable["shape"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).product();
    let value = |index: u32| {
        let mut h = index.wrapping_mul(2_654_435_761).wrapping_add(number * 40_503 + 12_345);
        h = (h ^ (h >> 16)).wrapping_mul(2_246_822_519);
        h = (h ^ (h >> 13)).wrapping_mul(3_266_489_917);
        h ^= h >> 16;
        ((h >> 8) as f32 / 16_777_216.0 * 2.0 - 1.0) * limit
    };
    let values: Vec<f32> = (0..len as u32).map(value).collect();
    let golden = |part: &str| -> Vec<f32> {
        variable[part]["data"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap() as f32).collect()
    };
    assert_eq!(values[..8], golden("first"));
    assert_eq!(values[values.len() - 8..], golden("last"));
    values
}
