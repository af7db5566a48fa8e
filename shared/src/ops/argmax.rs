//! The place of the largest element along an axis: the class that a network votes for. NumPy: `np.argmax`; Keras:
//! `ops.argmax`. Lesson 4.

use super::for_kernel;
use crate::element::{DType, View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels;
use crate::onnx::{Attribute, OnnxCall};
use crate::op::{Context, Op};
use crate::shape::{Dim, Shape};

/// No gradient: places jump.
#[derive(Debug)]
pub(crate) struct ArgMax {
    axis: usize,
}

impl Op for ArgMax {
    fn name(&self) -> &'static str {
        "argmax"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        inputs[0].axes(&[self.axis])?;
        let mut dims = inputs[0].dims().to_vec();
        match dims.remove(self.axis) {
            Dim::Known(0) => Err(format!("axis {} of {} is empty: there is no largest element", self.axis, inputs[0])),
            _ => Ok(Shape::new(dims)),
        }
    }

    fn dtype(&self, _: &[DType]) -> DType {
        DType::I32
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        kernels::argmax::argmax(for_kernel(inputs[0]), self.axis, output.slice());
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let x = call.input(0);
        let axis = Attribute::int("axis", self.axis as i64);
        let places = call.step("ArgMax", vec![x], vec![axis, Attribute::int("keepdims", 0)]);
        call.write_cast(places); // from i64
        Ok(())
    }

    fn details(&self) -> String {
        format!("axis {}", self.axis)
    }
}

impl Tensor<f32> {
    /// The place of the largest element along `axis`, which the output no longer has: the first among equals, and the
    /// first NaN if there is one.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let logits = graph.placeholder::<f32>("logits", shape![?, 3]);
    /// let classes = Session::new(&graph).run(&logits.argmax(1), feed![logits => [[0.1, 0.7, 0.2], [5.0, 0.0, 5.0]]])?;
    /// assert_eq!(classes.as_slice().unwrap(), [1, 0]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Panics
    /// If there is no such axis, or it is empty.
    #[track_caller]
    pub fn argmax(&self, axis: usize) -> Tensor<i32> {
        apply(ArgMax { axis }, &[self.handle()])
    }
}

#[cfg(test)]
mod tests {
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("argmax", |case| {
            let axis = case.attribute("axis").as_u64().expect("an axis");
            case.f32(0).argmax(axis as usize)
        });
    }

    #[test]
    fn a_batch_fed_empty_has_no_largest_row() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let none = ndarray::Array2::<f32>::zeros((0, 3));
        let error = Session::new(&graph).run(&x.argmax(0), feed![x => none]).unwrap_err().to_string();
        assert!(error.contains("found axis 0 of [0, 3] is empty: there is no largest element"), "{error}");
    }

    #[test]
    fn a_loss_gets_no_gradient_through_it() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let slope = gradients(&x.argmax(1).cast::<f32>(), &[&x]).remove(0);
        let slope = Session::new(&graph).run(&slope, feed![x => [[1.0, 2.0]]]).unwrap();
        assert_eq!(slope, ndarray::arr2(&[[0.0, 0.0]]).into_dyn());
    }

    #[test]
    #[should_panic(expected = "argmax: axis 2 does not exist in [?, 3]\n  x: f32 [?, 3]")]
    fn an_axis_that_does_not_exist_is_named() {
        let graph = Graph::new();
        let _ = graph.placeholder::<f32>("x", shape![?, 3]).argmax(2);
    }
}
