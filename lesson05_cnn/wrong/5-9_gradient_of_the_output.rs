//! As relu does it, in terms of the output: but the slope is the sigmoid of the input.

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
        vec![Some(call.output().sigmoid() * gradient)]
    }
}
