//! Every op that has a description in ONNX, on sizes at which mistakes show: odd, not square, with strides and padding.

use std::path::Path;

use ndarray::ArrayD;
use ndarray_rand::RandomExt;
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand_distr::Uniform;
use shared::Feeds;
use shared::npy::NpzBuilder;
use shared::ops::{concat, keep_dims};
use shared::prelude::*;

/// Writes models of ops into `folder`.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &Path) -> Result<()> {
    images(folder)?;
    rows(folder)
}

/// Writes one model with all tensors as outputs, the inputs, and what we compute from them.
#[expect(clippy::indexing_slicing, reason = "each model has an input")]
fn compare(folder: &Path, name: &str, tensors: &[Tensor<f32>], inputs: &[(&Tensor<f32>, ArrayD<f32>)]) -> Result<()> {
    let mut session = Session::new(inputs[0].0.graph()).seed(3);
    let mut arrays = NpzBuilder::new();
    for (input, value) in inputs {
        arrays = arrays.array(&format!("input/{}", input.name()), value);
    }
    for tensor in tensors {
        let feeds = inputs.iter().fold(Feeds::none(), |feeds, (input, value)| feeds.with(input, value));
        arrays = arrays.array(&format!("output/{}", tensor.name()), &session.run(tensor, feeds)?);
    }
    session.export_onnx(folder.join(name).with_extension("onnx"), tensors)?;
    arrays.save(folder.join(name).with_extension("npz"))
}

/// Numbers from -2 to 2.
#[expect(clippy::expect_used, reason = "the range is not empty")]
fn numbers(shape: &[usize], seed: u64) -> ArrayD<f32> {
    ArrayD::random_using(shape, Uniform::new(-2.0, 2.0).expect("a range"), &mut StdRng::seed_from_u64(seed))
}

/// Ops on images `[?, 7, 5, 3]`: what is done to them must not depend on how they lie.
fn images(folder: &Path) -> Result<()> {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 7, 5, 3]);
    let kernel = graph.variable("kernel", normal([3, 2, 3, 4], 1.0));
    let bias = graph.variable("bias", normal([4], 1.0));
    let picture = graph.variable("picture", normal([7, 5, 3], 1.0));
    let mut tensors = Vec::new();
    for (padding, word) in [(Same, "same"), (Valid, "valid")] {
        for strides in [[1, 1], [2, 3]] {
            let name = |op: &str| format!("{op}_{word}_{}{}", strides[0], strides[1]);
            let convolved = x.conv2d(&kernel, strides, padding);
            tensors.push((&convolved + &bias).tanh().named(&name("conv2d")));
            tensors.push(x.max_pool2d([3, 2], strides, padding).named(&name("max_pool2d")));
            tensors.push(x.average_pool2d([3, 2], strides, padding).named(&name("average_pool2d")));
        }
    }
    let convolved = x.conv2d(&kernel, [1, 1], Same);
    // Goes on with images as they lie in ONNX, then leaves them in several ways.
    let two = (&convolved * 0.5 + &bias).relu() - &convolved;
    tensors.push(two.clone().named("branches"));
    tensors.push(two.max_axes([3]).named("largest_channel"));
    tensors.push(two.mean_axes([1, 2]).named("global_average_pool"));
    tensors.push(two.permute(&[0, 3, 1, 2]).named("permuted"));
    tensors.push(concat(&[&two, &convolved], 3).slice(3, 2..7).named("joined_and_cut"));
    tensors.push((&x + &picture).max_pool2d([2, 2], [2, 2], Valid).flatten().named("flattened"));
    // The same bias for rows, where its axis is the last.
    tensors.push((two.mean_axes([1, 2]) + &bias).named("bias_of_rows"));

    compare(folder, "ops_on_images", &tensors, &[(&x, numbers(&[4, 7, 5, 3], 1))])
}

/// Element-wise ops, reductions, casts and the like on rows `[?, 6]`.
fn rows(folder: &Path) -> Result<()> {
    let graph = Graph::new();
    let [a, b] = ["a", "b"].map(|name| graph.placeholder::<f32>(name, shape![?, 6]));
    let w = graph.variable("w", normal([6, 4], 1.0));
    let keep_prob = graph.when_training(0.5, 1.0);
    let as_numbers = |condition: Tensor<bool>| condition.cast::<f32>();
    let tensors = vec![
        (a.abs() + 0.5).ln().named("ln"),
        a.abs().sqrt().named("sqrt"),
        (&a / (b.abs() + 1.0)).named("div"),
        (-a.exp()).named("exp_neg"),
        a.square().named("square"),
        a.abs().pow(&b).named("pow"),
        a.maximum(&b).minimum(&graph.scalar(0.25)).named("maximum_minimum"),
        a.sigmoid().named("sigmoid"),
        a.softmax().named("softmax"),
        a.log_softmax().named("log_softmax"),
        as_numbers(a.greater(&b)).named("greater"),
        as_numbers(a.less(&b)).named("less"),
        as_numbers(a.argmax(1).equal(&b.argmax(1))).named("equal"),
        a.argmax(1).one_hot(6).named("one_hot"),
        (&a * 3.0).cast::<i32>().cast::<f32>().named("cast"),
        a.sum_axes([1]).named("sum"),
        a.mean().named("mean_of_all"),
        a.max_axes(keep_dims([1])).named("max"),
        a.min_axes([0]).named("min"),
        a.matmul(&w).dropout(&keep_prob).named("dropout"),
        a.matmul(&b.transpose()).named("transposed"),
        a.expand_dims(&[1]).reshape(shape![?, 2, 3]).named("reshaped"),
        w.named("w_itself"),
        a.clone(),
    ];
    compare(folder, "ops_on_rows", &tensors, &[(&a, numbers(&[5, 6], 1)), (&b, numbers(&[5, 6], 2))])
}
