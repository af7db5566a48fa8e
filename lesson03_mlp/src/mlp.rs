//! The multi-layer perceptron for logic gates: two inputs, hidden layers as wanted, sigmoid everywhere.

use ndarray::{Array1, ArrayView2};
use shared::model::Callback;
use shared::prelude::*;

use crate::gates::INPUTS;

/// A network of dense layers that all end in a sigmoid, trained by gradient descent on the mean squared error.
///
/// `&[]` as configuration of the hidden layers is the single-layer perceptron (SLP), `&[4]` is 2-4-1.
///
/// ```
/// use lesson03_mlp::gates::AND;
/// use lesson03_mlp::mlp::Mlp;
///
/// let mut slp_classifier = Mlp::new(&[], 1, 0.1, 1);
/// slp_classifier.fit(&AND, 1, 1500)?;
/// let answers = slp_classifier.predict(ndarray::arr2(&[[0.0, 1.0], [1.0, 1.0]]).view())?;
/// assert!(answers[0] < 0.5 && answers[1] > 0.5);
/// # Ok::<(), shared::Error>(())
/// ```
pub struct Mlp {
    logic_op_model: Model,
}

impl Mlp {
    /// Builds and compiles the network.
    ///
    /// `hidden_layer_conf` holds the number of nodes of each hidden layer; the seed decides the initial weights and the
    /// order in which the examples are shown.
    pub fn new(hidden_layer_conf: &[usize], num_output_nodes: usize, learning_rate: f32, seed: u64) -> Mlp {
        // ANCHOR: build
        let graph = Graph::new();
        let input_layer = Input::new([2]).apply(&graph);
        let mut net = input_layer.clone();
        for &num_hidden_nodes in hidden_layer_conf {
            net = Dense::new(num_hidden_nodes).activation(Sigmoid).apply(&net);
        }
        let output = Dense::new(num_output_nodes).activation(Sigmoid).apply(&net);
        let mut logic_op_model = Model::new(&input_layer, &output).seed(seed);
        logic_op_model.compile(GradientDescent::new(learning_rate), Mse);
        // ANCHOR_END: build
        Mlp { logic_op_model }
    }

    /// Trains on the four inputs of a gate and its `answers`; the mean loss of each epoch.
    ///
    /// # Errors
    /// If the batch size is 0, or the network has not one output.
    pub fn fit(&mut self, answers: &[f32; 4], batch_size: usize, epochs: usize) -> Result<Vec<f64>> {
        self.fit_with(answers, Fit::new().batch_size(batch_size).epochs(epochs))
    }

    /// As [`fit`](Mlp::fit) one example at a time, until the mean loss of an epoch is below `loss`, or `most_epochs`
    /// are over.
    ///
    /// # Errors
    /// If the network has not one output.
    pub fn fit_until(&mut self, answers: &[f32; 4], loss: f64, most_epochs: usize) -> Result<Vec<f64>> {
        self.fit_with(answers, Fit::new().batch_size(1).epochs(most_epochs).callback(StopBelow(loss)))
    }

    #[expect(clippy::indexing_slicing, reason = "every history has a loss")]
    fn fit_with(&mut self, answers: &[f32; 4], fit: Fit<'_>) -> Result<Vec<f64>> {
        let history = self.logic_op_model.fit(INPUTS, answers, fit.verbose(Verbose::Silent))?;
        Ok(history["loss"].to_vec())
    }

    /// The model itself: to save it, or to export it for other programs.
    pub fn model(&mut self) -> &mut Model {
        &mut self.logic_op_model
    }

    /// The output for each row of inputs, `[n]`.
    ///
    /// # Errors
    /// If the inputs are not `[n, 2]`, or the network has not one output.
    pub fn predict(&mut self, inputs: ArrayView2<'_, f32>) -> Result<Array1<f32>> {
        let outputs = self.logic_op_model.predict(inputs)?; // [n, 1]
        Ok(outputs.iter().copied().collect())
    }

    /// The output for each of the four inputs of a gate, in their order.
    ///
    /// # Errors
    /// If the network has not one output.
    pub fn answers(&mut self) -> Result<Array1<f32>> {
        self.predict(ndarray::arr2(&INPUTS).view())
    }

    /// The mean squared error of the four answers.
    ///
    /// # Errors
    /// If the network has not one output.
    pub fn loss(&mut self, answers: &[f32; 4]) -> Result<f64> {
        Ok(self.logic_op_model.evaluate(INPUTS, answers)?.loss())
    }
}

/// A callback of our own: ends the training at the first epoch whose loss is below this.
struct StopBelow(f64);

impl Callback for StopBelow {
    fn on_epoch_end(&mut self, training: &mut shared::model::Training<'_>) -> Result<()> {
        if training.scores().loss() < self.0 {
            training.stop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gates::{AND, XOR};

    #[test]
    fn both_networks_learn_and_with_the_documents_settings() {
        for (hidden_layers, seed) in [(&[][..], 1), (&[], 2), (&[4], 1), (&[4], 2), (&[4], 3)] {
            let mut classifier = Mlp::new(hidden_layers, 1, 0.1, seed);
            let losses = classifier.fit(&AND, 1, 1500).unwrap();
            assert_eq!(losses.len(), 1500);
            let answers = classifier.answers().unwrap();
            assert_eq!(answers.map(|y| f32::from(u8::from(*y > 0.5))).to_vec(), AND, "{hidden_layers:?}, seed {seed}");
        }
    }

    #[test]
    fn a_training_ends_once_the_loss_is_low_enough() {
        let mut classifier = Mlp::new(&[4], 1, 1.0, 1);
        let losses = classifier.fit_until(&XOR, 0.05, 5000).unwrap();
        let (last, before) = losses.split_last().unwrap();
        assert!(*last < 0.05 && before.iter().all(|&loss| loss >= 0.05), "{} epochs", losses.len());
        assert!(classifier.loss(&XOR).unwrap() < 0.05);
    }
}
