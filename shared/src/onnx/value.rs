//! A value of the graph on its way into a model: in which layouts the model has it so far.

use std::sync::Arc;

use crate::element::{Buffer, DType};
use crate::shape::Shape;

/// One node's output.
#[derive(Clone)]
pub(crate) struct Value {
    pub shape: Shape,
    pub dtype: DType,
    /// Its name in the model, in the layout that it has in the graph; none until something needs it.
    pub plain: Option<String>,
    /// The name of the same images as `[batch, channels, height, width]`.
    pub channels_first: Option<String>,
    /// What is known when the model is written: a variable or a constant.
    pub stored: Option<Arc<Buffer>>,
}

impl Value {
    pub fn new(shape: Shape, dtype: DType) -> Value {
        Value { shape, dtype, plain: None, channels_first: None, stored: None }
    }

    pub fn stored(values: Arc<Buffer>, shape: Shape, dtype: DType) -> Value {
        Value { stored: Some(values), ..Value::new(shape, dtype) }
    }

    /// Whether it is the number 1, known when the model is written.
    pub fn is_one(&self) -> bool {
        matches!(self.stored.as_deref(), Some(Buffer::F32(values)) if values[..] == [1.0])
    }

    /// The sizes, which are known of everything that is stored.
    pub fn sizes(&self) -> Vec<usize> {
        self.shape.known().unwrap_or_default()
    }
}
