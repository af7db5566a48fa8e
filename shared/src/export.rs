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
    /// The inputs of the model are the placeholders that the fetches depend on, under their names, the outputs the fetches; the
    /// size of the batch stays open. The model computes what a run without a training step computes: dropout is gone, and with it
    /// the placeholder of its probability. Operators are those of opset 18.
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
    /// If an op on the way has no description in ONNX, as losses and gradients have none; if the file cannot be written: an older
    /// file of this name then stays as it was.
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
