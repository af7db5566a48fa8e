//! The logistic function, `1 / (1 + e⁻ˣ)`, element by element. Keras: `sigmoid`; SciPy: `expit`. Lesson 3.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::elementwise::{map, zip};
use crate::kernels::math;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Sigmoid;

impl Op for Sigmoid {
    fn name(&self) -> &'static str {
        "sigmoid"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), math::sigmoid);
    }

    // y = 1 / (1 + e⁻ˣ)  =>  dL/dx = dL/dy · y(1 − y): y is enough, x need not be kept
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(SigmoidGradient, &[call.output().handle(), gradient.handle()]))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Sigmoid");
        Ok(())
    }
}

/// Of sigmoid's output `y` and a gradient `g`: `g · y(1 − y)`, in one pass.
#[derive(Debug)]
pub(crate) struct SigmoidGradient;

impl Op for SigmoidGradient {
    fn name(&self) -> &'static str {
        "sigmoid_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        zip(inputs[0].f32(), inputs[1].f32(), output.f32(), |y: f32, g: f32| g * y * (1.0 - y));
    }

    // z = g·y(1 − y)  =>  dL/dy = dL/dz · g(1 − 2y),  dL/dg = dL/dz · y(1 − y)
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        let (y, g) = (call.input(0), call.input(1));
        vec![Some(gradient * g * (1.0 - 2.0 * &y)), Some(apply(SigmoidGradient, &[y.handle(), gradient.handle()]))]
    }
}

impl Tensor<f32> {
    /// `1 / (1 + e⁻ˣ)` of each element: a number between 0 and 1, a half at 0.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.sigmoid(), feed![x => [0.0, 1000.0, -1000.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [0.5, 1.0, 0.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn sigmoid(&self) -> Tensor<f32> {
        self.apply(Sigmoid)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("sigmoid", |case| case.f32(0).sigmoid());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        assert_gradients(&x.sigmoid(), &[&x], feed![x => [[1.0, -2.0, 0.5], [0.0, 3.0, -0.25]]]);
    }

    #[test]
    fn gradient_of_the_gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let slope = gradients(&x.sigmoid(), &[&x]).remove(0);
        assert_gradients(&slope, &[&x], feed![x => [1.0, -2.0, 0.5, 0.0]]);
    }
}
