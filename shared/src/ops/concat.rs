//! Tensors joined along one axis. NumPy: `np.concatenate`; Keras: `Concatenate`. Lesson 3.

use super::for_kernel;
use crate::element::{DType, DataMut, Element, View, ViewMut};
use crate::graph::{Handle, Tensor, apply};
use crate::kernels::broadcast;
use crate::kernels::concat::concat as join;
use crate::kernels::slice::{Range, slice};
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Call, Context, Op};
use crate::shape::{Dim, Shape};

/// Inputs: the parts, in order.
#[derive(Debug)]
pub(crate) struct Concat {
    axis: usize,
}

impl Op for Concat {
    fn name(&self) -> &'static str {
        "concat"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        inputs[0].axes(&[self.axis])?;
        let mut dims = inputs[0].dims().to_vec();
        for part in &inputs[1..] {
            if part.rank() != dims.len() {
                return Err(format!("{} and {part} have different numbers of axes", inputs[0]));
            }
            for (axis, (dim, &other)) in dims.iter_mut().zip(part.dims()).enumerate() {
                *dim = match (*dim, other) {
                    (Dim::Known(a), Dim::Known(b)) if axis == self.axis => Dim::Known(a + b),
                    _ if axis == self.axis => Dim::Open,
                    (a, b) if a == b => a,
                    (Dim::Open, size) | (size, Dim::Open) => size,
                    _ => return Err(format!("{} and {part} differ beside axis {}", inputs[0], self.axis)),
                };
            }
        }
        Ok(Shape::new(dims))
    }

    fn dtype(&self, inputs: &[DType]) -> DType {
        inputs[0]
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        fn run<T: Element>(parts: &[View<'_>], axis: usize, out: &mut [T]) {
            let parts: Vec<broadcast::View<'_, T>> = parts.iter().map(|&part| for_kernel(part)).collect();
            join(&parts, axis, out);
        }
        match output.data {
            DataMut::F32(out) => run(inputs, self.axis, out),
            DataMut::I32(out) => run(inputs, self.axis, out),
            DataMut::Bool(out) => run(inputs, self.axis, out),
        }
    }

    // Each part went to a place of its own  =>  its gradient is the slice of dL/dy there
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let mut inputs = vec![gradient.handle()];
        inputs.extend(&call.inputs);
        let slice = |part| Some(apply(ConcatGradient { axis: self.axis, part }, &inputs));
        (0..call.inputs.len()).map(slice).collect()
    }

    fn is_view(&self, inputs: &[&[usize]], output: &[usize]) -> bool {
        inputs[0] == output
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let parts = call.inputs();
        call.write("Concat", parts, vec![Attribute::int("axis", self.axis as i64)]);
        Ok(())
    }

    fn details(&self) -> String {
        format!("axis {}", self.axis)
    }
}

/// Inputs: the gradient of the whole, and all parts, of which only the shapes are taken: where a part begins may
/// depend on sizes that only a run knows.
#[derive(Debug)]
struct ConcatGradient {
    axis: usize,
    part: usize,
}

impl Op for ConcatGradient {
    fn name(&self) -> &'static str {
        "concat_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[1 + self.part].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let mut ranges: Vec<_> = output.shape.iter().map(|&len| Range { start: 0, step: 1, len }).collect();
        ranges[self.axis].start = inputs[1..][..self.part].iter().map(|before| before.shape[self.axis]).sum();
        slice(for_kernel(inputs[0]), &ranges, output.f32());
    }

    // A slice: what was not taken has gradient 0
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let zero = gradient.graph().scalar(0.0);
        let mut parts: Vec<_> = call.inputs[1..].iter().map(|part| zero.broadcast_like(&part.typed())).collect();
        parts[self.part] = gradient.clone();
        let whole = concat(&parts.iter().collect::<Vec<_>>(), self.axis);
        std::iter::once(Some(whole)).chain(call.inputs[1..].iter().map(|_| None)).collect()
    }

    fn reads(&self, input: usize) -> bool {
        input == 0
    }

    fn is_view(&self, inputs: &[&[usize]], output: &[usize]) -> bool {
        inputs[0] == output
    }

    fn details(&self) -> String {
        format!("axis {}, part {}", self.axis, self.part)
    }
}

/// The tensors joined along `axis`; all their other sizes must be equal.
///
/// ```
/// use shared::ops::concat;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let left = graph.placeholder::<f32>("left", shape![?, 2]);
/// let right = graph.placeholder::<f32>("right", shape![?, 1]);
/// let both = concat(&[&left, &right], 1);
/// assert_eq!(both.shape().to_string(), "[?, 3]");
/// let both = Session::new(&graph).run(&both, feed![left => [[1.0, 2.0]], right => [[3.0]]])?;
/// assert_eq!(both.as_slice().unwrap(), [1.0, 2.0, 3.0]);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// If there are no tensors, there is no such axis, or other sizes differ.
#[track_caller]
pub fn concat<T: Element>(tensors: &[&Tensor<T>], axis: usize) -> Tensor<T> {
    let parts: Vec<&Handle> = tensors.iter().map(|tensor| tensor.handle()).collect();
    apply(Concat { axis }, &parts)
}

#[cfg(test)]
mod tests {
    use super::concat;
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("concat", |case| {
            let parts: Vec<_> = (0..case.inputs()).map(|k| case.f32(k)).collect();
            concat(&parts.iter().collect::<Vec<_>>(), case.attribute("axis").as_u64().unwrap() as usize)
        });
    }

    #[test]
    fn parts_of_open_sizes_and_a_part_used_twice() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 2]);
        let b = graph.placeholder::<f32>("b", shape![?, 2]);
        let y = concat(&[&a, &b, &a], 0);
        assert_eq!(y.shape(), shape![?, 2]);
        assert_gradients(&y.square(), &[&a, &b], feed![a => [[1.0, 2.0]], b => [[3.0, -1.0], [0.5, 0.25]]]);
    }

    #[test]
    fn second_gradients_come_through() {
        let graph = Graph::new();
        let (a, b) = (graph.placeholder::<f32>("a", shape![?, 1]), graph.placeholder::<f32>("b", shape![?, 2]));
        let slope = gradients(&concat(&[&a, &b], 1).square().square(), &[&b]).remove(0);
        assert_gradients(&slope, &[&b], feed![a => [[1.0]], b => [[0.5, -1.0]]]);
    }

    #[test]
    #[should_panic(expected = "concat: [?, 2] and [?, 3] differ beside axis 0\n  a: f32 [?, 2]\n  b: f32 [?, 3]")]
    fn other_sizes_must_be_equal() {
        let graph = Graph::new();
        let (a, b) = (graph.placeholder::<f32>("a", shape![?, 2]), graph.placeholder::<f32>("b", shape![?, 3]));
        let _ = concat(&[&a, &b], 0);
    }

    #[test]
    #[should_panic(expected = "concat: [?, 2] and [2] have different numbers of axes")]
    fn ranks_must_be_equal() {
        let graph = Graph::new();
        let (a, b) = (graph.placeholder::<f32>("a", shape![?, 2]), graph.placeholder::<f32>("b", shape![2]));
        let _ = concat(&[&a, &b], 0);
    }

    #[test]
    #[should_panic(expected = "concat: axis 2 does not exist in [?, 2]")]
    fn the_axis_must_exist() {
        let graph = Graph::new();
        let a = graph.placeholder::<f32>("a", shape![?, 2]);
        let _ = concat(&[&a], 2);
    }
}
