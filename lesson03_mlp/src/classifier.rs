//! The classifier of clothes: 784 pixels, two hidden layers, ten classes.

use shared::losses::sparse_categorical_cross_entropy;
use shared::prelude::*;

/// The tensors that training and evaluation need.
pub struct Classifier {
    /// The graph of everything below.
    pub graph: Graph,
    /// Images, `[?, 784]`, 0 to 1.
    pub x: Tensor<f32>,
    /// The true classes, `[?]`, numbers from 0 to 9.
    pub classes: Tensor<i32>,
    /// The most probable classes, `[?]`.
    pub y_pred_cls: Tensor<i32>,
    /// The mean cross-entropy of a batch, `[]`.
    pub loss: Tensor<f32>,
    /// The share of a batch that is classified correctly, `[]`.
    pub accuracy: Tensor<f32>,
    /// One step of Adam.
    pub train_step: TrainStep,
}

impl Classifier {
    /// Builds the graph 784-128-128-10; nothing is computed yet.
    pub fn build(learning_rate: f32) -> Classifier {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let classes = graph.placeholder::<i32>("classes", shape![?]);
        let net = Dense::new(128).activation(Relu).name("hidden_1").apply(&x);
        let net = Dense::new(128).activation(Relu).name("hidden_2").apply(&net);
        // No softmax: the loss takes logits, and the largest logit has the largest probability.
        let logits = Dense::new(10).name("output").apply(&net);
        let loss = sparse_categorical_cross_entropy(&logits, &classes);
        let train_step = Adam::new(learning_rate).minimize(&loss);
        let y_pred_cls = logits.argmax(1);
        let accuracy = y_pred_cls.equal(&classes).cast::<f32>().mean();
        Classifier { graph, x, classes, y_pred_cls, loss, accuracy, train_step }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::data::{Dataset, Mnist};

    #[test]
    fn six_hundred_steps_are_enough_for_three_of_four() {
        let mnist = Mnist::load(Dataset::Fashion, None).unwrap();
        let Classifier { graph, x, classes, accuracy, train_step, .. } = Classifier::build(0.001);
        let mut session = Session::new(&graph).seed(1);
        for batch in mnist.train.batches(32).seed(1).take(600) {
            session.run(&train_step, feed![x => batch.images, classes => batch.classes]).unwrap();
        }
        let feeds = feed![x => mnist.test.images, classes => mnist.test.classes];
        let accuracy = session.run(&accuracy, feeds).unwrap().item();
        assert!(accuracy > 0.75, "{accuracy}");
    }
}
