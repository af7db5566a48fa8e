//! Dropout layer: while training, leaves out a random part of its inputs. Keras: `Dropout`; TensorFlow 1: `tf.nn.dropout`.
//! Lesson 5, the larger network.

use super::{Building, Layer};
use crate::graph::Tensor;

/// Keeps each element with a probability and divides it by it, so that the expected value stays; the others become 0.
///
/// Built with a number, the layer changes nothing in runs without a training step. Built with a tensor, it does what the
/// tensor says: feed 0.5 while training and 1 otherwise, as lesson 5 does.
///
/// Note the number: it is the part that is **kept**, as in TensorFlow 1; Keras's `Dropout(rate)` names the part that is
/// lost.
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 4]);
/// let mut session = Session::new(&graph);
///
/// let net = Dropout::new(0.5).apply(&x);
/// let y = session.run(&net, feed![x => [[1.0, 2.0, 3.0, 4.0]]])?;
/// assert_eq!(y.as_slice().unwrap(), [1.0, 2.0, 3.0, 4.0]); // nothing is trained in this run
///
/// let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
/// let net = Dropout::new(&keep_prob).apply(&x);
/// let y = session.run(&net, feed![x => [[1.0, 2.0, 3.0, 4.0]], keep_prob => 0.5])?;
/// assert!(y.iter().zip([2.0, 4.0, 6.0, 8.0]).all(|(&y, doubled)| y == 0.0 || y == doubled));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Dropout {
    keep_prob: KeepProb,
    name: String,
}

/// The probability with which [`Dropout`] keeps an element: a number, or a scalar tensor.
#[derive(Clone, Debug)]
pub enum KeepProb {
    /// Above 0 and at most 1; holds in runs with a training step only.
    WhenTraining(f32),
    /// Whatever the tensor of shape `[]` says.
    Fed(Tensor<f32>),
}

impl From<f32> for KeepProb {
    fn from(keep_prob: f32) -> KeepProb {
        KeepProb::WhenTraining(keep_prob)
    }
}

impl From<&Tensor<f32>> for KeepProb {
    fn from(keep_prob: &Tensor<f32>) -> KeepProb {
        KeepProb::Fed(keep_prob.clone())
    }
}

impl Dropout {
    /// Keeps each element with probability `keep_prob`: a number above 0 and at most 1, or a tensor of shape `[]`.
    ///
    /// # Panics
    /// At the caller's line, if the number is not above 0 and at most 1, or the tensor not of shape `[]`.
    #[track_caller]
    pub fn new(keep_prob: impl Into<KeepProb>) -> Dropout {
        let keep_prob = keep_prob.into();
        match &keep_prob {
            KeepProb::WhenTraining(p) => {
                assert!(*p > 0.0 && *p <= 1.0, "dropout: keep_prob must be above 0 and at most 1, found {p}");
            }
            KeepProb::Fed(tensor) => {
                assert!(tensor.shape().rank() == 0, "dropout: keep_prob must be of shape [], found {tensor:?}");
            }
        }
        Dropout { keep_prob, name: "dropout".to_owned() }
    }

    /// The name of the layer, in front of its nodes' names. Default: `dropout`.
    #[must_use]
    pub fn name(mut self, name: &str) -> Dropout {
        self.name = name.to_owned();
        self
    }
}

impl Layer for Dropout {
    fn apply(&self, input: &Tensor<f32>) -> Tensor<f32> {
        let building = Building::start(input.graph(), "Dropout", &self.name);
        let output = match &self.keep_prob {
            KeepProb::WhenTraining(p) => input.dropout(&input.graph().when_training(*p, 1.0)),
            KeepProb::Fed(tensor) => input.dropout(tensor),
        };
        building.finish(output)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use crate::prelude::*;

    #[test]
    fn a_number_holds_while_training_only() {
        let graph = Graph::new();
        let w = graph.variable("w", constant([1000], 1.0));
        let net = Dropout::new(0.25).apply(&w);
        let train_step = GradientDescent::new(0.1).minimize(&net.square());
        let mut session = Session::new(&graph).seed(1);
        let (training, _) = session.run((&net, &train_step), feed![]).unwrap();
        session.assign(&w, &Array1::ones(1000)).unwrap();
        let kept = training.iter().filter(|&&y| y == 4.0).count();
        let lost = training.iter().filter(|&&y| y == 0.0).count();
        assert_eq!(kept + lost, 1000);
        assert!((200..300).contains(&kept), "{kept} of 1000 kept");
        let (again, _) = session.run((&net, &train_step), feed![]).unwrap();
        assert_ne!(training, again, "each run draws anew");
        session.assign(&w, &Array1::ones(1000)).unwrap();
        assert!(session.run(&net, feed![]).unwrap().iter().all(|&y| y == 1.0));
    }

    #[test]
    fn a_fed_number_holds_always_and_is_checked() {
        let graph = Graph::new();
        let w = graph.variable("w", constant([1000], 1.0));
        let keep_prob = graph.placeholder::<f32>("keep_prob", shape![]);
        let net = Dropout::new(&keep_prob).apply(&w);
        let mut session = Session::new(&graph);
        assert!(session.run(&net, feed![keep_prob => 0.5]).unwrap().iter().any(|&y| y == 0.0));
        assert!(session.run(&net, feed![keep_prob => 1.0]).unwrap().iter().all(|&y| y == 1.0));
        let error = session.run(&net, feed![keep_prob => 0.0]).unwrap_err().to_string();
        assert!(error.starts_with("keep_prob: expected a keep probability above 0 and at most 1, found 0"), "{error}");
    }

    #[test]
    #[should_panic(expected = "dropout: keep_prob must be above 0 and at most 1, found 0")]
    fn keeping_nothing_is_refused() {
        let _ = Dropout::new(0.0);
    }

    #[test]
    #[should_panic(expected = "dropout: keep_prob must be of shape [], found Tensor(p: f32 [?])")]
    fn one_probability_for_all_is_needed() {
        let graph = Graph::new();
        let _ = Dropout::new(&graph.placeholder::<f32>("p", shape![?]));
    }
}
