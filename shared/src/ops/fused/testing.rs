//! What the tests of all fusions share.

use std::borrow::Borrow;

use ndarray::ArrayD;

use crate::PlanOptions;
use crate::check::assert_close;
use crate::feed::Feeds;
use crate::prelude::*;

/// Values of both signs, without ties.
pub fn values(shape: &[usize]) -> ArrayD<f32> {
    let len = shape.iter().product();
    let values = (0..len).map(|k| (k as f32 * 0.618_034 + 0.1).fract() * 2.0 - 1.0).collect();
    ArrayD::from_shape_vec(shape, values).expect("as many values as the shape has")
}

/// Asserts that the fused plan gives what the plain one gives; the names of the fused plan's steps.
#[track_caller]
pub fn assert_same_values(fetches: &[impl Borrow<Tensor<f32>>], feeds: Feeds<'_>) -> Vec<&'static str> {
    let fetches: Vec<Tensor<f32>> = fetches.iter().map(|fetch| fetch.borrow().clone()).collect();
    let graph = fetches[0].graph();
    let mut fused = Session::new(graph);
    let mut plain = Session::new(graph).plan_options(PlanOptions { fuse: false, reuse: false });
    let expected = plain.run(&fetches, feeds.borrowed()).unwrap();
    for (value, expected) in fused.run(&fetches, feeds.borrowed()).unwrap().iter().zip(expected) {
        assert_close(value, &expected, 1e-6);
    }
    let plan = fused.plan(&fetches, feeds).unwrap();
    let names: Vec<&str> = plan.steps.iter().map(|step| step.op.name()).collect();
    names.iter().for_each(|name| assert!(plan.to_string().contains(name), "the plan's table shows {name}"));
    names
}
