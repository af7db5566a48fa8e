//! Lesson 4: softmax regression. The parts of the program in `main.rs` that exercises and tests use too.

use shared::data::Mnist;
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

/// Makes one loss of the cross-entropies `[?]` of a batch: [`Tensor::sum`] or [`Tensor::mean`].
pub type Total = fn(&Tensor<f32>) -> Tensor<f32>;

/// Softmax regression: ten weighted sums of 784 pixels, turned into ten probabilities.
pub struct SoftmaxRegression {
    /// The graph of everything below.
    pub graph: Graph,
    /// Images, `[?, 784]`, 0 to 1.
    pub x: Tensor<f32>,
    /// One-hot labels, `[?, 10]`.
    pub y_true: Tensor<f32>,
    /// The weight of each pixel for each class, `[784, 10]`; starts at zero.
    pub w: Tensor<f32>,
    /// How probable each class is before the image is seen, `[10]`; starts at zero.
    pub b: Tensor<f32>,
    /// The probability of each class, `[?, 10]`.
    pub y: Tensor<f32>,
    /// The share of a batch that is classified correctly, `[]`.
    pub accuracy: Tensor<f32>,
    /// One step of gradient descent.
    pub train_step: TrainStep,
}

impl SoftmaxRegression {
    /// Builds the graph; nothing is computed yet.
    pub fn build(total: Total, learning_rate: f32) -> SoftmaxRegression {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
        let w = graph.variable("W", zeros([784, 10]));
        let b = graph.variable("b", zeros([10]));
        let logits = x.matmul(&w) + &b;
        let y = logits.softmax();
        let loss = total(&softmax_cross_entropy(&logits, &y_true));
        let train_step = GradientDescent::new(learning_rate).minimize(&loss);
        let accuracy = y.argmax(1).equal(&y_true.argmax(1)).cast::<f32>().mean();
        SoftmaxRegression { graph, x, y_true, w, b, y, accuracy, train_step }
    }

    /// The share of the test set that is classified correctly.
    ///
    /// # Errors
    /// If the run fails.
    pub fn test_accuracy(&self, session: &mut Session, mnist: &Mnist) -> Result<f32> {
        let feeds = feed![self.x => mnist.test.images, self.y_true => mnist.test.labels];
        Ok(session.run(&self.accuracy, feeds)?.item())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, Axis};
    use shared::check::assert_close;
    use shared::data::Dataset;

    #[test]
    fn untrained_it_gives_all_classes_the_same_probability() {
        let SoftmaxRegression { graph, x, y, .. } = SoftmaxRegression::build(Tensor::mean, 0.5);
        let y = Session::new(&graph).run(&y, feed![x => [[0.5; 784]; 3]]).unwrap();
        assert_eq!(y.shape(), [3, 10]);
        assert!(y.iter().all(|probability| (probability - 0.1).abs() < 1e-6));
    }

    #[test]
    fn both_documents_settings_reach_their_accuracy() {
        let mnist = Mnist::load(Dataset::Mnist, None).unwrap();
        let settings: [(Total, f32, usize, f32); 2] = [(Tensor::sum, 0.01, 100, 0.9), (Tensor::mean, 0.5, 50, 0.895)];
        for (total, learning_rate, batch_size, floor) in settings {
            let model = SoftmaxRegression::build(total, learning_rate);
            let mut session = Session::new(&model.graph);
            for batch in mnist.train.batches(batch_size).seed(1).take(1000) {
                session.run(&model.train_step, feed![model.x => batch.images, model.y_true => batch.labels]).unwrap();
            }
            let accuracy = model.test_accuracy(&mut session, &mnist).unwrap();
            assert!(accuracy > floor, "{learning_rate}: {accuracy}");
        }
    }

    /// Without an engine: the gradient of the mean cross-entropy by `logits` is `(softmax(logits) - y_true) / n`.
    #[test]
    fn the_formulas_by_hand_lead_to_the_same_weights() {
        let mnist = Mnist::load(Dataset::Mnist, None).unwrap();
        let model = SoftmaxRegression::build(Tensor::mean, 0.5);
        let mut session = Session::new(&model.graph);
        let (mut w, mut b) = (Array2::<f32>::zeros((784, 10)), Array1::<f32>::zeros(10));
        for batch in mnist.train.batches(50).seed(1).take(20) {
            session.run(&model.train_step, feed![model.x => batch.images, model.y_true => batch.labels]).unwrap();
            let mut y = (batch.images.dot(&w) + &b).exp();
            y /= &y.sum_axis(Axis(1)).insert_axis(Axis(1));
            let gradient = (y - &batch.labels) / 50.0;
            w.scaled_add(-0.5, &batch.images.t().dot(&gradient));
            b.scaled_add(-0.5, &gradient.sum_axis(Axis(0)));
        }
        assert_close(&session.value(&model.w), &w.into_dyn(), 1e-5);
    }
}
