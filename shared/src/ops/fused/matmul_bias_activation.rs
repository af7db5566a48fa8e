//! `activation(a · b + bias)`: a whole dense layer in one pass.

use std::sync::Arc;

use super::biased;
use crate::element::{View, ViewMut};
use crate::fusion::{Replacement, Site};
use crate::kernels::epilogue::Activation;
use crate::kernels::gemm::gemm_bias_activation;
use crate::op::{Context, Op};
use crate::ops::matmul::MatMul;
use crate::ops::relu::Relu;
use crate::shape::Shape;

/// Inputs: a, b, and the bias, if there is one.
#[derive(Clone, Copy, Debug)]
struct MatMulBiasActivation {
    matmul: MatMul,
    bias: bool,
    activation: Activation,
}

impl Op for MatMulBiasActivation {
    fn name(&self) -> &'static str {
        match (self.bias, self.activation) {
            (false, Activation::None) => "matmul",
            (true, Activation::None) => "matmul + bias",
            (false, Activation::Relu) => "matmul + relu",
            (true, Activation::Relu) => "matmul + bias + relu",
        }
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        self.matmul.shape(inputs)
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [a, b] = self.matmul.matrices(inputs[0], inputs[1]);
        let bias = inputs.get(2).map(View::f32);
        gemm_bias_activation(a, b, bias, self.activation, output.f32());
    }

    fn details(&self) -> String {
        self.matmul.details()
    }
}

/// `add(matmul(a, b), bias)` becomes one step.
pub(in crate::ops) fn add_bias(site: &Site<'_>, id: usize) -> Option<Replacement> {
    let (product, bias) = biased::<MatMul>(site, id)?;
    let matmul = *site.op::<MatMul>(product)?;
    let fused = MatMulBiasActivation { matmul, bias: true, activation: Activation::None };
    Some((Arc::new(fused), [site.inputs(product), &[bias]].concat()))
}

/// `relu` takes the step before it in, whether that already has a bias or not.
pub(in crate::ops) fn add_relu(site: &Site<'_>, id: usize) -> Option<Replacement> {
    site.op::<Relu>(id)?;
    let product = site.inputs(id)[0];
    let biased = site.op_read_once::<MatMulBiasActivation>(product).filter(|op| op.activation == Activation::None);
    let plain = |&matmul: &MatMul| MatMulBiasActivation { matmul, bias: false, activation: Activation::None };
    let linear = biased.copied().or_else(|| site.op_read_once(product).map(plain))?;
    let fused = MatMulBiasActivation { activation: Activation::Relu, ..linear };
    Some((Arc::new(fused), site.inputs(product).to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_same_values, values};
    use crate::prelude::*;

    #[test]
    fn a_dense_layer_is_one_step() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let w = graph.constant(&values(&[3, 4]));
        let b = graph.constant(&values(&[4]));
        let y = (x.matmul(&w) + &b).relu();
        let slopes = gradients(&y, &[&x, &w, &b]);
        for batch in [0, 1, 5] {
            let x_value = values(&[batch, 3]);
            let names = assert_same_values(&[&y], feed![x => x_value]);
            assert_eq!(names, ["matmul + bias + relu"]);
            let fetches: Vec<_> = [&y].into_iter().chain(&slopes).collect();
            let names = assert_same_values(&fetches, feed![x => x_value]);
            assert_eq!(names[0], "matmul + bias + relu");
        }
    }

    #[test]
    fn bias_or_relu_alone_is_taken_in_too() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let w = graph.constant(&values(&[3, 4]));
        let row = graph.constant(&values(&[1, 4]));
        let x_value = values(&[5, 3]);
        assert_eq!(assert_same_values(&[&row + x.matmul(&w)], feed![x => x_value]), ["matmul + bias"]);
        assert_eq!(assert_same_values(&[x.matmul(&w).relu()], feed![x => x_value]), ["matmul + relu"]);
        assert_eq!(assert_same_values(&[x.matmul(&w).relu().relu()], feed![x => x_value]), ["matmul + relu", "relu"]);
    }

    #[test]
    fn what_is_fetched_fed_or_read_elsewhere_stays() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let w = graph.constant(&values(&[3, 4]));
        let b = graph.constant(&values(&[4]));
        let product = x.matmul(&w);
        let sum = &product + &b;
        let y = sum.relu();
        let x_value = values(&[5, 3]);
        let fetched = assert_same_values(&[&product, &y], feed![x => x_value]);
        assert_eq!(fetched, ["matmul", "add", "relu"]);
        let fetched = assert_same_values(&[&sum, &y], feed![x => x_value]);
        assert_eq!(fetched, ["matmul + bias", "relu"]);
        let read_twice = assert_same_values(&[&y * &product], feed![x => x_value]);
        assert_eq!(read_twice, ["matmul", "add", "relu", "mul"]);
        let sum_value = values(&[2, 4]);
        assert_eq!(assert_same_values(&[&y], feed![sum => sum_value]), ["relu"]);
        assert_eq!(assert_same_values(&[&y], feed![product => sum_value]), ["add", "relu"]);
        assert_eq!(assert_same_values(&[&product + &product], feed![x => x_value]), ["matmul", "add"]);
    }

    #[test]
    fn what_is_no_bias_is_added_by_itself() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let w = graph.constant(&values(&[3, 1]));
        let (x_value, column) = (values(&[5, 3]), graph.constant(&values(&[5, 1])));
        assert_eq!(assert_same_values(&[x.matmul(&w) + column], feed![x => x_value]), ["matmul", "add"]);
        let wide = graph.constant(&values(&[4]));
        assert_eq!(assert_same_values(&[x.matmul(&w) + wide], feed![x => x_value]), ["matmul", "add"]);
    }
}
