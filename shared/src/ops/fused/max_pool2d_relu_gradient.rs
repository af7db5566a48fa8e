//! The gradient of a relu and of the max pooling of its output, in one pass: a gradient goes to the place of each window's
//! maximum, unless that is 0.

use std::sync::Arc;

use crate::element::{View, ViewMut};
use crate::fusion::{Replacement, Site};
use crate::kernels::pool2d::max_gradient_through_relu;
use crate::op::{Context, Op};
use crate::ops::max_pool2d::MaxPool2dGradient;
use crate::ops::relu::ReluGradient;
use crate::ops::window::Pool;
use crate::shape::Shape;

/// Inputs: the relu's output y, and a gradient of the pooled shape.
#[derive(Debug)]
pub(super) struct MaxPool2dReluGradient(pub Pool);

impl Op for MaxPool2dReluGradient {
    fn name(&self) -> &'static str {
        "max_pool2d_gradient + relu_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[0].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [y, gradient] = [inputs[0], inputs[1]];
        max_gradient_through_relu(&self.0.sizes(y.shape), y.f32(), gradient.f32(), output.f32());
    }

    fn details(&self) -> String {
        self.0.describe()
    }
}

/// `relu_gradient(y, max_pool2d_gradient(y, g))` becomes one step.
pub(in crate::ops) fn join(site: &Site<'_>, id: usize) -> Option<Replacement> {
    site.op::<ReluGradient>(id)?;
    let &[y, of_pool] = site.inputs(id) else { return None };
    let pool = site.op_read_once::<MaxPool2dGradient>(of_pool)?.0;
    let inputs = site.inputs(of_pool);
    (inputs[0] == y).then(|| (Arc::new(MaxPool2dReluGradient(pool)) as Arc<dyn Op>, inputs.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_same_values, values};
    use crate::prelude::*;

    const FUSED: &str = "max_pool2d_gradient + relu_gradient";

    #[test]
    fn both_gradients_are_one_step_for_any_windows() {
        for (size, strides) in [([2, 2], [2, 2]), ([3, 2], [2, 1])] {
            for padding in [Padding::Same, Padding::Valid] {
                let graph = Graph::new();
                let x = graph.placeholder::<f32>("x", shape![?, 5, 4, 3]);
                let pooled = x.relu().max_pool2d(size, strides, padding);
                let slope = gradients(&pooled.square(), &[&x]).remove(0);
                for batch in [0, 1, 3] {
                    let x_value = values(&[batch, 5, 4, 3]);
                    let names = assert_same_values(&[&slope], feed![x => x_value]);
                    assert!(names.contains(&FUSED), "{names:?}");
                    assert!(!names.contains(&"relu_gradient"), "{names:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_fetched_or_read_elsewhere_stays() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 4, 4, 2]);
        let y = x.relu();
        let pooled = y.max_pool2d([2, 2], [2, 2], Padding::Same);
        let slopes = gradients(&pooled, &[&x, &y]);
        let x_value = values(&[2, 4, 4, 2]);
        let names = assert_same_values(&slopes, feed![x => x_value]);
        assert!(!names.contains(&FUSED), "the gradient of y is fetched: {names:?}");
        let slope = gradients(
            &(&pooled.sum_to_like(graph.scalar(0.0).handle()) + y.square().sum_to_like(graph.scalar(0.0).handle())),
            &[&x],
        );
        let names = assert_same_values(&slope, feed![x => x_value]);
        assert!(!names.contains(&FUSED), "y has two readers, and so two gradients: {names:?}");
    }

    #[test]
    fn pooling_of_something_else_keeps_its_own_gradient() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 4, 4, 2]);
        let pooled = x.square().relu().square().max_pool2d([2, 2], [2, 2], Padding::Same);
        let slope = gradients(&pooled, &[&x]);
        let x_value = values(&[2, 4, 4, 2]);
        let names = assert_same_values(&slope, feed![x => x_value]);
        assert!(!names.contains(&FUSED), "{names:?}");
    }
}
