//! What the tests of the exercises compare with: here the lesson's network, built from ops alone.

mod sizes;
mod training;
mod values;

use shared::prelude::*;

pub use sizes::*;
pub use training::*;
pub use values::*;

/// The variables of the lesson's network, with or without pooling.
const VARIABLES: [(&str, &[usize]); 8] = [
    ("layer_conv1/kernel", &[5, 5, 1, 16]),
    ("layer_conv1/bias", &[16]),
    ("layer_conv2/kernel", &[5, 5, 16, 36]),
    ("layer_conv2/bias", &[36]),
    ("layer_fc1/kernel", &[1764, 128]),
    ("layer_fc1/bias", &[128]),
    ("layer_fc_out/kernel", &[128, 10]),
    ("layer_fc_out/bias", &[10]),
];

/// A graph with images `x`, `[?, 784]`.
pub fn graph_with_images() -> (Graph, Tensor<f32>) {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    (graph, x)
}

/// A session whose biases are not 0, as if it had trained.
pub fn session_with_biases(graph: &Graph, seed: u64) -> Session {
    let mut session = Session::new(graph).seed(seed);
    let biases = graph.variables().into_iter().filter(|variable| variable.shape().rank() == 1);
    for (bias, k) in biases.zip(1..) {
        let shape = bias.shape().known().expect("a variable's shape is known");
        session.assign(&bias, &random(&shape, [-0.5, 0.5], 100 * seed + k)).expect("its own shape");
    }
    session
}

/// Asserts that the graph holds the variables of the lesson's network, and no others.
#[track_caller]
pub fn assert_lesson_variables(graph: &Graph, logits: &Tensor<f32>) {
    let listed = |mut list: Vec<(String, String)>| {
        list.sort();
        list.iter().map(|(name, shape)| format!("  {name} {shape}\n")).collect::<String>()
    };
    let found = graph.variables().iter().map(|variable| (variable.name(), variable.shape().to_string())).collect();
    let expected = VARIABLES.iter().map(|(name, shape)| ((*name).to_owned(), format!("{shape:?}"))).collect();
    let [found, expected] = [listed(found), listed(expected)];
    assert!(found == expected, "the variables are\n{found}expected\n{expected}");
    let shape = logits.shape();
    assert!(shape == shape![?, 10], "the logits have shape {shape}, expected [?, 10]");
}

/// How the reference shrinks an image to half its sides.
#[derive(Clone, Copy)]
pub enum Shrink {
    Pooling,
    Stride,
}

/// What goes into the last layer, and the logits, from the variables in the graph of `x`: `[?, 128]` and `[?, 10]`.
pub fn reference(x: &Tensor<f32>, hidden: [Activation; 3], shrink: Shrink) -> [Tensor<f32>; 2] {
    let variable = |layer: &str, part: &str| x.graph().variable_named(&format!("{layer}/{part}"));
    let conv = |net: Tensor<f32>, layer: &str, activation: Activation| {
        let stride = if matches!(shrink, Shrink::Stride) { [2, 2] } else { [1, 1] };
        let sums = net.conv2d(&variable(layer, "kernel"), stride, Same) + variable(layer, "bias");
        let net = activation.apply(&sums);
        if matches!(shrink, Shrink::Pooling) { net.max_pool2d([2, 2], [2, 2], Valid) } else { net }
    };
    let dense = |net: &Tensor<f32>, layer: &str| net.matmul(&variable(layer, "kernel")) + variable(layer, "bias");

    let net = conv(x.reshape(shape![?, 28, 28, 1]), "layer_conv1", hidden[0]);
    let net = conv(net, "layer_conv2", hidden[1]);
    let net = hidden[2].apply(&dense(&net.flatten(), "layer_fc1"));
    let logits = dense(&net, "layer_fc_out");
    [net, logits]
}

/// Asserts that a student's logits are those of the reference, for random images and biases of several seeds.
#[track_caller]
pub fn assert_is_reference(logits: &Tensor<f32>, x: &Tensor<f32>, hidden: [Activation; 3], shrink: Shrink) {
    assert_lesson_variables(x.graph(), logits);
    let [_, expected] = reference(x, hidden, shrink);
    for seed in 1..=3 {
        let mut session = session_with_biases(x.graph(), seed);
        let images = random(&[4, 784], [0.0, 1.0], seed);
        let run = session.run((logits, &expected), feed![x => images]);
        let (found, expected) = run.unwrap_or_else(|error| panic!("the network does not run on four images: {error}"));
        let worst = found.iter().zip(&expected).map(|(f, e)| (f - e).abs()).fold(0.0, f32::max);
        assert!(
            worst <= 1e-3,
            "with {hidden:?} behind layer_conv1, layer_conv2 and layer_fc1 the logits of the first of four random \
             images should be\n  {:.3}\nfound\n  {:.3}",
            expected.index_axis(ndarray::Axis(0), 0),
            found.index_axis(ndarray::Axis(0), 0),
        );
    }
}
