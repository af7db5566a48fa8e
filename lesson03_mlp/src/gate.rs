//! Logic gates as the smallest networks there are: two inputs, one output.

use shared::losses::mean_squared_error;
use shared::prelude::*;

/// All inputs that a gate can have, `[4, 2]`.
pub const INPUTS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// 1 where both inputs are 1, `[4, 1]`.
pub const AND: [[f32; 1]; 4] = [[0.0], [0.0], [0.0], [1.0]];
/// 1 where the inputs differ, `[4, 1]`.
pub const XOR: [[f32; 1]; 4] = [[0.0], [1.0], [1.0], [0.0]];

/// A perceptron whose layers all end in a sigmoid.
pub struct Perceptron {
    /// The graph of everything below.
    pub graph: Graph,
    /// Inputs, `[?, 2]`, 0 or 1.
    pub x: Tensor<f32>,
    /// What the gate answers, `[?, 1]`, 0 or 1.
    pub y_true: Tensor<f32>,
    /// What the network answers, `[?, 1]`, between 0 and 1.
    pub y_pred: Tensor<f32>,
    /// The mean squared error, `[]`.
    pub loss: Tensor<f32>,
    /// One step of gradient descent.
    pub train_step: TrainStep,
}

impl Perceptron {
    /// Builds the graph, with a hidden layer for each number of nodes: `&[4]` is 2-4-1, `&[]` a single layer.
    pub fn build(hidden_layers: &[usize], learning_rate: f32) -> Perceptron {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 2]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 1]);
        let mut net = x.clone();
        for &nodes in hidden_layers {
            net = Dense::new(nodes).activation(Sigmoid).name("hidden").apply(&net);
        }
        let y_pred = Dense::new(1).activation(Sigmoid).name("output").apply(&net);
        let loss = mean_squared_error(&y_pred, &y_true);
        let train_step = GradientDescent::new(learning_rate).minimize(&loss);
        Perceptron { graph, x, y_true, y_pred, loss, train_step }
    }

    /// Trains with all four inputs in each of `epochs` steps: the losses before each step, and the four answers after the last.
    ///
    /// # Errors
    /// If a run fails.
    pub fn train(&self, answers: [[f32; 1]; 4], epochs: usize, seed: u64) -> Result<(Vec<f32>, Vec<f32>)> {
        let mut session = Session::new(&self.graph).seed(seed);
        let mut losses = Vec::with_capacity(epochs);
        for _ in 0..epochs {
            let feeds = feed![self.x => INPUTS, self.y_true => answers];
            let (_, loss) = session.run((&self.train_step, &self.loss), feeds)?;
            losses.push(loss.item());
        }
        let predicted = session.run(&self.y_pred, feed![self.x => INPUTS])?;
        Ok((losses, predicted.iter().copied().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(hidden_layers: &[usize], gate: [[f32; 1]; 4], seed: u64) -> (f32, Vec<bool>) {
        let (losses, predicted) = Perceptron::build(hidden_layers, 2.0).train(gate, 2000, seed).unwrap();
        (losses[1999], predicted.iter().map(|&y| y > 0.5).collect())
    }

    #[test]
    fn a_single_layer_learns_and_but_not_xor() {
        assert_eq!(answers(&[], AND, 1).1, [false, false, false, true]);
        // The best that a single layer can do is to answer 0.5 always.
        let (loss, _) = answers(&[], XOR, 1);
        assert!((loss - 0.25).abs() < 1e-3, "{loss}");
    }

    #[test]
    fn four_hidden_nodes_learn_xor_from_any_start() {
        for seed in 0..5 {
            let (loss, predicted) = answers(&[4], XOR, seed);
            assert_eq!(predicted, [false, true, true, false], "seed {seed}");
            assert!(loss < 0.01, "seed {seed}: {loss}");
        }
    }
}
