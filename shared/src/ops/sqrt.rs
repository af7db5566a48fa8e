//! The square root, element by element. NumPy: `np.sqrt`; Keras: `ops.sqrt`. Lesson 3, where a mean squared error gets
//! its unit back.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::elementwise::map;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Sqrt;

impl Op for Sqrt {
    fn name(&self) -> &'static str {
        "sqrt"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), f32::sqrt);
    }

    // y = √x  =>  dL/dx = dL/dy / 2√x = dL/dy / 2y: y is enough, x need not be kept
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient / (2.0 * call.output()))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        call.element_wise("Sqrt");
        Ok(())
    }
}

impl Tensor<f32> {
    /// The square root of each element: NaN of a negative number; the slope at 0 is infinite.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.sqrt(), feed![x => [0.0, 4.0, 6.25]])?;
    /// assert_eq!(y.as_slice().unwrap(), [0.0, 2.0, 2.5]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn sqrt(&self) -> Tensor<f32> {
        self.apply(Sqrt)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("sqrt", |case| case.f32(0).sqrt());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        assert_gradients(&x.sqrt(), &[&x], feed![x => [[1.0, 2.0, 0.5], [3.0, 4.0, 10.0]]]);
    }

    #[test]
    fn at_zero_the_slope_is_infinite() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        let slope = gradients(&x.sqrt(), &[&x]).remove(0);
        let slope = Session::new(&graph).run(&slope, feed![x => [0.0, 4.0]]).unwrap();
        assert_eq!(slope.as_slice().unwrap(), [f32::INFINITY, 0.25]);
    }
}
