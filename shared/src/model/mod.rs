//! The Keras-like model: layers between inputs and outputs, trained by `compile` and `fit`. Lesson 3.
//!
//! A thin user of the other rooms: a [`Model`] is some tensors of a [`Graph`] and a [`Session`] for it, and whatever it
//! does can also be done with these.
//!
//! ```
//! use shared::prelude::*;
//!
//! // The network: the same layers as everywhere, from an input to an output.
//! let graph = Graph::new();
//! let input = Input::new([28, 28]).apply(&graph);
//! let net = Flatten::new().apply(&input);
//! let net = Dense::new(32).activation(Relu).apply(&net);
//! let output = Dense::new(10).activation(Softmax).apply(&net);
//!
//! // The model: how it is trained, and with what.
//! let mut model = Model::new(&input, &output).seed(1);
//! model.compile(Adam::new(0.001), SparseCategoricalCrossentropy).metrics([Accuracy]);
//!
//! // As many bright rows as the class says.
//! let classes = ndarray::Array1::from_shape_fn(200, |n| n as i32 % 10);
//! let images = ndarray::Array3::from_shape_fn((200, 28, 28), |(n, y, _)| if y <= n % 10 { 1.0 } else { 0.0 });
//! let history = model.fit(&images, &classes, Fit::new().epochs(20).validation_split(0.2).verbose(Verbose::Silent))?;
//! assert!(history["val_accuracy"].last() > Some(&0.9));
//!
//! let scores = model.evaluate(&images, &classes)?;
//! assert!(scores["accuracy"] > 0.9);
//! assert_eq!(model.predict(&images)?.shape(), [200, 10]);
//! # Ok::<(), Error>(())
//! ```
//!
//! | wish | item |
//! |---|---|
//! | where samples come in | [`Input`] |
//! | losses, with logits or weights | [`Loss`] |
//! | metrics beside the loss | [`Metric`] |
//! | batch size, epochs, validation, shuffling, callbacks | [`Fit`] |
//! | a training that ends, or saves, by itself | [`EarlyStopping`], [`BestCheckpoint`] |
//! | curves in TensorBoard | [`TensorBoard`] |
//! | a callback of one's own | [`Callback`] |
//! | losses over the epochs, and their plot | [`History`] |
//! | the table of layers | [`Model::summary`] |

mod callbacks;
mod compile;
mod evaluate;
mod fit;
mod history;
mod input;
mod loss;
mod metric;
mod rows;
mod samples;
mod scores;
#[expect(clippy::indexing_slicing, clippy::expect_used, reason = "it walks through the graph, where no data comes")]
mod summary;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;

use crate::error::Result;
use crate::graph::{Graph, Kind, Tensor};
use crate::session::Session;
use crate::shape::Dim;

pub use callbacks::{BestCheckpoint, Callback, EarlyStopping, TensorBoard, Training};
pub use fit::Fit;
pub use history::History;
pub use input::Input;
pub use loss::{Loss, OutputLoss, OutputLosses};
pub use metric::Metric;
pub use samples::{SampleArray, Samples};
pub use scores::Scores;
pub use summary::Summary;

/// A network from inputs to outputs, with the values of its variables.
///
/// [`compile`](Model::compile) says how it is trained, [`fit`](Model::fit) trains it, [`evaluate`](Model::evaluate) and
/// [`predict`](Model::predict) use it. An example stands at [`fit`](Model::fit).
pub struct Model {
    inputs: Vec<Tensor<f32>>,
    outputs: Vec<Tensor<f32>>,
    session: Session,
    /// Where the order of the samples comes from.
    shuffle: StdRng,
    compiled: Option<Arc<compile::Compiled>>,
}

/// The inputs or outputs of a model: `&x`, or `[&a, &b]`.
#[derive(Clone, Debug)]
pub struct Tensors(Vec<Tensor<f32>>);

/// What [`Model::fit`] prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbose {
    /// Nothing. Keras: 0.
    Silent,
    /// In a terminal, Keras' heading, bar and figures for each epoch; where output goes to a file or pipe, as
    /// [`Lines`](Verbose::Lines). Keras: 1.
    #[default]
    Bar,
    /// One line for each epoch, which ends in the time that it took. Keras: 2.
    Lines,
}

impl Model {
    /// The network between these inputs and outputs.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let [a, b] = ["a", "b"].map(|name| Input::new([2]).name(name).apply(&graph));
    /// let sum = Dense::new(1).apply(&(&a + &b));
    /// let difference = Dense::new(1).apply(&(&a - &b));
    /// let mut model = Model::new([&a, &b], [&sum, &difference]);
    /// let outputs = model.predict_all(([[1.0, 2.0]], [[3.0, 4.0]]))?;
    /// assert_eq!(outputs.len(), 2);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// At the caller's line: if there is no input or no output, one of them has no open batch axis, an input is no
    /// placeholder or leads to no output, or an output depends on a placeholder that is not among the inputs, or on no
    /// input at all.
    #[expect(
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a mistake of the program, as documented; there is an input"
    )]
    #[track_caller]
    pub fn new(inputs: impl Into<Tensors>, outputs: impl Into<Tensors>) -> Model {
        let (Tensors(inputs), Tensors(outputs)) = (inputs.into(), outputs.into());
        assert!(!inputs.is_empty() && !outputs.is_empty(), "Model: needs at least one input and one output");
        let graph = inputs[0].graph().clone();
        for tensor in inputs.iter().chain(&outputs) {
            assert!(tensor.graph().is(&graph), "Model: {tensor:?} belongs to another graph than {:?}", inputs[0]);
            let has_batch_axis = tensor.shape().dims().first() == Some(&Dim::Open);
            assert!(has_batch_axis, "Model: the first axis of {tensor:?} must be open, `?`: it counts the samples");
        }
        if let Err(reason) = check_connections(&graph, &inputs, &outputs) {
            panic!("Model: {reason}");
        }
        let shuffle = StdRng::seed_from_u64(0);
        Model { inputs, outputs, session: Session::new(&graph), shuffle, compiled: None }
    }

    /// The seed of initial values, dropout and the order of samples. Default: 0. Call it before anything else: values
    /// already drawn stay.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Model {
        self.session = self.session.seed(seed);
        self.shuffle = StdRng::seed_from_u64(seed);
        self
    }

    /// The number of threads; 0, the default, means one for each core. Results have the same bits for any number.
    ///
    /// # Panics
    /// If the operating system refuses to start the threads.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Model {
        self.session = self.session.threads(threads);
        self
    }

    /// Whether every result of every run is looked at, see [`Session::check_numerics`].
    #[must_use]
    pub fn check_numerics(mut self, every_op: bool) -> Model {
        self.session = self.session.check_numerics(every_op);
        self
    }

    /// Lets training go on with numbers that are NaN or infinite, see [`Session::ignore_numerics`].
    #[must_use]
    pub fn ignore_numerics(mut self) -> Model {
        self.session = self.session.ignore_numerics();
        self
    }

    /// The graph that the model is a part of: `model.graph().variable_named("dense/kernel")`.
    pub fn graph(&self) -> &Graph {
        self.session.graph()
    }

    /// The session that holds the variables: `model.session().value(&kernel)`.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Saves all variables, see [`Session::save`].
    ///
    /// # Errors
    /// If the file cannot be written; an older file of this name then stays as it was.
    pub fn save(&mut self, path: impl AsRef<Path>) -> Result<()> {
        self.session.save(path)
    }

    /// Loads what [`save`](Model::save) or a [`BestCheckpoint`] wrote, see [`Session::load`]. A model that only
    /// predicts need not be compiled.
    ///
    /// # Errors
    /// If the file is missing, damaged, or of another network; the model is then as before.
    pub fn load(&mut self, path: impl AsRef<Path>) -> Result<()> {
        self.session.load(path)
    }

    /// Writes the network, from the inputs to the outputs, as an ONNX model, see [`Session::export_onnx`].
    ///
    /// # Errors
    /// If an op of one's own has no description in ONNX, or the file cannot be written.
    pub fn export_onnx(&mut self, path: impl AsRef<Path>) -> Result<()> {
        self.session.export_onnx(path, &self.outputs)
    }
}

/// Checks that outputs and inputs depend on each other, and outputs on no other placeholder.
#[expect(clippy::indexing_slicing, reason = "these are numbers of nodes of this graph")]
fn check_connections(graph: &Graph, inputs: &[Tensor<f32>], outputs: &[Tensor<f32>]) -> Result<(), String> {
    let input_ids: Vec<usize> = inputs.iter().map(|input| input.handle().id()).collect();
    let mut reached = Vec::new();
    for output in outputs {
        let behind = output.handle().behind();
        let nodes = graph.nodes();
        let is_stranger = |id: &&usize| matches!(nodes.list[**id].kind, Kind::Placeholder) && !input_ids.contains(id);
        let stranger = behind.iter().find(is_stranger).map(|&id| nodes.list[id].name.clone());
        drop(nodes); // `output:?` looks at the graph again
        if let Some(stranger) = stranger {
            return Err(format!("{output:?} depends on the placeholder {stranger}, which is not among the inputs"));
        }
        if !behind.iter().any(|id| input_ids.contains(id)) {
            return Err(format!("{output:?} does not depend on the inputs"));
        }
        reached.extend(behind);
    }
    for input in inputs {
        if !matches!(graph.nodes().list[input.handle().id()].kind, Kind::Placeholder) {
            return Err(format!("{input:?} is no placeholder; make inputs with Input::new([2]).apply(&graph)"));
        }
        if !reached.contains(&input.handle().id()) {
            return Err(format!("the input {input:?} leads to no output"));
        }
    }
    Ok(())
}

/// The name of the layer that made an output, else the tensor's own.
#[expect(clippy::indexing_slicing, reason = "these are numbers of nodes of this graph")]
fn output_name(output: &Tensor<f32>) -> String {
    let id = output.handle().id();
    let nodes = output.graph().nodes();
    let layer = nodes.layers.iter().find(|layer| layer.output == id);
    layer.map_or(&nodes.list[id].name, |layer| &layer.name).clone()
}

impl From<&Tensor<f32>> for Tensors {
    fn from(tensor: &Tensor<f32>) -> Tensors {
        Tensors(vec![tensor.clone()])
    }
}

impl<const N: usize> From<[&Tensor<f32>; N]> for Tensors {
    fn from(tensors: [&Tensor<f32>; N]) -> Tensors {
        Tensors(tensors.into_iter().cloned().collect())
    }
}

impl From<&[Tensor<f32>]> for Tensors {
    fn from(tensors: &[Tensor<f32>]) -> Tensors {
        Tensors(tensors.to_vec())
    }
}
