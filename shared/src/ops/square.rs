//! `x²`, element by element. NumPy: `np.square`. Lesson 3.

use super::same_shape;
use crate::element::{View, ViewMut};
use crate::graph::Tensor;
use crate::kernels::elementwise::map;
use crate::onnx::OnnxCall;
use crate::op::{Call, Context, Op};
use crate::shape::Shape;

#[derive(Debug)]
pub(crate) struct Square;

impl Op for Square {
    fn name(&self) -> &'static str {
        "square"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        same_shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        map(inputs[0].f32(), output.f32(), |x| x * x);
    }

    // y = x²  =>  dL/dx = dL/dy · 2x
    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(gradient * (2.0 * call.input(0)))]
    }

    fn onnx(&self, call: &mut OnnxCall<'_>) -> Result<(), String> {
        let x = call.input(0);
        call.write("Mul", vec![x.clone(), x], Vec::new());
        Ok(())
    }
}

impl Tensor<f32> {
    /// The square of each element.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?]);
    /// let y = Session::new(&graph).run(&x.square(), feed![x => [-1.0, 0.0, 2.0]])?;
    /// assert_eq!(y.as_slice().unwrap(), [1.0, 0.0, 4.0]);
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn square(&self) -> Tensor<f32> {
        self.apply(Square)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::assert_gradients;
    use crate::golden;
    use crate::prelude::*;

    #[test]
    fn equals_the_golden_values() {
        golden::check("square", |case| case.f32(0).square());
    }

    #[test]
    fn gradient_equals_the_difference_quotient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?]);
        assert_gradients(&x.square(), &[&x], feed![x => [1.0, -2.0, 0.5]]);
    }
}
