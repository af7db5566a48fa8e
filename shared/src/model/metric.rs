//! Numbers beside the loss that say how good an output is.

use super::loss::{Loss, OutputLoss, Target};
use crate::graph::Tensor;
use crate::losses::mean_squared_error;

/// A metric of an output: its mean over the samples is reported, and nothing is trained by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// The share of right answers, 0 to 1. What a right answer is depends on the loss, as in Keras:
    ///
    /// - binary cross-entropy, or a single number as output: the output is above 0.5 where the target is 1, and only
    ///   there. (Logits are compared with 0, which stands for a probability of 0.5; Keras compares with 0.5 unless told
    ///   otherwise.)
    /// - sparse categorical cross-entropy: the largest output is that of the target's class.
    /// - all others: output and target are largest in the same place.
    Accuracy,
    /// Mean of `(prediction − target)²`.
    Mse,
    /// Mean of `|prediction − target|`.
    Mae,
}

impl Metric {
    /// The metric's Keras name, e.g. `accuracy`.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Accuracy => "accuracy",
            Metric::Mse => "mse",
            Metric::Mae => "mae",
        }
    }

    /// The mean over the batch, as a node.
    ///
    /// # Panics
    /// If the targets are class numbers, which have no squared or absolute error.
    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    pub(super) fn build(self, output: &Tensor<f32>, loss: OutputLoss, target: &Target) -> Tensor<f32> {
        match (self, target) {
            (Metric::Accuracy, _) => accuracy(output, loss, target),
            (Metric::Mse, Target::Values(y)) => mean_squared_error(output, y),
            (Metric::Mae, Target::Values(y)) => (output - y).abs().mean(),
            (_, Target::Classes(_)) => {
                panic!("metrics: {} of {output:?} needs targets of the output's shape, not classes", self.name())
            }
        }
    }
}

#[expect(clippy::panic, reason = "a mistake of the program, as documented")]
#[track_caller]
fn accuracy(output: &Tensor<f32>, loss: OutputLoss, target: &Target) -> Tensor<f32> {
    let shape = output.shape();
    let last = shape.rank().checked_sub(1).unwrap_or_else(|| panic!("accuracy: {output:?} has no batch axis"));
    let is_single = last == 0 || shape.dims().last().and_then(|dim| dim.known()) == Some(1);
    let right = match target {
        Target::Classes(y) => output.argmax(last).equal(y),
        Target::Values(y) if loss.loss == Loss::BinaryCrossentropy || is_single => {
            let is_logits = loss.from_logits && output.handle().input_of("sigmoid").is_none();
            let threshold = if is_logits { 0.0 } else { 0.5 };
            output.greater(&output.graph().scalar(threshold)).cast::<f32>().equal(y)
        }
        Target::Values(y) => output.argmax(last).equal(&y.argmax(last)),
    };
    right.cast::<f32>().mean()
}
