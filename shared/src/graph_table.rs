//! A graph as people read it: a table of its nodes.

use std::fmt;

use comfy_table::{Table, presets};

use crate::graph::{Graph, Kind};

/// The graph as a table: node, op, inputs, element type, shape.
impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes = self.nodes();
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).set_header(["node", "name", "op", "inputs", "type", "shape"]);
        for (id, node) in nodes.list.iter().enumerate() {
            let inputs: Vec<String> = node.inputs.iter().map(usize::to_string).collect();
            table.add_row([
                id.to_string(),
                node.name.clone(),
                node.kind.describe(),
                inputs.join(", "),
                node.dtype.to_string(),
                node.shape.to_string(),
            ]);
        }
        write!(f, "{table}")
    }
}

impl Kind {
    /// What made a node: `variable`, or an op with its parameters.
    pub(crate) fn describe(&self) -> String {
        match self {
            Kind::Placeholder => "placeholder".to_owned(),
            Kind::Variable { trainable: true, .. } => "variable".to_owned(),
            Kind::Variable { trainable: false, .. } => "state".to_owned(),
            Kind::Constant(_) => "constant".to_owned(),
            Kind::Op(op) => [op.name(), &op.details()].join(" ").trim_end().to_owned(),
        }
    }
}
