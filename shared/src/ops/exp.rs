//! `eˣ`, element by element. NumPy: `np.exp`; Keras: `exponential`. Lesson 3, where softmax is written by hand.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::elementwise::map;
use crate::kernels::math;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Exp;

impl Op for Exp {
    fn name(&self) -> &'static str {
        "exp"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), math::exp);
    }

    // y = eˣ  =>  dL/dx = dL/dy · eˣ = dL/dy · y: y is enough, x need not be kept
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient * call.output())]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Exp");
        Ok(())
    }
}

impl Tensor<f32> {
    /// `e` to the power of each element; infinity above 88.72.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.exp(), feed![x => [0.0, -1000.0, 1000.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [1.0, 0.0, f32::INFINITY]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn exp(&self) -> Tensor<f32> {
        self.apply(Exp)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("exp", |case| case.f32(0).exp());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        assert_gradients(&x.exp(), &[&x], feed![x => [[1.0, -2.0, 0.5]]]);
    }
}
