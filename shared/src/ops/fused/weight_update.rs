//! The gradient of a dense layer's weights, `xᵀ · g`, computed by the training step's update itself.
//!
//! This is no op: the product drops out of the plan, and the update gets its factors. It makes a block of the gradient,
//! changes that block of the weights, and forgets it; a gradient as large as the weights is never written to memory,
//! nor read again.

use crate::fusion::Site;
use crate::kernels::weight_gradient::WeightGradient;
use crate::ops::matmul::MatMul;

/// Fewer weights stay in the first-level cache anyway.
const WORTH_IT: usize = 1 << 12;

/// The factors x `[batch, inputs]` and g `[batch, outputs]` of a gradient at node `id` that nothing but an update reads.
///
/// Large batches stay steps: then the product is the work, and the pass over the weights is not.
pub(crate) fn update_factors(site: &Site<'_>, id: usize) -> Option<[usize; 2]> {
    let product = site.op_read_once::<MatMul>(id)?;
    let &[x, g] = site.inputs(id) else { return None };
    let lies_right = product.transpose_a && !product.transpose_b;
    let large = site.sizes(id).iter().product::<usize>() >= WORTH_IT;
    (lies_right && large && site.sizes(x)[0] <= WeightGradient::LARGEST_BATCH).then_some([x, g])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ndarray::ArrayD;

    use super::super::testing::values;
    use crate::PlanOptions;
    use crate::optimizers::Optimizer;
    use crate::prelude::*;

    /// A network 70-64-80-3, whose first two weights are worth it, and its loss for x and y.
    fn network() -> (Graph, Tensor<f32>, Tensor<f32>, Tensor<f32>) {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 70]);
        let y = graph.placeholder::<f32>("y", shape![?, 3]);
        let layer = |x: &Tensor<f32>, name: &str, inputs: usize, outputs: usize| {
            let w = graph.variable(&format!("w{name}"), glorot_uniform([inputs, outputs]));
            x.matmul(&w) + graph.variable(&format!("b{name}"), constant([outputs], 0.1))
        };
        let hidden = layer(&layer(&x, "1", 70, 64).relu(), "2", 64, 80).relu();
        let loss = (layer(&hidden, "3", 80, 3) - &y).square().mean();
        (graph, x, y, loss)
    }

    fn products_in_updates(plan: &crate::Plan) -> usize {
        plan.to_string().matches("in the update").count()
    }

    /// All variables and slots after four steps.
    fn trained(optimizer: Arc<dyn Optimizer>, batch: usize, options: PlanOptions, threads: usize) -> Vec<ArrayD<f32>> {
        let (graph, x, y, loss) = network();
        let train_step = TrainStep::new(optimizer, &loss, &graph.variables());
        let mut session = Session::new(&graph).seed(3).threads(threads).plan_options(options);
        for _ in 0..4 {
            session.run(&train_step, feed![x => values(&[batch, 70]), y => values(&[batch, 3])]).unwrap();
        }
        let slots = train_step.updates.iter().flat_map(|update| update.slots.iter().map(|slot| slot.typed()));
        graph.variables().into_iter().chain(slots).map(|variable| session.value(&variable)).collect()
    }

    #[test]
    fn the_bits_are_those_of_a_gradient_computed_before_for_every_optimizer() {
        let optimizers: [Arc<dyn Optimizer>; 4] = [
            Arc::new(GradientDescent::new(0.1)),
            Arc::new(Momentum::new(0.1, 0.9)),
            Arc::new(RmsProp::new(0.01)),
            Arc::new(Adam::new(0.01)),
        ];
        for optimizer in optimizers {
            for batch in [1, 20, 128, 129] {
                let plain = trained(optimizer.clone(), batch, PlanOptions { fuse: false, reuse: false }, 1);
                for threads in [1, 2, 4] {
                    let fused = trained(optimizer.clone(), batch, PlanOptions::default(), threads);
                    assert_eq!(fused, plain, "{}, batch of {batch}, {threads} threads", optimizer.name());
                }
            }
        }
    }

    #[test]
    fn large_weights_are_updated_by_blocks_unless_the_batch_is_large() {
        let (graph, x, y, loss) = network();
        let train_step = Adam::new(0.01).minimize(&loss);
        let mut session = Session::new(&graph);
        for (batch, expected) in [(0, 2), (128, 2), (129, 0)] {
            let (x_value, y_value) = (values(&[batch, 70]), values(&[batch, 3]));
            let plan = session.plan(&train_step, feed![x => x_value, y => y_value]).unwrap();
            assert_eq!(products_in_updates(&plan), expected, "batch of {batch}\n{plan}");
            // Forward 3, gradients of weights 3, of layers' inputs 2: nobody asks for that of x.
            let products = plan.steps.iter().filter(|step| step.op.name().starts_with("matmul")).count();
            assert_eq!(products, 8 - expected, "{plan}");
        }
    }

    #[test]
    fn a_gradient_that_is_read_elsewhere_stays_a_step() {
        let (graph, x, y, loss) = network();
        let w1 = graph.variable_named("w1");
        let train_step = Adam::new(0.01).minimize_over(&loss, std::slice::from_ref(&w1));
        let gradient: Tensor<f32> = train_step.updates[0].gradient.typed();
        let norm = gradient.square().sum();
        let (x_value, y_value) = (values(&[5, 70]), values(&[5, 3]));
        let mut session = Session::new(&graph);
        let feeds = || feed![x => x_value, y => y_value];
        assert_eq!(products_in_updates(&session.plan(&train_step, feeds()).unwrap()), 1);
        assert_eq!(products_in_updates(&session.plan((&train_step, &gradient), feeds()).unwrap()), 0);
        assert_eq!(products_in_updates(&session.plan((&train_step, &norm), feeds()).unwrap()), 0);
        assert_eq!(products_in_updates(&session.plan(&gradient, feeds()).unwrap()), 0);
        let (_, both) = session.run((&train_step, &gradient), feeds()).unwrap();
        assert_eq!(both.shape(), [70, 64]);
        // A fed gradient is what the update uses.
        let fed = ArrayD::zeros(vec![70, 64]);
        let before = session.value(&w1);
        let descent = GradientDescent::new(1.0).minimize_over(&loss, std::slice::from_ref(&w1));
        let its_gradient: Tensor<f32> = descent.updates[0].gradient.typed();
        session.run(&descent, feed![its_gradient => fed]).unwrap();
        assert_eq!(session.value(&w1), before);
    }

    #[test]
    fn a_factor_that_the_step_changes_is_read_before() {
        // The product of two variables: each is a factor of the other's gradient.
        let run = |options| {
            let graph = Graph::new();
            let a = graph.variable("a", glorot_uniform([70, 70]));
            let b = graph.variable("b", glorot_uniform([70, 70]));
            let train_step = GradientDescent::new(0.1).minimize(&a.reshape([70, 70]).matmul(&b).square().sum());
            let mut session = Session::new(&graph).seed(1).plan_options(options);
            let plan = session.plan(&train_step, feed![]).unwrap();
            assert_eq!(products_in_updates(&plan), 0);
            session.run(&train_step, feed![]).unwrap();
            [session.value(&a), session.value(&b)]
        };
        assert_eq!(run(PlanOptions::default()), run(PlanOptions { fuse: false, reuse: false }));
    }
}
