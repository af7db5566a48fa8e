//! A convolutional layer and the max pooling behind it, in training: the images between them are never in memory, nor is their
//! gradient.
//!
//! | node | plain | here |
//! |---|---|---|
//! | layer | `y = relu(conv2d(x, kernel) + bias)` | `max_pool2d(y)`, and the places of the maxima |
//! | pooling | `max_pool2d(y)` | the first half of that |
//! | gradient before relu | `relu_gradient(y, max_pool2d_gradient(y, g))`, as large as y | `relu_gradient(max_pool2d(y), g)` |
//! | gradients of kernel and x | of the above | of the above, sent back to the places image by image |
//! | gradient of bias | sum of the above | the same |
//!
//! A maximum is 0 where the relu was, so relu may take its part of the gradient behind the pooling as well. The places are
//! kept as f32, beside the values, because an op has one output.

use std::sync::Arc;

use super::conv2d_bias_activation::Conv2dBiasActivation;
use super::conv2d_max_pool2d::Conv2dMaxPool2d;
use super::is_bias;
use super::max_pool2d_relu_gradient::MaxPool2dReluGradient;
use crate::element::{View, ViewMut};
use crate::fusion::{Change, Site};
use crate::kernels::conv2d::{input_gradient_of_pooled, kernel_gradient_of_pooled};
use crate::kernels::pool2d::{PoolShape, PooledGradient};
use crate::op::{Context, Op};
use crate::ops::conv2d::{Conv2d, Conv2dInputGradient, Conv2dKernelGradient};
use crate::ops::max_pool2d::MaxPool2d;
use crate::ops::relu::ReluGradient;
use crate::ops::sum_to_like::SumToLike;
use crate::ops::window::Pool;
use crate::shape::Shape;

/// The values of `[values, places]`.
#[derive(Debug)]
struct PooledValues;

impl Op for PooledValues {
    fn name(&self) -> &'static str {
        "pooled_values"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(Shape::new(inputs[0].dims()[1..].to_vec()))
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let output = output.f32();
        output.copy_from_slice(&inputs[0].f32()[..output.len()]);
    }

    fn is_view(&self, _: &[&[usize]], _: &[usize]) -> bool {
        true
    }
}

/// Inputs: the layer's input, `[values, places]`, the gradient of the pooled values, and the kernel, of which only the shape is
/// taken.
#[derive(Debug)]
struct KernelGradientOfPooled(Conv2d, Pool);

impl Op for KernelGradientOfPooled {
    fn name(&self) -> &'static str {
        "max_pool2d_gradient + conv2d_kernel_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[3].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, pooled, gradient] = [inputs[0], inputs[1], inputs[2]];
        let sizes = self.0.sizes(x.shape, output.shape);
        let pool = self.1.sizes(&sizes.output());
        kernel_gradient_of_pooled(&sizes, x.f32(), pooled_gradient(&pool, &pooled, &gradient), output.f32());
    }

    fn reads(&self, input: usize) -> bool {
        input != 3
    }

    fn details(&self) -> String {
        format!("{}, pool {}", self.0.details(), self.1.describe())
    }
}

/// Inputs: `[values, places]`, the gradient of the pooled values, the kernel, and the layer's input, of which only the shape is
/// taken.
#[derive(Debug)]
struct InputGradientOfPooled(Conv2d, Pool);

impl Op for InputGradientOfPooled {
    fn name(&self) -> &'static str {
        "max_pool2d_gradient + conv2d_input_gradient"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        Ok(inputs[3].clone())
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [pooled, gradient, kernel] = [inputs[0], inputs[1], inputs[2]];
        let sizes = self.0.sizes(output.shape, kernel.shape);
        let pool = self.1.sizes(&sizes.output());
        input_gradient_of_pooled(&sizes, pooled_gradient(&pool, &pooled, &gradient), kernel.f32(), output.f32());
    }

    fn reads(&self, input: usize) -> bool {
        input != 3
    }

    fn details(&self) -> String {
        format!("{}, pool {}", self.0.details(), self.1.describe())
    }
}

fn pooled_gradient<'a>(shape: &'a PoolShape, pooled: &View<'a>, gradient: &View<'a>) -> PooledGradient<'a> {
    let (pooled, gradient) = (pooled.f32(), gradient.f32());
    PooledGradient { shape, places: &pooled[gradient.len()..], gradient }
}

/// All that becomes of layer `id`, its pooling and their gradients.
///
/// All or nothing: the images must be read by one pooling and its gradients only, and these gradients by those of kernel, bias
/// and input only.
pub(crate) fn join(site: &Site<'_>, id: usize) -> Option<Vec<Change>> {
    let layer = *site.op::<Conv2dBiasActivation>(id).filter(|op| op.is_whole() && !site.is_fetched(id))?;
    let readers = site.readers(id);
    let (poolings, backwards): (Vec<usize>, Vec<usize>) =
        readers.into_iter().partition(|&reader| site.op::<MaxPool2d>(reader).is_some());
    let &[pooling] = poolings.as_slice() else { return None };
    let &MaxPool2d(pool) = site.op(pooling)?;
    if backwards.is_empty() {
        return None;
    }
    let pooled = site.sizes(pooling).to_vec();
    let with_places = Conv2dMaxPool2d { layer, pool, places: true };
    let sizes = [&[2], pooled.as_slice()].concat();
    let mut changes = vec![
        Change { node: id, op: Arc::new(with_places), inputs: site.inputs(id).to_vec(), sizes },
        Change { node: pooling, op: Arc::new(PooledValues), inputs: vec![id], sizes: pooled.clone() },
    ];
    for gradient in backwards {
        let same = site.op::<MaxPool2dReluGradient>(gradient)?.0 == pool && !site.is_fetched(gradient);
        let &[images, of_pooled] = site.inputs(gradient) else { return None };
        if !same || images != id || of_pooled == id {
            return None;
        }
        let inputs = vec![pooling, of_pooled];
        changes.push(Change { node: gradient, op: Arc::new(ReluGradient), inputs, sizes: pooled.clone() });
        for reader in site.readers(gradient) {
            changes.push(gradient_of_pooled(site, (id, gradient), reader, pool)?);
        }
    }
    Some(changes)
}

/// What becomes of a reader of the gradient, if it is that of kernel, input or bias.
fn gradient_of_pooled(site: &Site<'_>, (layer, gradient): (usize, usize), reader: usize, pool: Pool) -> Option<Change> {
    let inputs = site.inputs(reader);
    let (op, inputs): (Arc<dyn Op>, Vec<usize>) = if let Some(op) = site.op::<Conv2dKernelGradient>(reader) {
        let &[x, second, kernel] = inputs else { return None };
        (second == gradient && x != gradient)
            .then(|| (Arc::new(KernelGradientOfPooled(op.0, pool)) as Arc<dyn Op>, vec![x, layer, gradient, kernel]))?
    } else if let Some(op) = site.op::<Conv2dInputGradient>(reader) {
        let &[first, kernel, x] = inputs else { return None };
        (first == gradient && kernel != gradient && x != gradient)
            .then(|| (Arc::new(InputGradientOfPooled(op.0, pool)) as Arc<dyn Op>, vec![layer, gradient, kernel, x]))?
    } else {
        site.op::<SumToLike>(reader)?;
        let &[_, like] = inputs else { return None };
        is_bias(site.sizes(like), site.sizes(gradient))
            .then(|| (Arc::new(SumToLike) as Arc<dyn Op>, inputs.to_vec()))?
    };
    Some(Change { node: reader, op, inputs, sizes: site.sizes(reader).to_vec() })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_same_values, values};
    use crate::prelude::*;

    const LAYER: &str = "conv2d + bias + relu + max_pool2d";
    const OF_KERNEL: &str = "max_pool2d_gradient + conv2d_kernel_gradient";
    const OF_INPUT: &str = "max_pool2d_gradient + conv2d_input_gradient";

    /// A layer `[?, 9, 7, 2]` to 6 channels, too few for Winograd's method, whose rounding shows; each sum is about 1.
    fn layer(side: usize) -> (Graph, [Tensor<f32>; 4]) {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 9, 7, 2]);
        let kernel = graph.constant(&(values(&[side, side, 2, 6]) * 0.25));
        let bias = graph.constant(&values(&[6]));
        let y = (x.conv2d(&kernel, [1, 1], Padding::Same) + &bias).relu();
        (graph, [x, kernel, bias, y])
    }

    #[test]
    fn a_layer_its_pooling_and_their_gradients_need_no_images() {
        for (side, pool, strides) in
            [(5, [2, 2], [2, 2]), (2, [2, 2], [2, 2]), (3, [3, 2], [2, 1]), (1, [1, 1], [3, 2])]
        {
            for padding in [Padding::Same, Padding::Valid] {
                let (_graph, [x, kernel, bias, y]) = layer(side);
                let pooled = y.max_pool2d(pool, strides, padding);
                let slopes = gradients(&(pooled.square() * 0.0625), &[&x, &kernel, &bias]);
                for batch in [0, 1, 3, 7] {
                    let x_value = values(&[batch, 9, 7, 2]);
                    let steps = assert_same_values(&slopes, feed![x => x_value]);
                    for expected in [LAYER, OF_KERNEL, OF_INPUT, "relu_gradient", "sum_to_like"] {
                        assert_eq!(steps.iter().filter(|name| **name == expected).count(), 1, "{expected}: {steps:?}");
                    }
                    assert!(!steps.contains(&"max_pool2d") && !steps.contains(&"conv2d + bias + relu"), "{steps:?}");
                    // The pooled values may be fetched, and any of the gradients may be missing.
                    assert_eq!(assert_same_values(&[&pooled, &slopes[1]], feed![x => x_value])[0], LAYER);
                    assert_eq!(assert_same_values(&[&slopes[0]], feed![x => x_value])[0], LAYER);
                    assert_eq!(assert_same_values(&[&slopes[2]], feed![x => x_value])[0], LAYER);
                }
            }
        }
    }

    #[test]
    fn a_gradient_that_is_built_twice_is_joined_twice() {
        let (_graph, [x, kernel, _, y]) = layer(3);
        let loss = y.max_pool2d([2, 2], [2, 2], Padding::Same).square() * 0.0625;
        let slopes = [gradients(&loss, &[&kernel]), gradients(&loss, &[&x, &kernel])].concat();
        let x_value = values(&[2, 9, 7, 2]);
        let steps = assert_same_values(&slopes, feed![x => x_value]);
        let count = |name| steps.iter().filter(|step| **step == name).count();
        assert_eq!([count(LAYER), count(OF_KERNEL), count(OF_INPUT)], [1, 2, 1], "{steps:?}");
    }

    #[test]
    fn images_that_something_else_reads_are_computed() {
        let (graph, [x, kernel, _, y]) = layer(3);
        let x_value = values(&[2, 9, 7, 2]);
        let pooled = y.max_pool2d([2, 2], [2, 2], Padding::Same);
        let of_kernel = |loss: &Tensor<f32>| gradients(loss, &[&kernel]).remove(0);
        let steps = |fetches: &[&Tensor<f32>]| assert_same_values(fetches, feed![x => x_value]);
        let slope = of_kernel(&(pooled.square() * 0.0625));
        assert!(steps(&[&slope]).contains(&OF_KERNEL));
        assert!(!steps(&[&slope, &y]).contains(&OF_KERNEL), "the images are fetched");
        assert!(!steps(&[&slope, &y.mean()]).contains(&OF_KERNEL), "the images have a third reader");
        let of_images = gradients(&(pooled.square() * 0.0625), &[&y]).remove(0);
        assert!(!steps(&[&slope, &of_images]).contains(&OF_KERNEL), "their gradient is fetched");
        let sum = |pooled: Tensor<f32>| (pooled * 0.125).sum_to_like(graph.scalar(0.0).handle());
        let both = of_kernel(&(sum(pooled) + sum(y.max_pool2d([3, 3], [2, 2], Padding::Same))));
        assert!(!steps(&[&both]).contains(&OF_KERNEL), "two poolings");
    }

    #[test]
    fn a_bias_for_each_position_keeps_the_gradient_of_the_images() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 4, 4, 1]);
        let kernel = graph.constant(&values(&[3, 3, 1, 2]));
        let bias = graph.constant(&values(&[4, 4, 2]));
        let y = (x.conv2d(&kernel, [1, 1], Padding::Same) + &bias).relu();
        let slopes = gradients(&y.max_pool2d([2, 2], [2, 2], Padding::Same).square(), &[&kernel, &bias]);
        let x_value = values(&[3, 4, 4, 1]);
        assert!(!assert_same_values(&slopes, feed![x => x_value]).contains(&OF_KERNEL));
    }
}
