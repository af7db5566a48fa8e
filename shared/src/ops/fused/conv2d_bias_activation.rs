//! `activation(conv2d(x, kernel) + bias)`: a whole convolutional layer in one pass.

use std::sync::Arc;

use super::biased;
use crate::element::{View, ViewMut};
use crate::fusion::{Replacement, Site};
use crate::kernels::conv2d::forward;
use crate::kernels::epilogue::Activation;
use crate::op::{Context, Op};
use crate::ops::conv2d::Conv2d;
use crate::ops::relu::Relu;
use crate::shape::Shape;

/// Inputs: x, the kernel, and the bias, if there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conv2dBiasActivation {
    pub conv: Conv2d,
    bias: bool,
    pub activation: Activation,
}

impl Conv2dBiasActivation {
    /// Whether it has all that a layer may have.
    pub fn is_whole(&self) -> bool {
        self.bias && self.activation == Activation::Relu
    }
}

impl Op for Conv2dBiasActivation {
    fn name(&self) -> &'static str {
        match (self.bias, self.activation) {
            (false, Activation::None) => "conv2d",
            (true, Activation::None) => "conv2d + bias",
            (false, Activation::Relu) => "conv2d + relu",
            (true, Activation::Relu) => "conv2d + bias + relu",
        }
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.conv.shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, kernel] = [inputs[0], inputs[1]];
        let bias = inputs.get(2).map(View::f32);
        let sizes = self.conv.sizes(x.shape, kernel.shape);
        forward(&sizes, x.f32(), kernel.f32(), bias, self.activation, output.f32());
    }

    fn details(&self) -> String {
        self.conv.details()
    }
}

/// `add(conv2d(x, kernel), bias)` becomes one step.
pub(in crate::ops) fn add_bias(site: &Site<'_>, id: usize) -> Option<Replacement> {
    let (product, bias) = biased::<Conv2d>(site, id)?;
    let conv = *site.op::<Conv2d>(product)?;
    let fused = Conv2dBiasActivation { conv, bias: true, activation: Activation::None };
    Some((Arc::new(fused), [site.inputs(product), &[bias]].concat()))
}

/// `relu` takes the step before it in, whether that already has a bias or not.
pub(in crate::ops) fn add_relu(site: &Site<'_>, id: usize) -> Option<Replacement> {
    site.op::<Relu>(id)?;
    let product = site.inputs(id)[0];
    let biased = site.op_read_once::<Conv2dBiasActivation>(product).filter(|op| op.activation == Activation::None);
    let plain = |&conv: &Conv2d| Conv2dBiasActivation { conv, bias: false, activation: Activation::None };
    let linear = biased.copied().or_else(|| site.op_read_once(product).map(plain))?;
    let fused = Conv2dBiasActivation { activation: Activation::Relu, ..linear };
    Some((Arc::new(fused), site.inputs(product).to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_same_values, values};
    use crate::prelude::*;

    #[test]
    fn a_convolutional_layer_is_one_step_with_and_without_bias() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 5, 4, 2]);
        let kernel = graph.constant(&values(&[3, 2, 2, 3]));
        let b = graph.constant(&values(&[3]));
        for (strides, padding) in [([1, 1], Padding::Same), ([2, 1], Padding::Valid)] {
            let conv = || x.conv2d(&kernel, strides, padding);
            let biased = (conv() + &b).relu();
            let slopes = gradients(&biased, &[&x, &kernel, &b]);
            for batch in [0, 1, 3] {
                let x_value = values(&[batch, 5, 4, 2]);
                assert_eq!(assert_same_values(&[conv() + &b], feed![x => x_value]), ["conv2d + bias"]);
                assert_eq!(assert_same_values(&[conv().relu()], feed![x => x_value]), ["conv2d + relu"]);
                assert_eq!(assert_same_values(&[&biased], feed![x => x_value]), ["conv2d + bias + relu"]);
                let fetches: Vec<_> = [&biased].into_iter().chain(&slopes).collect();
                assert_eq!(assert_same_values(&fetches, feed![x => x_value])[0], "conv2d + bias + relu");
            }
        }
    }

    #[test]
    fn what_is_fetched_fed_or_read_elsewhere_stays() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3, 3, 1]);
        let kernel = graph.constant(&values(&[2, 2, 1, 3]));
        let b = graph.constant(&values(&[3]));
        let conv = x.conv2d(&kernel, [1, 1], Padding::Same);
        let sum = &conv + &b;
        let y = sum.relu();
        let x_value = values(&[2, 3, 3, 1]);
        assert_eq!(assert_same_values(&[&conv, &y], feed![x => x_value]), ["conv2d", "add", "relu"]);
        assert_eq!(assert_same_values(&[&sum, &y], feed![x => x_value]), ["conv2d + bias", "relu"]);
        assert_eq!(assert_same_values(&[&y + &conv], feed![x => x_value]), ["conv2d", "add", "relu", "add"]);
        let sum_value = values(&[2, 3, 3, 3]);
        assert_eq!(assert_same_values(&[&y], feed![sum => sum_value]), ["relu"]);
        assert_eq!(assert_same_values(&[&y], feed![conv => sum_value]), ["add", "relu"]);
    }
}
