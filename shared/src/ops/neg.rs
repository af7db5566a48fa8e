//! `-x`, element by element. NumPy: `np.negative`. Lesson 3.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::elementwise::map;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Neg;

impl Op for Neg {
    fn name(&self) -> &'static str {
        "neg"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), |x: f32| -x);
    }

    // y = -x  =>  dL/dx = -dL/dy
    fn gradient(&self, _: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(-gradient)]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Neg");
        Ok(())
    }
}

impl Tensor<f32> {
    /// Each element with its sign turned; `-x` is the same.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.neg(), feed![x => [-1.0, 0.0, 2.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [1.0, -0.0, -2.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn neg(&self) -> Tensor<f32> {
        self.apply(Neg)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("neg", |case| case.f32(0).neg());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.neg(), &[&x], feed![x => [1.0, -2.0, 0.5]]);
    }
}
