//! W2: XOR, a network so small that only the overhead of a step counts.

use ndarray::{Array1, arr2};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use shared::losses::mean_squared_error;
use shared::prelude::*;

use crate::{Settings, Workload};

const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const ANSWERS: [f32; 4] = [0.0, 1.0, 1.0, 0.0];

/// 2-4-1 with sigmoids, gradient descent with learning rate 0.1 on the squared error of one sample; the batch size does not
/// count.
pub struct Xor {
    session: Session,
    x: Tensor<f32>,
    y_true: Tensor<f32>,
    y: Tensor<f32>,
    loss: Tensor<f32>,
    train_step: TrainStep,
    random: StdRng,
}

impl Xor {
    /// The network with its initial values.
    pub fn new(settings: Settings) -> Xor {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 1]);
        let hidden = Dense::new(4).activation(Sigmoid).apply(&x);
        let y = Dense::new(1).activation(Sigmoid).apply(&hidden);
        let loss = mean_squared_error(&y, &y_true);
        let train_step = GradientDescent::new(0.1).minimize(&loss);
        let session = Session::new(&graph).seed(settings.seed).threads(settings.threads);
        Xor { session, x, y_true, y, loss, train_step, random: StdRng::seed_from_u64(settings.seed) }
    }
}

impl Workload for Xor {
    #[expect(clippy::indexing_slicing, reason = "there are four samples")]
    fn steps(&mut self, count: usize) -> Result<f32> {
        assert!(count > 0, "steps: expected at least one, found 0");
        let mut loss = f32::NAN;
        for step in 1..=count {
            let sample = self.random.random_range(0..4);
            let (input, answer) = ([INPUTS[sample]], [[ANSWERS[sample]]]);
            let feeds = feed![self.x => input, self.y_true => answer];
            if step < count {
                self.session.run(&self.train_step, feeds)?;
            } else {
                loss = self.session.run((&self.train_step, &self.loss), feeds)?.1.item();
            }
        }
        Ok(loss)
    }

    /// For each of the four inputs, whether the answer is above a half.
    fn predict(&mut self) -> Result<Array1<i32>> {
        let answers = self.session.run(&self.y, feed![self.x => arr2(&INPUTS)])?;
        Ok(answers.iter().map(|&answer| i32::from(answer > 0.5)).collect())
    }
}
