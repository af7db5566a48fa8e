//! The table of a model's layers, as Keras prints it.

use std::collections::HashMap;
use std::fmt;

use comfy_table::{CellAlignment, Table, presets};

use super::Model;
use crate::graph::{Kind, Nodes};
use crate::names::BuiltLayer;
use crate::shape::Shape;

/// A model's layers with output shapes and numbers of parameters; it prints as Keras' table.
///
/// Open dimensions print as everywhere in the course, `[?, 128]` where Keras has `(None, 128)`. Ops between layers,
/// such as the sum of two branches, have rows of their own. A column says what each row is connected to, unless that is
/// always the row above.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    rows: Vec<Row>,
    trainable: usize,
    non_trainable: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: String,
    kind: String,
    shape: Shape,
    parameters: usize,
    /// The names of the rows whose outputs this one reads.
    connected_to: Vec<String>,
}

impl Model {
    /// The table of the model's layers.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let input = Input::new([28, 28]).apply(&graph);
    /// let net = Flatten::new().apply(&input);
    /// let net = Dense::new(128).activation(Relu).apply(&net);
    /// let output = Dense::new(10).activation(Softmax).apply(&net);
    /// let summary = Model::new(&input, &output).summary();
    /// assert_eq!(summary.total_parameters(), 784 * 128 + 128 + 128 * 10 + 10);
    /// assert_eq!(
    ///     summary.to_string(),
    ///     "\
    /// ┌────────────────────┬──────────────┬─────────┐
    /// │ Layer (type)       ┆ Output Shape ┆ Param # │
    /// ╞════════════════════╪══════════════╪═════════╡
    /// │ input (InputLayer) ┆ [?, 28, 28]  ┆       0 │
    /// │ flatten (Flatten)  ┆ [?, 784]     ┆       0 │
    /// │ dense (Dense)      ┆ [?, 128]     ┆ 100,480 │
    /// │ dense_1 (Dense)    ┆ [?, 10]      ┆   1,290 │
    /// └────────────────────┴──────────────┴─────────┘
    /// Total params: 101,770 (397.54 KB)
    /// Trainable params: 101,770 (397.54 KB)
    /// Non-trainable params: 0 (0.00 B)"
    /// );
    /// ```
    pub fn summary(&self) -> Summary {
        let nodes = self.graph().nodes();
        let mut walk = Walk::new(&nodes, self);
        for id in 0..nodes.list.len() {
            walk.visit(id);
        }
        let count = |trainable: bool| -> usize {
            let of_kind =
                |id: &usize| matches!(nodes.list[*id].kind, Kind::Variable { trainable: t, .. } if t == trainable);
            (0..nodes.list.len()).filter(|id| walk.needed[*id]).filter(of_kind).map(|id| elements(&nodes, id)).sum()
        };
        Summary { trainable: count(true), non_trainable: count(false), rows: walk.rows }
    }
}

impl Summary {
    /// The number of all parameters: the elements of all variables that the outputs depend on.
    pub fn total_parameters(&self) -> usize {
        self.trainable + self.non_trainable
    }

    /// The number of parameters that training changes.
    pub fn trainable_parameters(&self) -> usize {
        self.trainable
    }
}

/// A walk along the nodes of a graph that makes a row of each layer, and of each op between layers.
struct Walk<'a> {
    nodes: &'a Nodes,
    inputs: Vec<usize>,
    /// Whether an output depends on the node.
    needed: Vec<bool>,
    /// Whether the node depends on an input.
    fed: Vec<bool>,
    /// The variables that stand in a row already.
    counted: Vec<bool>,
    /// The rows by the nodes that are their outputs.
    names: HashMap<usize, String>,
    rows: Vec<Row>,
}

impl<'a> Walk<'a> {
    fn new(nodes: &'a Nodes, model: &Model) -> Walk<'a> {
        let len = nodes.list.len();
        let inputs: Vec<usize> = model.inputs.iter().map(|input| input.handle().id()).collect();
        let (mut needed, mut fed) = (vec![false; len], vec![false; len]);
        model.outputs.iter().for_each(|output| needed[output.handle().id()] = true);
        for id in (0..len).rev() {
            if needed[id] {
                nodes.list[id].inputs.iter().for_each(|&input| needed[input] = true);
            }
        }
        for id in 0..len {
            fed[id] = inputs.contains(&id) || nodes.list[id].inputs.iter().any(|&input| fed[input]);
        }
        Walk { nodes, inputs, needed, fed, counted: vec![false; len], names: HashMap::new(), rows: Vec::new() }
    }

    fn visit(&mut self, id: usize) {
        if !self.needed[id] || !self.fed[id] {
            return;
        }
        let node = &self.nodes.list[id];
        let nodes = self.nodes;
        let layer = nodes.layers.iter().find(|layer| (layer.first..=layer.output).contains(&id));
        match layer {
            Some(BuiltLayer { name, kind, first, output }) if *output == id => self.row(name, kind, *first, id),
            Some(_) => {} // inside a layer
            None if self.inputs.contains(&id) => self.row(&node.name, "InputLayer", id, id),
            None => self.row(&node.name, &node.kind.describe(), id, id),
        }
    }

    /// Adds a row for the nodes from `first` to `output`.
    fn row(&mut self, name: &str, kind: &str, first: usize, output: usize) {
        let (mut parameters, mut connected_to) = (0, Vec::new());
        for &input in (first..=output).flat_map(|id| &self.nodes.list[id].inputs) {
            if matches!(self.nodes.list[input].kind, Kind::Variable { .. }) && !self.counted[input] {
                self.counted[input] = true;
                parameters += elements(self.nodes, input);
            }
            if let Some(name) = self.names.get(&input).filter(|name| !connected_to.contains(*name)) {
                connected_to.push(name.clone());
            }
        }
        self.names.insert(output, name.to_owned());
        let shape = self.nodes.list[output].shape.clone();
        self.rows.push(Row { name: name.to_owned(), kind: kind.to_owned(), shape, parameters, connected_to });
    }
}

fn elements(nodes: &Nodes, variable: usize) -> usize {
    nodes.list[variable].shape.elements().expect("variables have known shapes")
}

impl Summary {
    /// Whether each row reads the row above, and nothing else.
    fn is_chain(&self) -> bool {
        let above = [None].into_iter().chain(self.rows.iter().map(|row| Some(&row.name)));
        self.rows.iter().zip(above).all(|(row, above)| row.connected_to.iter().eq(above))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let connected = (!self.is_chain()).then_some("Connected to");
        let header = ["Layer (type)", "Output Shape", "Param #"].into_iter().chain(connected);
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).set_header(header);
        for Row { name, kind, shape, parameters, connected_to } in &self.rows {
            let cells = [format!("{name} ({kind})"), shape.to_string(), grouped(*parameters)];
            let to = if connected_to.is_empty() { "-".to_owned() } else { connected_to.join(", ") };
            table.add_row(cells.into_iter().chain(connected.map(|_| to)));
        }
        if let Some(parameters) = table.column_mut(2) {
            parameters.set_cell_alignment(CellAlignment::Right);
        }
        let line = |number: usize| format!("{} ({})", grouped(number), size(number * size_of::<f32>()));
        writeln!(f, "{table}")?;
        writeln!(f, "Total params: {}", line(self.total_parameters()))?;
        writeln!(f, "Trainable params: {}", line(self.trainable))?;
        write!(f, "Non-trainable params: {}", line(self.non_trainable))
    }
}

/// `118282` as `118,282`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).expect("digits")).collect();
    groups.join(",")
}

/// Bytes as Keras prints them: `462.04 KB`, 1024 bytes each.
fn size(bytes: usize) -> String {
    let power = (1..5).rev().find(|&power| bytes >= 1 << (10 * power)).unwrap_or(0);
    format!("{:.2} {}", bytes as f64 / f64::from(1u32 << 10).powi(power), ["B", "KB", "MB", "GB", "TB"][power as usize])
}
