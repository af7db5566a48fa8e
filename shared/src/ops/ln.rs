//! The natural logarithm, element by element. NumPy: `np.log`; Keras: `ops.log`. Lesson 3, where the cross-entropy is
//! written by hand.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::elementwise::map;
use crate::kernels::math;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Ln;

impl Op for Ln {
    fn name(&self) -> &'static str {
        "ln"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), math::ln);
    }

    // y = ln x  =>  dL/dx = dL/dy / x: infinite at 0, like the slope
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient / call.input(0))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Log");
        Ok(())
    }
}

impl Tensor<f32> {
    /// The natural logarithm of each element: minus infinity of 0, NaN of a negative number.
    ///
    /// A logarithm of a probability that may be 0 makes a training fail: let `softmax_cross_entropy` take the logits
    /// instead.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.ln(), feed![x => [1.0, 0.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [0.0, f32::NEG_INFINITY]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn ln(&self) -> Tensor<f32> {
        self.apply(Ln)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("ln", |case| case.f32(0).ln());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        assert_gradients(&x.ln(), &[&x], feed![x => [[1.0, 2.0, 0.5], [3.0, 4.0, 10.0]]]);
    }

    #[test]
    fn at_zero_the_value_and_the_slope_are_infinite() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let y = x.ln();
        let slope = gradients(&y, &[&x]).remove(0);
        let (y, slope) = Session::new(&graph).run((&y, &slope), feed![x => [0.0, 1.0, -1.0]]).unwrap();
        assert_eq!(y.as_slice().unwrap()[..2], [f32::NEG_INFINITY, 0.0]);
        assert!(y[2].is_nan());
        assert_eq!(slope.as_slice().unwrap(), [f32::INFINITY, 1.0, -1.0]);
    }
}
