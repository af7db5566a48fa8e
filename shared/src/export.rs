//! Export: a trained network as a file that other programs run.

use std::path::Path;
use std::sync::Arc;

use prost::Message;

use crate::element::Buffer;
use crate::error::{Error, Result};
use crate::fetch::{Fetch, Request};
use crate::files::write_atomically;
use crate::graph::{Handle, Kind, Node};
use crate::onnx::proto::Model;
use crate::onnx::{OnnxCall, OnnxGraph, Value};
use crate::session::Session;

impl Session {
    /// Writes what computes `fetches` as an [ONNX](https://onnx.ai) model, with the variables' values of now: the format
    /// that ONNX Runtime and others run. The file is written whole or not at all.
    ///
    /// The inputs of the model are the placeholders that the fetches depend on, under their names, the outputs the
    /// fetches; the size of the batch stays open. The model computes what a run without a training step computes:
    /// dropout is gone, and with it the placeholder of its probability. Operators are those of opset 18.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 784]);
    /// let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
    /// let net = Dense::new(32).activation(Relu).apply(&x).dropout(&keep_prob);
    /// let y = Dense::new(10).activation(Softmax).apply(&net).named("y");
    /// let mut session = Session::new(&graph);
    ///
    /// let folder = tempfile::tempdir().unwrap();
    /// session.export_onnx(folder.path().join("network.onnx"), &y)?;
    /// // Python: onnxruntime.InferenceSession("network.onnx").run(["y"], {"x": images})
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// If an op on the way has no description in ONNX, as losses and gradients have none; if the file cannot be
    /// written: an older file of this name then stays as it was.
    ///
    /// # Panics
    /// At the caller's line, if a tensor belongs to another graph than the session's, or if a training step, or nothing, is
    /// fetched.
    #[track_caller]
    pub fn export_onnx<F: Fetch>(&mut self, path: impl AsRef<Path>, fetches: F) -> Result<()> {
        let mut request = Request::default();
        fetches.request(&mut request);
        assert!(request.train_steps.is_empty(), "export_onnx: a training step is not part of a model");
        assert!(!request.tensors.is_empty(), "export_onnx: needs a tensor to fetch");
        for tensor in &request.tensors {
            let fits = tensor.graph().is(self.graph());
            assert!(fits, "export_onnx: {} belongs to another graph than the session's", tensor.describe());
        }
        let path = path.as_ref();
        let model = self.onnx_model(&request.tensors).map_err(|reason| {
            Error::file(path)
                .expected("ops that ONNX describes")
                .found(reason)
                .help("export what the network predicts, such as its logits or classes, and not its loss")
        })?;
        write_atomically(path, |file| file.write_all(&model.encode_to_vec()))
    }

    /// The model, or the op that it cannot have.
    #[expect(clippy::indexing_slicing, reason = "these are numbers of nodes of this graph")]
    fn onnx_model(&mut self, fetches: &[&Handle]) -> Result<Model, String> {
        let nodes = self.graph().nodes().list.clone();
        let mut onnx = OnnxGraph::new(nodes.iter().map(|node| node.name.clone()).collect());
        let mut needed: Vec<usize> = fetches.iter().flat_map(|fetch| fetch.behind()).collect();
        needed.sort_unstable();
        needed.dedup();
        for id in needed {
            let Node { kind, inputs, shape, dtype, name } = &nodes[id];
            match kind {
                Kind::Placeholder => onnx.input(id, Value::new(shape.clone(), *dtype)),
                Kind::Variable { .. } => {
                    let values = self.value(&Handle::of(self.graph(), id).typed()).into_iter().collect();
                    onnx.put(id, Value::stored(Arc::new(Buffer::F32(values)), shape.clone(), *dtype));
                }
                Kind::Constant(values) => onnx.put(id, Value::stored(values.clone(), shape.clone(), *dtype)),
                Kind::Op(op) => op
                    .onnx(&mut OnnxCall::new(&mut onnx, inputs, id, (shape, *dtype)))
                    .map_err(|reason| format!("{reason} (it makes {name})"))?,
            }
        }
        let mut outputs: Vec<usize> = Vec::new();
        for id in fetches.iter().map(|fetch| fetch.id()) {
            if !outputs.contains(&id) {
                onnx.output(id);
                outputs.push(id);
            }
        }
        Ok(Model::of(onnx.finish()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use prost::Message;

    use crate::onnx::proto::{Graph as OnnxModelGraph, Model as OnnxModel};
    use crate::ops::softmax_cross_entropy;
    use crate::prelude::*;

    /// The model that is written for these fetches; what it computes is for the real ONNX Runtime to say, see
    /// `interchange/`.
    fn exported<F: crate::Fetch>(session: &mut Session, fetches: F) -> OnnxModelGraph {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/model.onnx");
        session.export_onnx(&path, fetches).unwrap();
        OnnxModel::decode(&fs::read(&path).unwrap()[..]).unwrap().graph.unwrap()
    }

    fn operators(model: &OnnxModelGraph) -> Vec<&str> {
        model.node.iter().map(|node| node.op_type.as_str()).collect()
    }

    fn inputs(model: &OnnxModelGraph) -> Vec<&str> {
        model.input.iter().map(|input| input.name.as_str()).collect()
    }

    fn outputs(model: &OnnxModelGraph) -> Vec<&str> {
        model.output.iter().map(|output| output.name.as_str()).collect()
    }

    #[test]
    fn images_are_turned_at_the_entrance_and_at_the_exit_only() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 8, 8, 3]);
        let net = Conv2d::new(4, 3).padding(Same).activation(Relu).apply(&x);
        let net = MaxPooling2d::new(2).apply(&net);
        let net = Conv2d::new(5, 3).padding(Valid).activation(Tanh).apply(&net);
        let y = Dense::new(2).apply(&Flatten::new().apply(&net));
        let model = exported(&mut Session::new(&graph), &y);
        let expected = "Transpose Conv Add Relu MaxPool Conv Add Tanh Transpose Reshape MatMul Add";
        assert_eq!(operators(&model).join(" "), expected);
        let kernel = model.initializer.iter().find(|tensor| tensor.name == "conv2d/kernel").unwrap();
        assert_eq!(kernel.dims, [4, 3, 3, 3]);
    }

    #[test]
    fn dropout_is_gone_and_its_probability_too() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
        let dropped = x.tanh().dropout(&keep_prob);
        let y = Dropout::new(0.5).apply(&Dense::new(2).apply(&dropped)).named("y");
        let model = exported(&mut Session::new(&graph), &y);
        assert_eq!(operators(&model), ["Tanh", "MatMul", "Add", "Identity"]);
        assert_eq!((inputs(&model), outputs(&model)), (vec!["x"], vec!["y"]));
    }

    #[test]
    fn what_was_passed_on_stored_or_asked_for_twice_is_an_output_of_its_own() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let w = graph.variable("w", constant([2, 2], 0.5));
        let mut session = Session::new(&graph);
        let model = exported(&mut session, (&x, &w, &x.matmul(&w), &x));
        assert_eq!(outputs(&model), ["x/output", "w/output", "matmul"]);
        let kernel = graph.variable("kernel", constant([1, 1, 2, 1], 0.5));
        let image = graph.placeholder::<f32>("image", shape![?, 4, 4, 2]);
        let turned = image.conv2d(&kernel, [1, 1], Same);
        let model = exported(&mut session, (&turned, &kernel));
        let stored: Vec<_> = model.initializer.iter().map(|tensor| (tensor.name.as_str(), &tensor.dims[..])).collect();
        assert_eq!(stored, [("kernel", &[1, 2, 1, 1][..]), ("kernel/plain", &[1, 1, 2, 1])]);
    }

    #[test]
    fn values_are_those_of_the_session() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 1]);
        let w = graph.variable("w", constant([1, 1], 0.5));
        let mut session = Session::new(&graph);
        session.assign(&w, &ndarray::arr2(&[[-7.25]])).unwrap();
        let model = exported(&mut session, &x.matmul(&w));
        assert_eq!(model.initializer[0].raw_data, (-7.25f32).to_le_bytes());
    }

    #[test]
    fn a_loss_is_an_error_and_the_older_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.onnx");
        fs::write(&path, "older").unwrap();
        let graph = Graph::new();
        let [x, y_true] = ["x", "y_true"].map(|name| graph.placeholder::<f32>(name, shape![?, 3]));
        let loss = softmax_cross_entropy(&x, &y_true).named("loss");
        let error = Session::new(&graph).export_onnx(&path, &loss).unwrap_err().to_string();
        let text = "model.onnx: expected ops that ONNX describes, found softmax_cross_entropy, which is not described in ONNX \
                    (it makes loss)\n  help: export what the network predicts, such as its logits or classes, and not its loss";
        assert!(error.ends_with(text), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "older");
    }

    #[test]
    #[should_panic(expected = "export_onnx: a training step is not part of a model")]
    fn a_training_step_is_refused() {
        let graph = Graph::new();
        let w = graph.variable("w", constant([], 1.0));
        let train_step = GradientDescent::new(0.1).minimize(&w.square());
        let _ = Session::new(&graph).export_onnx("never.onnx", (&w, &train_step));
    }
}
