//! The hyperbolic tangent, element by element. NumPy: `np.tanh`; Keras: `tanh`. Lesson 3.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::elementwise::{map, zip};
use crate::kernels::math;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Tanh;

impl Op for Tanh {
    fn name(&self) -> &'static str {
        "tanh"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), math::tanh);
    }

    // y = tanh x  =>  dL/dx = dL/dy · (1 − y²): y is enough, x need not be kept
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(TanhGradient, &[call.output().handle(), gradient.handle()]))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Tanh");
        Ok(())
    }
}

/// Of tanh's output `y` and a gradient `g`: `g · (1 − y²)`, in one pass.
#[derive(Debug)]
pub(crate) struct TanhGradient;

impl Op for TanhGradient {
    fn name(&self) -> &'static str {
        "tanh_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        zip(inputs[0].f32(), inputs[1].f32(), output.f32(), |y: f32, g: f32| g * (1.0 - y * y));
    }

    // z = g(1 − y²)  =>  dL/dy = dL/dz · (−2gy),  dL/dg = dL/dz · (1 − y²)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (y, g) = (call.input(0), call.input(1));
        vec![Some(-2.0 * gradient * g * &y), Some(apply(TanhGradient, &[y.handle(), gradient.handle()]))]
    }
}

impl Tensor<f32> {
    /// The hyperbolic tangent of each element: a number between −1 and 1.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.tanh(), feed![x => [0.0, 1000.0, -1000.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [0.0, 1.0, -1.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn tanh(&self) -> Tensor<f32> {
        self.apply(Tanh)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("tanh", |case| case.f32(0).tanh());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        assert_gradients(&x.tanh(), &[&x], feed![x => [[1.0, -2.0, 0.5], [0.0, 3.0, -0.25]]]);
    }

    #[test]
    fn gradient_of_the_gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let slope = gradients(&x.tanh(), &[&x]).remove(0);
        assert_gradients(&slope, &[&x], feed![x => [1.0, -2.0, 0.5, 0.0]]);
    }
}
