//! The messages of ONNX that we write, with the field numbers of `onnx.proto`. Source: <https://github.com/onnx/onnx>.

// The fields are explained there.
#![allow(missing_docs)]

use prost::Message;

use crate::element::{DType, Data};
use crate::shape::{Dim, Shape};

/// The version of the file format, that of ONNX 1.13.
const IR_VERSION: i64 = 8;
/// The version of the operators; each is meant as this version describes it.
const OPSET: i64 = 18;

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Model {
    #[prost(int64, tag = "1")]
    pub ir_version: i64,
    #[prost(string, tag = "2")]
    pub producer_name: String,
    #[prost(string, tag = "3")]
    pub producer_version: String,
    #[prost(message, optional, tag = "7")]
    pub graph: Option<Graph>,
    #[prost(message, repeated, tag = "8")]
    pub opset_import: Vec<OperatorSet>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct OperatorSet {
    #[prost(string, tag = "1")]
    pub domain: String,
    #[prost(int64, tag = "2")]
    pub version: i64,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Graph {
    #[prost(message, repeated, tag = "1")]
    pub node: Vec<Node>,
    #[prost(string, tag = "2")]
    pub name: String,
    #[prost(message, repeated, tag = "5")]
    pub initializer: Vec<Tensor>,
    #[prost(message, repeated, tag = "11")]
    pub input: Vec<ValueInfo>,
    #[prost(message, repeated, tag = "12")]
    pub output: Vec<ValueInfo>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Node {
    #[prost(string, repeated, tag = "1")]
    pub input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub output: Vec<String>,
    #[prost(string, tag = "3")]
    pub name: String,
    #[prost(string, tag = "4")]
    pub op_type: String,
    #[prost(message, repeated, tag = "5")]
    pub attribute: Vec<Attribute>,
}

/// A parameter of an operator: its name, and a number, numbers or a word.
#[derive(Clone, PartialEq, Message)]
pub struct Attribute {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(int64, optional, tag = "3")]
    pub(crate) i: Option<i64>,
    #[prost(bytes = "vec", optional, tag = "4")]
    pub(crate) s: Option<Vec<u8>>,
    #[prost(int64, repeated, tag = "8")]
    pub(crate) ints: Vec<i64>,
    #[prost(int32, tag = "20")]
    pub(crate) kind: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Tensor {
    #[prost(int64, repeated, tag = "1")]
    pub dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    pub data_type: i32,
    #[prost(string, tag = "8")]
    pub name: String,
    #[prost(bytes = "vec", tag = "9")]
    pub raw_data: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct ValueInfo {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(message, optional, tag = "2")]
    pub value_type: Option<Type>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct Type {
    #[prost(message, optional, tag = "1")]
    pub tensor_type: Option<TensorType>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct TensorType {
    #[prost(int32, tag = "1")]
    pub elem_type: i32,
    #[prost(message, optional, tag = "2")]
    pub shape: Option<TensorShape>,
}

#[derive(Clone, PartialEq, Message)]
pub(crate) struct TensorShape {
    #[prost(message, repeated, tag = "1")]
    pub dim: Vec<Dimension>,
}

/// One of the two: a size, or the name of an open one.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Dimension {
    #[prost(int64, optional, tag = "1")]
    pub dim_value: Option<i64>,
    #[prost(string, optional, tag = "2")]
    pub dim_param: Option<String>,
}

impl Model {
    pub fn of(graph: Graph) -> Model {
        Model {
            ir_version: IR_VERSION,
            producer_name: env!("CARGO_PKG_NAME").to_owned(),
            producer_version: env!("CARGO_PKG_VERSION").to_owned(),
            graph: Some(graph),
            // The empty domain is that of ONNX itself.
            opset_import: vec![OperatorSet { domain: String::new(), version: OPSET }],
        }
    }
}

impl Attribute {
    const INT: i32 = 2;
    const STRING: i32 = 3;
    const INTS: i32 = 7;

    /// A whole number, e.g. `axis`.
    pub fn int(name: &str, value: i64) -> Attribute {
        Attribute { name: name.to_owned(), i: Some(value), kind: Attribute::INT, ..Attribute::default() }
    }

    /// Whole numbers, e.g. `strides`.
    pub fn ints(name: &str, values: impl IntoIterator<Item = usize>) -> Attribute {
        let ints = values.into_iter().map(|value| value as i64).collect();
        Attribute { name: name.to_owned(), ints, kind: Attribute::INTS, ..Attribute::default() }
    }

    /// A word, e.g. `auto_pad`.
    pub fn word(name: &str, value: &str) -> Attribute {
        let s = Some(value.as_bytes().to_vec());
        Attribute { name: name.to_owned(), s, kind: Attribute::STRING, ..Attribute::default() }
    }
}

impl Tensor {
    /// 64-bit integers: axes and sizes, which ONNX takes as tensors.
    pub fn integers(name: String, values: &[i64], dims: &[usize]) -> Tensor {
        const INT64: i32 = 7;
        let raw_data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Tensor { dims: sizes(dims), data_type: INT64, name, raw_data }
    }

    pub fn new(name: String, values: Data<'_>, dims: &[usize]) -> Tensor {
        let (dtype, raw_data) = match values {
            Data::F32(values) => (DType::F32, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
            Data::I32(values) => (DType::I32, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
            Data::Bool(values) => (DType::Bool, values.iter().map(|&value| u8::from(value)).collect()),
        };
        Tensor { dims: sizes(dims), data_type: data_type(dtype), name, raw_data }
    }
}

impl ValueInfo {
    /// An input or output. All open sizes of the first axis have one name: they are one batch.
    pub fn new(name: &str, dtype: DType, shape: &Shape) -> ValueInfo {
        let dimension = |(axis, &dim): (usize, &Dim)| match dim {
            Dim::Known(size) => Dimension { dim_value: Some(size as i64), dim_param: None },
            Dim::Open if axis == 0 => Dimension { dim_value: None, dim_param: Some("batch".to_owned()) },
            Dim::Open => Dimension { dim_value: None, dim_param: Some(format!("{name}_{axis}")) },
        };
        let dim = shape.dims().iter().enumerate().map(dimension).collect();
        let tensor_type = TensorType { elem_type: data_type(dtype), shape: Some(TensorShape { dim }) };
        ValueInfo { name: name.to_owned(), value_type: Some(Type { tensor_type: Some(tensor_type) }) }
    }
}

fn sizes(dims: &[usize]) -> Vec<i64> {
    dims.iter().map(|&size| size as i64).collect()
}

/// ONNX's number for an element type.
pub(crate) fn data_type(dtype: DType) -> i32 {
    match dtype {
        DType::F32 => 1,
        DType::I32 => 6,
        DType::Bool => 9,
    }
}
