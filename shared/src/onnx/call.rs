//! One use of an op, on its way into a model: what [`Op::onnx`](crate::op::Op::onnx) gets.

use std::sync::Arc;

use super::graph::OnnxGraph;
use super::proto::{Attribute, data_type};
use super::value::Value;
use crate::element::{Buffer, DType};
use crate::shape::Shape;

/// The inputs of one op as they are in a growing ONNX model, and where its output is written.
///
/// An op ends with one of the methods that write the output: [`element_wise`](OnnxCall::element_wise),
/// [`write`](OnnxCall::write), [`write_images`](OnnxCall::write_images), [`write_number`](OnnxCall::write_number) or
/// [`pass_on`](OnnxCall::pass_on).
pub struct OnnxCall<'a> {
    graph: &'a mut OnnxGraph,
    inputs: &'a [usize],
    output: usize,
    shape: &'a Shape,
    dtype: DType,
}

#[expect(clippy::indexing_slicing, reason = "an op asks for inputs that it has")]
impl<'a> OnnxCall<'a> {
    pub(crate) fn new(
        graph: &'a mut OnnxGraph,
        inputs: &'a [usize],
        output: usize,
        (shape, dtype): (&'a Shape, DType),
    ) -> OnnxCall<'a> {
        OnnxCall { graph, inputs, output, shape, dtype }
    }

    /// The name of an input, as it lies in our graph.
    pub fn input(&mut self, index: usize) -> String {
        self.graph.plain(self.inputs[index])
    }

    /// The names of all inputs, as they lie in our graph.
    pub fn inputs(&mut self) -> Vec<String> {
        (0..self.inputs.len()).map(|index| self.input(index)).collect()
    }

    /// The shape of an input in our graph.
    pub fn input_shape(&self, index: usize) -> &Shape {
        &self.graph.value(self.inputs[index]).shape
    }

    /// The shape of the output in our graph.
    pub fn shape(&self) -> &Shape {
        self.shape
    }

    /// The name of an input that is images `[batch, height, width, channels]`, as ONNX has them:
    /// `[batch, channels, height, width]`.
    pub fn images(&mut self, index: usize) -> String {
        self.graph.channels_first(self.inputs[index])
    }

    /// The name of an input that is a kernel `[height, width, in, out]`, as ONNX has it: `[out, in, height, width]`.
    pub fn kernel(&mut self, index: usize) -> String {
        self.graph.kernel(self.inputs[index])
    }

    /// Stores whole numbers as a tensor of one axis, such as the axes of a reduction; gives its name.
    pub fn integers(&mut self, what: &str, values: impl IntoIterator<Item = usize>) -> String {
        let values: Vec<i64> = values.into_iter().map(|value| value as i64).collect();
        self.signed_integers(what, &values)
    }

    /// As [`integers`](OnnxCall::integers); a size of -1 follows from the others.
    pub fn signed_integers(&mut self, what: &str, values: &[i64]) -> String {
        let name = self.named(what);
        self.graph.integers(&name, values, &[values.len()])
    }

    /// Stores a single whole number, of shape `[]`; gives its name.
    pub fn integer(&mut self, what: &str, value: i64) -> String {
        let name = self.named(what);
        self.graph.integers(&name, &[value], &[])
    }

    /// Stores f32 numbers as a tensor of one axis; gives its name.
    pub fn floats(&mut self, what: &str, values: &[f32]) -> String {
        let name = self.named(what);
        self.graph.floats(&name, values)
    }

    /// Whether an input is the single number 1, whatever is fed.
    pub fn is_one(&self, index: usize) -> bool {
        self.graph.value(self.inputs[index]).is_one()
    }

    /// Writes an operator whose result is only needed by a further one; gives its name.
    pub fn step(&mut self, op_type: &str, inputs: Vec<String>, attributes: Vec<Attribute>) -> String {
        let name = self.named(op_type);
        let name = self.graph.unique(&name);
        self.graph.push(op_type, inputs, name, attributes)
    }

    /// Writes the operator that computes the output.
    pub fn write(&mut self, op_type: &str, inputs: Vec<String>, attributes: Vec<Attribute>) {
        let name = self.graph.name_of(self.output).to_owned();
        let plain = Some(self.graph.push(op_type, inputs, name, attributes));
        self.graph.put(self.output, Value { plain, ..self.value() });
    }

    /// Writes the operator that computes the output as images `[batch, channels, height, width]`.
    pub fn write_images(&mut self, op_type: &str, inputs: Vec<String>, attributes: Vec<Attribute>) {
        let name = self.named("channels_first");
        let name = self.graph.unique(&name);
        let channels_first = Some(self.graph.push(op_type, inputs, name, attributes));
        self.graph.put(self.output, Value { channels_first, ..self.value() });
    }

    /// The output is a number that is known when the model is written.
    pub fn write_number(&mut self, number: f32) {
        let value = Value::stored(Arc::new(Buffer::F32(vec![number])), Shape::scalar(), DType::F32);
        self.graph.put(self.output, value);
    }

    /// The output is an input, unchanged.
    pub fn pass_on(&mut self, index: usize) {
        let value = self.graph.value(self.inputs[index]).clone();
        self.graph.put(self.output, value);
    }

    /// Casts to the element type of the output, and writes it.
    pub fn write_cast(&mut self, input: String) {
        self.write("Cast", vec![input], vec![Attribute::int("to", data_type(self.dtype).into())]);
    }

    /// Writes an operator that takes all inputs element by element, with broadcasting. Images stay in the layout that
    /// they have.
    pub fn element_wise(&mut self, op_type: &str) {
        if self.goes_on_with_images() {
            let inputs = self.inputs.iter().map(|&id| match self.graph.value(id).shape.rank() {
                4 => self.graph.channels_first(id),
                1 => self.graph.per_channel(id),
                _ => self.graph.plain(id),
            });
            let inputs = inputs.collect();
            self.write_images(op_type, inputs, Vec::new());
        } else {
            let inputs = self.inputs();
            self.write(op_type, inputs, Vec::new());
        }
    }

    /// Whether an input lies as ONNX has images, and all others can: images, stored numbers for each channel, single
    /// numbers.
    fn goes_on_with_images(&self) -> bool {
        let mut values = self.inputs.iter().map(|&id| self.graph.value(id));
        let fits = |value: &Value| match value.shape.rank() {
            0 | 4 => true,
            1 => value.stored.is_some(),
            _ => false,
        };
        values.clone().any(|value| value.channels_first.is_some()) && values.all(fits)
    }

    fn value(&self) -> Value {
        Value::new(self.shape.clone(), self.dtype)
    }

    fn named(&self, what: &str) -> String {
        format!("{}/{what}", self.graph.name_of(self.output))
    }
}
