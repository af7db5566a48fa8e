//! Rectified linear unit, `max(x, 0)`. Keras: `relu`. Lesson 3.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::{Tensor, apply};
use crate::kernels::elementwise::{map, zip};
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Relu;

impl Op for Relu {
    fn name(&self) -> &'static str {
        "relu"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), |x: f32| {
            if x > 0.0 {
                x
            } else if x <= 0.0 {
                0.0
            } else {
                x
            }
        });
    }

    // ANCHOR: gradient
    // y = max(x, 0)  =>  dL/dx = dL/dy where y > 0, else 0: y is enough, x need not be kept
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(apply(ReluGradient, &[call.output().handle(), gradient.handle()]))]
    }
    // ANCHOR_END: gradient

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Relu");
        Ok(())
    }
}

/// Of relu's output `y` and a gradient `g`: `g` where `y > 0`, else 0. Linear in `g`, so its own gradient is itself.
#[derive(Debug)]
pub(crate) struct ReluGradient;

impl Op for ReluGradient {
    fn name(&self) -> &'static str {
        "relu_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        zip(inputs[0].f32(), inputs[1].f32(), output.f32(), |y: f32, g: f32| if y > 0.0 { g } else { 0.0 });
    }

    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![None, Some(apply(ReluGradient, &[call.handle(0), gradient.handle()]))]
    }
}

impl Tensor<f32> {
    /// `max(x, 0)` of each element.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.relu(), feed![x => [-1.0, 0.0, 2.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [0.0, 0.0, 2.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn relu(&self) -> Tensor<f32> {
        self.apply(Relu)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("relu", |case| case.f32(0).relu());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.relu(), &[&x], feed![x => [1.0, -2.0, 0.5]]);
    }
}
