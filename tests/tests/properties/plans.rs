//! Plans that are kept and used again, for other sizes of batches in between.

use ndarray::{Array2, ArrayD};
use proptest::prelude::*;
use shared::PlanOptions;
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

use super::config;

/// What one run does.
#[derive(Clone, Copy, Debug)]
enum Run {
    Train { batch: usize },
    Loss { batch: usize },
    Hidden { batch: usize },
}

fn run() -> impl Strategy<Value = Run> {
    prop_oneof![
        (1..6usize).prop_map(|batch| Run::Train { batch }),
        (1..6usize).prop_map(|batch| Run::Loss { batch }),
        (0..6usize).prop_map(|batch| Run::Hidden { batch }),
    ]
}

struct Network {
    graph: Graph,
    x: Tensor<f32>,
    y: Tensor<f32>,
    hidden: Tensor<f32>,
    loss: Tensor<f32>,
    train_step: TrainStep,
}

impl Network {
    fn new() -> Network {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 3]);
        let y = graph.placeholder::<f32>("y", shape![?, 2]);
        let hidden = Dense::new(5).activation(Relu).apply(&x);
        let loss = softmax_cross_entropy(&Dense::new(2).apply(&hidden), &y).mean();
        let train_step = Adam::new(0.05).minimize(&loss);
        Network { graph, x, y, hidden, loss, train_step }
    }

    fn run(&self, session: &mut Session, run: Run, salt: usize) -> ArrayD<f32> {
        let (Run::Train { batch } | Run::Loss { batch } | Run::Hidden { batch }) = run;
        let x = Array2::from_shape_fn((batch, 3), |(n, k)| ((n * 3 + k + salt) * 7 % 11) as f32 / 11.0 - 0.5);
        let y = Array2::from_shape_fn((batch, 2), |(n, k)| f32::from((n + salt) % 2 == k));
        let feeds = feed![self.x => x, self.y => y];
        match run {
            Run::Train { .. } => session.run((&self.loss, &self.train_step), feeds).map(|(loss, ())| loss),
            Run::Loss { .. } => session.run(&self.loss, feeds),
            Run::Hidden { .. } => session.run(&self.hidden, feed![self.x => x]),
        }
        .expect("the network runs")
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_plan_that_is_used_again_changes_no_bit(runs in prop::collection::vec(run(), 1..12)) {
        let network = Network::new();
        let results = |anew: bool| {
            let options = PlanOptions { reuse: !anew, ..PlanOptions::default() };
            let mut session = Session::new(&network.graph).seed(1).plan_options(options);
            let results: Vec<ArrayD<f32>> = runs.iter().enumerate().map(|(salt, &run)| {
                if anew {
                    // Forgets all plans.
                    session = std::mem::replace(&mut session, Session::new(&network.graph)).plan_options(options);
                }
                network.run(&mut session, run, salt)
            }).collect();
            (results, network.graph.variables().iter().map(|variable| session.value(variable)).collect::<Vec<_>>())
        };
        prop_assert_eq!(results(false), results(true));
    }
}
