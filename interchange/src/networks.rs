//! The networks of the course, trained a little: what counts is that others compute the same numbers from them.

use std::path::Path;

use lesson03_mlp::gates::{INPUTS, XOR};
use lesson03_mlp::image_classifier::ImageClassifier;
use lesson03_mlp::mlp::Mlp;
use lesson04_softmax::model::{MEAN, SoftmaxRegression};
use lesson05_cnn::expert::Expert;
use lesson05_cnn::network::Network;
use ndarray::{Array2, Array3, ArrayView2, arr2, s};
use shared::data::{Dataset, Mnist};
use shared::npy::NpzBuilder;
use shared::prelude::*;

/// Images that the other programs classify, too.
const IMAGES: usize = 20;
/// Rate of Adam: a few steps should move all weights.
const LEARNING_RATE: f32 = 1e-3;

/// Trains all networks and writes them into `folder`.
///
/// # Errors
/// If a data file is missing, or a file cannot be written.
pub fn write(folder: &Path) -> Result<()> {
    let mnist = Mnist::load(Dataset::Mnist, None)?;
    let images = mnist.test.images.slice(s![..IMAGES, ..]);
    softmax_regression(folder, &mnist, images)?;
    cnn(folder, &mnist, images)?;
    expert(folder, &mnist, images)?;
    xor(folder)?;
    fashion(folder)
}

/// Lesson 4: one layer.
fn softmax_regression(folder: &Path, mnist: &Mnist, images: ArrayView2<'_, f32>) -> Result<()> {
    let SoftmaxRegression { graph, x, y_true, logits, y, train_step, .. } = SoftmaxRegression::build(&MEAN);
    let mut session = Session::new(&graph).seed(1);
    for batch in mnist.train.batches(50).seed(1).take(100) {
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels])?;
    }
    let classes = y.argmax(1).named("classes");
    let (outputs, probabilities, predicted) = session.run((&logits, &y, &classes), feed![x => images])?;
    let path = folder.join("softmax_regression");
    session.save(path.with_extension("safetensors"))?;
    session.export_onnx(path.with_extension("onnx"), (&logits, &y, &classes))?;
    let arrays = NpzBuilder::new().array("input/x", &images);
    let arrays = arrays.array("output/logits", &outputs).array("output/y", &probabilities);
    arrays.array("output/classes", &predicted).save(path.with_extension("npz"))
}

/// Lesson 5: the network of layers.
fn cnn(folder: &Path, mnist: &Mnist, images: ArrayView2<'_, f32>) -> Result<()> {
    let Network { graph, x, y_true, y_pred, y_pred_cls, layer_conv1, train_step, .. } = Network::build(LEARNING_RATE);
    let mut session = Session::new(&graph).seed(1);
    for batch in mnist.train.batches(64).seed(1).take(10) {
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels])?;
    }
    let (y_pred, y_pred_cls) = (y_pred.named("y_pred"), y_pred_cls.named("y_pred_cls"));
    // An output in the middle as well: there the images must be back in our layout.
    let layer_conv1 = layer_conv1.named("layer_conv1_output");
    let fetches = (&y_pred, &y_pred_cls, &layer_conv1);
    let (outputs, predicted, seen) = session.run(fetches, feed![x => images])?;
    let path = folder.join("cnn");
    session.save(path.with_extension("safetensors"))?;
    session.export_onnx(path.with_extension("onnx"), (&y_pred, &y_pred_cls))?;
    session.export_onnx(folder.join("cnn_with_layer.onnx"), fetches)?;
    let arrays = NpzBuilder::new().array("input/x", &images).array("output/y_pred", &outputs);
    let arrays = arrays.array("output/y_pred_cls", &predicted).array("output/layer_conv1_output", &seen);
    arrays.save(path.with_extension("npz"))
}

/// Lesson 5: the larger network, of ops, with dropout.
fn expert(folder: &Path, mnist: &Mnist, images: ArrayView2<'_, f32>) -> Result<()> {
    let Expert { graph, x, y_true, keep_prob, logits, y_pred_cls, train_step, .. } = Expert::build(LEARNING_RATE);
    let mut session = Session::new(&graph).seed(1);
    for batch in mnist.train.batches(50).seed(1).take(4) {
        session.run(&train_step, feed![x => batch.images, y_true => batch.labels, keep_prob => 0.5])?;
    }
    let y_pred_cls = y_pred_cls.named("y_pred_cls");
    let (outputs, predicted) = session.run((&logits, &y_pred_cls), feed![x => images, keep_prob => 1.0])?;
    let path = folder.join("expert");
    session.save(path.with_extension("safetensors"))?;
    session.export_onnx(path.with_extension("onnx"), (&logits, &y_pred_cls))?;
    let arrays = NpzBuilder::new().array("input/x", &images).array("output/logits", &outputs);
    arrays.array("output/y_pred_cls", &predicted).save(path.with_extension("npz"))
}

/// Lesson 3: four hidden nodes.
fn xor(folder: &Path) -> Result<()> {
    let mut network = Mlp::new(&[4], 1, 1.0, 1);
    network.fit(&XOR, 1, 1500)?;
    let outputs = network.model().predict(INPUTS)?;
    let path = folder.join("xor");
    network.model().save(path.with_extension("safetensors"))?;
    network.model().export_onnx(path.with_extension("onnx"))?;
    let arrays = NpzBuilder::new().array("input/input", &arr2(&INPUTS));
    arrays.array("output/dense_1/sigmoid", &outputs).save(path.with_extension("npz"))
}

/// Lesson 3: the classifier of clothes.
#[expect(clippy::expect_used, reason = "`Mnist::load` gives rows of 784 pixels")]
fn fashion(folder: &Path) -> Result<()> {
    let fashion = Mnist::load(Dataset::Fashion, None)?;
    let pictures = |images: &Array2<f32>, count: usize| -> Array3<f32> {
        let images = images.slice(s![..count, ..]).to_owned();
        images.into_shape_with_order((count, 28, 28)).expect("rows of 784 pixels")
    };
    let (train, test) = (pictures(&fashion.train.images, 3000), pictures(&fashion.test.images, IMAGES));
    let mut classifier = ImageClassifier::new(28, 28, 10, LEARNING_RATE).seed(1);
    let fit = Fit::new().epochs(1).verbose(Verbose::Silent);
    classifier.fit(train.view(), fashion.train.classes.slice(s![..3000]), fit)?;
    let outputs = classifier.model().predict(&test)?;
    let path = folder.join("fashion");
    classifier.model().save(path.with_extension("safetensors"))?;
    classifier.model().export_onnx(path.with_extension("onnx"))?;
    let arrays = NpzBuilder::new().array("input/input", &test);
    arrays.array("output/dense_2/softmax", &outputs).save(path.with_extension("npz"))
}
