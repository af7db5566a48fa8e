//! A model as it grows: operators, stored values, inputs and outputs, and the names of all.

use std::collections::{HashMap, HashSet};

use super::proto::{self, Attribute, Tensor, ValueInfo};
use super::value::Value;
use crate::element::{Buffer, Data};
use crate::kernels::broadcast::View;
use crate::kernels::transpose::transpose;

/// From the course's layout of images to that of ONNX.
const TO_CHANNELS_FIRST: [usize; 4] = [0, 3, 1, 2];
/// And back.
const TO_CHANNELS_LAST: [usize; 4] = [0, 2, 3, 1];
/// From `[height, width, in, out]` to ONNX's `[out, in, height, width]`.
const KERNEL: [usize; 4] = [3, 2, 0, 1];

/// What has been written so far. Values are known by the numbers of their nodes.
pub(crate) struct OnnxGraph {
    model: proto::Graph,
    values: HashMap<usize, Value>,
    /// The names that the nodes have in our graph; each value that is in the graph's layout has its own.
    names: Vec<String>,
    used: HashSet<String>,
}

#[expect(clippy::indexing_slicing, reason = "all numbers are those of nodes, and an op comes after its inputs")]
#[expect(clippy::expect_used, reason = "a value is looked at first, and then changed")]
impl OnnxGraph {
    /// An empty model of a graph whose nodes have these names.
    pub fn new(names: Vec<String>) -> OnnxGraph {
        let model = proto::Graph { name: "network".to_owned(), ..proto::Graph::default() };
        let used = names.iter().cloned().collect();
        OnnxGraph { model, values: HashMap::new(), names, used }
    }

    pub fn value(&self, id: usize) -> &Value {
        &self.values[&id]
    }

    pub fn put(&mut self, id: usize, value: Value) {
        self.values.insert(id, value);
    }

    /// Makes a node an input of the model.
    pub fn input(&mut self, id: usize, value: Value) {
        let name = self.names[id].clone();
        self.model.input.push(ValueInfo::new(&name, value.dtype, &value.shape));
        self.put(id, Value { plain: Some(name), ..value });
    }

    /// Makes a value an output of the model, under its node's name.
    pub fn output(&mut self, id: usize) {
        let name = self.plain(id);
        let own = self.names[id].clone();
        let is_taken = self.model.initializer.iter().any(|tensor| tensor.name == own)
            || self.model.input.iter().any(|input| input.name == own);
        let output = if is_taken { self.unique(&format!("{own}/output")) } else { own };
        // A value that was passed on has the name of the node where it was made.
        if name != output {
            self.push("Identity", vec![name], output.clone(), Vec::new());
        }
        let Value { dtype, shape, .. } = self.value(id);
        self.model.output.push(ValueInfo::new(&output, *dtype, shape));
    }

    /// The name of a value in the graph's layout; written now, if nothing needed it so far.
    pub fn plain(&mut self, id: usize) -> String {
        let value = self.value(id);
        if let Some(name) = &value.plain {
            return name.clone();
        }
        let own = self.names[id].clone();
        let name = match (&value.stored, &value.channels_first) {
            (Some(values), _) => {
                let (values, len, sizes) = (values.clone(), len(value), value.sizes());
                let name = self.stored_name(id, "plain");
                self.initializer(Tensor::new(name, values.data(len), &sizes))
            }
            (None, Some(images)) => {
                let images = images.clone();
                self.push("Transpose", vec![images], own, vec![Attribute::ints("perm", TO_CHANNELS_LAST)])
            }
            (None, None) => unreachable!("{own} was written in some layout"),
        };
        self.values.get_mut(&id).expect("just looked at").plain = Some(name.clone());
        name
    }

    /// The name of images as `[batch, channels, height, width]`.
    pub fn channels_first(&mut self, id: usize) -> String {
        if let Some(name) = &self.value(id).channels_first {
            return name.clone();
        }
        let images = self.plain(id);
        let name = self.unique(&format!("{images}/channels_first"));
        self.push("Transpose", vec![images], name.clone(), vec![Attribute::ints("perm", TO_CHANNELS_FIRST)]);
        self.values.get_mut(&id).expect("just looked at").channels_first = Some(name.clone());
        name
    }

    /// The name of a kernel as `[out, in, height, width]`; what is stored is stored turned.
    pub fn kernel(&mut self, id: usize) -> String {
        let value = self.value(id).clone();
        if let Some(Buffer::F32(weights)) = value.stored.as_deref() {
            let sizes = value.sizes();
            let mut turned = vec![0.0; weights.len()];
            transpose(View::new(weights, &sizes), &KERNEL, &mut turned);
            let name = self.stored_name(id, "kernel");
            return self.initializer(Tensor::new(name, Data::F32(&turned), &KERNEL.map(|axis| sizes[axis])));
        }
        let kernel = self.plain(id);
        let name = self.unique(&format!("{kernel}/turned"));
        self.push("Transpose", vec![kernel], name, vec![Attribute::ints("perm", KERNEL)])
    }

    /// The name of a stored number for each channel, as `[channels, 1, 1]`.
    pub fn per_channel(&mut self, id: usize) -> String {
        let value = self.value(id).clone();
        let values = value.stored.as_deref().expect("the caller has looked");
        let name = self.stored_name(id, "per_channel");
        self.initializer(Tensor::new(name, values.data(len(&value)), &[len(&value), 1, 1]))
    }

    pub fn integers(&mut self, name: &str, values: &[i64], dims: &[usize]) -> String {
        let name = self.unique(name);
        self.initializer(Tensor::integers(name, values, dims))
    }

    /// Stores values that are no node's.
    pub fn floats(&mut self, name: &str, values: &[f32]) -> String {
        let name = self.unique(name);
        self.initializer(Tensor::new(name, Data::F32(values), &[values.len()]))
    }

    fn initializer(&mut self, tensor: Tensor) -> String {
        let name = tensor.name.clone();
        self.model.initializer.push(tensor);
        name
    }

    /// Writes an operator with one output; gives the output's name.
    pub fn push(&mut self, op_type: &str, input: Vec<String>, output: String, attribute: Vec<Attribute>) -> String {
        let (name, op_type) = (output.clone(), op_type.to_owned());
        self.model.node.push(proto::Node { input, output: vec![output.clone()], name, op_type, attribute });
        output
    }

    pub fn name_of(&self, id: usize) -> &str {
        &self.names[id]
    }

    /// A name that nothing has.
    pub fn unique(&mut self, name: &str) -> String {
        let mut unique = name.to_owned();
        for number in 1.. {
            if self.used.insert(unique.clone()) {
                break;
            }
            unique = format!("{name}_{number}");
        }
        unique
    }

    /// A name for a node's stored value: its own, unless the model has the value in another layout already.
    fn stored_name(&mut self, id: usize, layout: &str) -> String {
        let own = self.names[id].clone();
        let is_taken = self.model.initializer.iter().any(|tensor| tensor.name == own);
        if is_taken { self.unique(&format!("{own}/{layout}")) } else { own }
    }

    /// The model without what no output needs.
    pub fn finish(self) -> proto::Graph {
        let mut model = self.model;
        let mut needed: HashSet<String> = model.output.iter().map(|output| output.name.clone()).collect();
        // Operators stand in the order in which they are computed, so readers come after what they read.
        let mut nodes: Vec<proto::Node> = Vec::with_capacity(model.node.len());
        for node in model.node.into_iter().rev() {
            if node.output.iter().any(|output| needed.contains(output)) {
                needed.extend(node.input.iter().cloned());
                nodes.push(node);
            }
        }
        nodes.reverse();
        model.node = nodes;
        model.initializer.retain(|tensor| needed.contains(&tensor.name));
        model.input.retain(|input| needed.contains(&input.name));
        model
    }
}

fn len(value: &Value) -> usize {
    value.sizes().iter().product()
}
