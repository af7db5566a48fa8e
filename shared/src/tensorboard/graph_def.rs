//! The graph as TensorBoard draws it.

use std::collections::BTreeMap;

use super::proto::{AttrValue, GraphDef, ListValue, NodeDef, Size, TensorShape, VersionDef};
use crate::element::DType;
use crate::graph::{Graph, Kind, Node};
use crate::shape::Shape;

/// The version of TensorFlow's graphs in which the attributes below are meant.
const VERSION: i32 = 22;

/// These nodes of a graph.
#[expect(clippy::indexing_slicing, reason = "these are numbers of nodes of this graph")]
pub(super) fn graph_def(graph: &Graph, ids: &[usize]) -> GraphDef {
    let nodes = graph.nodes();
    let def = |&id: &usize| {
        let node = &nodes.list[id];
        let input = node.inputs.iter().map(|&input| nodes.list[input].name.clone()).collect();
        NodeDef { name: node.name.clone(), op: op_name(&node.kind), input, attr: attributes(node) }
    };
    GraphDef { node: ids.iter().map(def).collect(), versions: Some(VersionDef { producer: VERSION }) }
}

/// TensorFlow's name where there is one, for TensorBoard knows what a constant is; else the op's own.
fn op_name(kind: &Kind) -> String {
    match kind {
        Kind::Placeholder => "Placeholder".to_owned(),
        Kind::Variable { .. } => "VariableV2".to_owned(),
        Kind::Constant(_) => "Const".to_owned(),
        Kind::Op(op) => op.name().to_owned(),
    }
}

fn attributes(node: &Node) -> BTreeMap<String, AttrValue> {
    let data_type = Some(data_type(node.dtype));
    let shape = shape(&node.shape);
    let shapes = ListValue { shape: vec![shape.clone()] };
    let mut attributes = BTreeMap::from([
        ("dtype".to_owned(), AttrValue { data_type, ..AttrValue::default() }),
        // What is written along the edges.
        ("_output_shapes".to_owned(), AttrValue { list: Some(shapes), ..AttrValue::default() }),
    ]);
    match &node.kind {
        Kind::Op(op) if op.details().is_empty() => {}
        Kind::Op(op) => {
            let details = Some(op.details().into_bytes());
            attributes.insert("details".to_owned(), AttrValue { s: details, ..AttrValue::default() });
        }
        _ => {
            attributes.insert("shape".to_owned(), AttrValue { shape: Some(shape), ..AttrValue::default() });
        }
    }
    attributes
}

fn shape(shape: &Shape) -> TensorShape {
    let size = |dim: &crate::Dim| Size { size: dim.known().map_or(-1, |size| size as i64) };
    TensorShape { dim: shape.dims().iter().map(size).collect() }
}

/// TensorFlow's number for an element type.
fn data_type(dtype: DType) -> i32 {
    match dtype {
        DType::F32 => 1,
        DType::I32 => 3,
        DType::Bool => 10,
    }
}
