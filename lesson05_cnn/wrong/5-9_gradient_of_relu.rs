//! Softplus resembles relu, but its slope is not a step.

impl Op for Softplus {
    fn name(&self) -> &'static str {
        "softplus"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[0].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        for (y, &x) in output.f32().iter_mut().zip(inputs[0].f32()) {
            *y = x.max(0.0) + (-x.abs()).exp().ln_1p();
        }
    }

    fn gradient(&self, call: &Call, gradient: &Tensor<f32>) -> Vec<Option<Tensor<f32>>> {
        vec![Some(call.input(0).greater(&(0.0 * call.input(0))).cast::<f32>() * gradient)]
    }
}
