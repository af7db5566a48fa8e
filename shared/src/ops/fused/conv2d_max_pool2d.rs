//! `max_pool2d(relu(conv2d(x, kernel) + bias))`: a convolutional layer and the pooling behind it, image by image.
//!
//! Where nothing else reads the layer: when a network predicts. In training the places of the maxima are kept
//! ([`super::pooled_layer`]).

use std::sync::Arc;

use super::conv2d_bias_activation::Conv2dBiasActivation;
use crate::element::{View, ViewMut};
use crate::fusion::{Replacement, Site};
use crate::kernels::conv2d::{forward_and_max_pool, forward_and_max_pool_with_places};
use crate::op::{Context, Op};
use crate::ops::max_pool2d::MaxPool2d;
use crate::ops::window::Pool;
use crate::shape::{Dim, Shape};

/// Inputs: those of the layer. Output: the pooled values; with `places`, `[values, places]`, along a new first axis.
#[derive(Debug)]
pub(super) struct Conv2dMaxPool2d {
    pub layer: Conv2dBiasActivation,
    pub pool: Pool,
    /// Whether to keep the places of the maxima, too.
    pub places: bool,
}

impl Op for Conv2dMaxPool2d {
    fn name(&self) -> &'static str {
        "conv2d + bias + relu + max_pool2d"
    }

    fn shape(&self, inputs: &[&Shape]) -> Result<Shape, String> {
        let pooled = self.pool.shape(&self.layer.shape(inputs)?)?;
        Ok(if self.places { Shape::new([&[Dim::Known(2)], pooled.dims()].concat()) } else { pooled })
    }

    fn run(&self, inputs: &[View<'_>], output: ViewMut<'_>, _: &Context) {
        let [x, kernel, bias] = [inputs[0], inputs[1], inputs[2]];
        let sizes = self.layer.conv.sizes(x.shape, kernel.shape);
        let pool = self.pool.sizes(&sizes.output());
        let activation = self.layer.activation;
        let (x, kernel, bias) = (x.f32(), kernel.f32(), Some(bias.f32()));
        if self.places {
            let output = output.f32();
            let (values, places) = output.split_at_mut(output.len() / 2);
            forward_and_max_pool_with_places((&sizes, &pool), (x, kernel, bias), activation, values, places);
        } else {
            forward_and_max_pool((&sizes, &pool), x, kernel, bias, activation, output.f32());
        }
    }

    fn details(&self) -> String {
        let places = if self.places { "; values, then places" } else { "" };
        format!("{}, pool {}{places}", self.layer.details(), self.pool.describe())
    }
}

/// `max_pool2d` of a layer with bias and relu, which nothing else reads, becomes one step with it.
pub(in crate::ops) fn join(site: &Site<'_>, id: usize) -> Option<Replacement> {
    let &MaxPool2d(pool) = site.op::<MaxPool2d>(id)?;
    let images = site.inputs(id)[0];
    let layer = *site.op_read_once::<Conv2dBiasActivation>(images).filter(|layer| layer.is_whole())?;
    Some((Arc::new(Conv2dMaxPool2d { layer, pool, places: false }), site.inputs(images).to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_same_values, values};
    use crate::prelude::*;

    #[test]
    fn a_layer_and_its_pooling_are_one_step_unless_something_else_reads_the_layer() {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 14, 9, 2]);
        let b = graph.constant(&values(&[20]));
        for (side, pool) in [(5, [2, 2]), (2, [3, 2])] {
            let kernel = graph.constant(&(values(&[side, side, 2, 20]) * 0.25)); // sums stay about 1
            let layer = (x.conv2d(&kernel, [1, 1], Padding::Same) + &b).relu();
            for padding in [Padding::Same, Padding::Valid] {
                let y = layer.max_pool2d(pool, [2, 2], padding);
                for batch in [0, 1, 3, 7] {
                    let x_value = values(&[batch, 14, 9, 2]);
                    let steps = assert_same_values(&[&y], feed![x => x_value]);
                    assert_eq!(steps, ["conv2d + bias + relu + max_pool2d"]);
                    let steps = assert_same_values(&[&y, &layer], feed![x => x_value]);
                    assert_eq!(steps, ["conv2d + bias + relu", "max_pool2d"]);
                }
            }
        }
    }
}
