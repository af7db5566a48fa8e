//! What an output is compared with, and how: the losses of [`compile`](crate::model::Model::compile).

use crate::graph::Tensor;
use crate::losses::{self, probabilities};
use crate::shape::Shape;

/// A loss by its Keras name. Its targets are f32 of the output's shape, but class numbers where the name says sparse.
///
/// The cross-entropies take probabilities; [`from_logits`](Loss::from_logits) makes them take logits. As in Keras, an
/// output that a softmax (a sigmoid, for the binary one) made is compared by its logits in both cases: the same loss,
/// without a logarithm of a number that was rounded to 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// Mean of `(prediction − target)²`: [`losses::mean_squared_error`].
    Mse,
    /// For outputs between 0 and 1 and targets that are 0 or 1: [`probabilities::binary_cross_entropy`].
    BinaryCrossentropy,
    /// For a probability for each class and one-hot targets: [`probabilities::categorical_cross_entropy`].
    CategoricalCrossentropy,
    /// For a probability for each class and class numbers (i32, from 0):
    /// [`probabilities::sparse_categorical_cross_entropy`].
    SparseCategoricalCrossentropy,
}

/// The loss of one output: a [`Loss`], whether the output is logits, and its weight in the sum of all outputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutputLoss {
    pub(super) loss: Loss,
    pub(super) from_logits: bool,
    pub(super) weight: f32,
}

/// One [`OutputLoss`] for each output of a model: a loss, or an array of them.
#[derive(Clone, Debug)]
pub struct OutputLosses(pub(super) Vec<OutputLoss>);

impl Loss {
    /// The same loss of logits: the output has no softmax or sigmoid at its end.
    pub fn from_logits(self) -> OutputLoss {
        OutputLoss::from(self).from_logits()
    }

    /// The same loss, times a weight in the sum over all outputs.
    pub fn weight(self, weight: f32) -> OutputLoss {
        OutputLoss::from(self).weight(weight)
    }

    /// The loss's Keras name, e.g. `sparse_categorical_crossentropy`.
    pub fn name(self) -> &'static str {
        match self {
            Loss::Mse => "mse",
            Loss::BinaryCrossentropy => "binary_crossentropy",
            Loss::CategoricalCrossentropy => "categorical_crossentropy",
            Loss::SparseCategoricalCrossentropy => "sparse_categorical_crossentropy",
        }
    }

    /// Whether targets are class numbers.
    pub(super) fn is_sparse(self) -> bool {
        self == Loss::SparseCategoricalCrossentropy
    }
}

impl OutputLoss {
    /// The output is logits: it has no softmax or sigmoid at its end.
    #[must_use]
    pub fn from_logits(mut self) -> OutputLoss {
        self.from_logits = true;
        self
    }

    /// What the loss is multiplied by in the sum over all outputs. Default: 1.
    #[must_use]
    pub fn weight(mut self, weight: f32) -> OutputLoss {
        self.weight = weight;
        self
    }

    /// The mean over the batch, as a node; without the weight.
    #[track_caller]
    pub(super) fn build(self, output: &Tensor<f32>, target: &Target) -> Tensor<f32> {
        let activation = if self.loss == Loss::BinaryCrossentropy { "sigmoid" } else { "softmax" };
        let behind_activation = output.handle().input_of(activation).map(|logits| logits.typed::<f32>());
        let logits = behind_activation.or_else(|| self.from_logits.then(|| output.clone()));
        match (self.loss, target, logits) {
            (Loss::Mse, Target::Values(y), _) => losses::mean_squared_error(output, y),
            (Loss::BinaryCrossentropy, Target::Values(y), Some(logits)) => losses::binary_cross_entropy(&logits, y),
            (Loss::BinaryCrossentropy, Target::Values(y), None) => probabilities::binary_cross_entropy(output, y),
            (Loss::CategoricalCrossentropy, Target::Values(y), Some(logits)) => {
                losses::categorical_cross_entropy(&logits, y)
            }
            (Loss::CategoricalCrossentropy, Target::Values(y), None) => {
                probabilities::categorical_cross_entropy(output, y)
            }
            (_, Target::Classes(y), Some(logits)) => losses::sparse_categorical_cross_entropy(&logits, y),
            (_, Target::Classes(y), None) => probabilities::sparse_categorical_cross_entropy(output, y),
            (Loss::SparseCategoricalCrossentropy, Target::Values(_), _) => unreachable!("its targets are classes"),
        }
    }
}

/// The placeholder of an output's targets.
#[derive(Clone)]
pub(super) enum Target {
    /// Of the output's shape.
    Values(Tensor<f32>),
    /// Class numbers: the output's shape without its last axis.
    Classes(Tensor<i32>),
}

impl Target {
    /// The placeholder that a loss of this output needs.
    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    pub fn new(loss: Loss, output: &Tensor<f32>, name: &str) -> Target {
        let (graph, shape) = (output.graph(), output.shape());
        let name = format!("{name}_target");
        if !loss.is_sparse() {
            return Target::Values(graph.placeholder(&name, shape));
        }
        let [rows @ .., _] = shape.dims() else { panic!("{}: {output:?} has no axis of classes", loss.name()) };
        Target::Classes(graph.placeholder(&name, Shape::new(rows.to_vec())))
    }
}

impl From<Loss> for OutputLoss {
    fn from(loss: Loss) -> OutputLoss {
        OutputLoss { loss, from_logits: false, weight: 1.0 }
    }
}

impl From<Loss> for OutputLosses {
    fn from(loss: Loss) -> OutputLosses {
        OutputLosses(vec![loss.into()])
    }
}

impl From<OutputLoss> for OutputLosses {
    fn from(loss: OutputLoss) -> OutputLosses {
        OutputLosses(vec![loss])
    }
}

impl From<Vec<OutputLoss>> for OutputLosses {
    fn from(losses: Vec<OutputLoss>) -> OutputLosses {
        OutputLosses(losses)
    }
}

impl<L: Into<OutputLoss>, const N: usize> From<[L; N]> for OutputLosses {
    fn from(losses: [L; N]) -> OutputLosses {
        OutputLosses(losses.into_iter().map(Into::into).collect())
    }
}
