//! `|x|`, element by element. NumPy: `np.abs`; Keras: `ops.absolute`. Lesson 3, in the mean absolute error.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::elementwise::map;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Abs;

impl Op for Abs {
    fn name(&self) -> &'static str {
        "abs"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), f32::abs);
    }

    // y = |x|  =>  dL/dx = dL/dy · sign x, which is 0 at 0
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient * call.input(0).apply(Sign))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Abs");
        Ok(())
    }
}

/// −1, 0 or 1, by the sign of x; NaN of NaN. A step function: no gradient.
#[derive(Debug)]
pub(crate) struct Sign;

impl Op for Sign {
    fn name(&self) -> &'static str {
        "sign"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        // Not `signum`, which gives 1 at 0.
        map(inputs[0].f32(), output.f32(), |x: f32| if x == 0.0 { 0.0 } else { x.signum() });
    }
}

impl Tensor<f32> {
    /// The absolute value of each element; its slope at 0 counts as 0.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.abs(), feed![x => [-1.0, 0.0, 2.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [1.0, 0.0, 2.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn abs(&self) -> Tensor<f32> {
        self.apply(Abs)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("abs", |case| case.f32(0).abs());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        assert_gradients(&x.abs(), &[&x], feed![x => [[1.0, -2.0, 0.5]]]);
    }
}
