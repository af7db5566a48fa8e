//! The graph of softmax regression, and the two documents' settings for its training.

use shared::data::DataSet;
use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

/// The cross-entropies `[?]` of a batch, from logits `[?, 10]` and one-hot labels `[?, 10]`.
pub type CrossEntropies = fn(&Tensor<f32>, &Tensor<f32>) -> Tensor<f32>;

/// Makes one loss of the cross-entropies `[?]` of a batch: [`Tensor::sum`] or [`Tensor::mean`].
pub type Total = fn(&Tensor<f32>) -> Tensor<f32>;

/// How to train: which loss, how far to step, how many images at once.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// For tables and legends.
    pub name: &'static str,
    /// The loss of each image.
    pub cross_entropies: CrossEntropies,
    /// The loss of a batch.
    pub total: Total,
    /// Of gradient descent; above 0.
    pub learning_rate: f32,
    /// Images in a batch.
    pub batch_size: usize,
}

/// The second document's setting: the sum of 100 cross-entropies, 0.01.
pub const SUM: Setting = Setting {
    name: "sum",
    cross_entropies: softmax_cross_entropy,
    total: Tensor::sum,
    learning_rate: 0.01,
    batch_size: 100,
};

/// The fifth document's setting: the mean of 50 cross-entropies, 0.5.
pub const MEAN: Setting = Setting {
    name: "mean",
    cross_entropies: softmax_cross_entropy,
    total: Tensor::mean,
    learning_rate: 0.5,
    batch_size: 50,
};

/// The cross-entropies as the formula says, `-Σⱼ y_trueⱼ · ln yⱼ` with `y = softmax(logits)`: shape `[?]`.
///
/// Only as good as the probabilities: where one is rounded to 0, the loss is infinite or NaN.
/// [`softmax_cross_entropy`] gives the same numbers without that weakness; the section `stability` compares them.
///
/// ```
/// use lesson04_softmax::model::by_the_formula;
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let logits = graph.placeholder::<f32>("logits", shape![?, 2]);
/// let y_true = graph.placeholder::<f32>("y_true", shape![?, 2]);
/// let losses = by_the_formula(&logits, &y_true);
/// let feeds = feed![logits => [[0.0, 0.0]], y_true => [[0.0, 1.0]]];
/// assert_eq!(Session::new(&graph).run(&losses, feeds)?[[0]], 2f32.ln());
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// If the shapes differ, or are not of rank 2.
#[track_caller]
pub fn by_the_formula(logits: &Tensor<f32>, y_true: &Tensor<f32>) -> Tensor<f32> {
    // ANCHOR: by-the-formula
    -(y_true * logits.softmax().ln()).sum_axes([1])
    // ANCHOR_END: by-the-formula
}

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
    /// How much speaks for each class before the image is seen, `[10]`; starts at zero.
    pub b: Tensor<f32>,
    /// The weighted sums, `[?, 10]`.
    pub logits: Tensor<f32>,
    /// The probability of each class, `[?, 10]`.
    pub y: Tensor<f32>,
    /// What training makes smaller, `[]`.
    pub loss: Tensor<f32>,
    /// The share of a batch that is classified correctly, `[]`.
    pub accuracy: Tensor<f32>,
    /// One step of gradient descent.
    pub train_step: TrainStep,
}

impl SoftmaxRegression {
    /// Builds the graph; nothing is computed yet.
    pub fn build(setting: &Setting) -> SoftmaxRegression {
        // ANCHOR: graph
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, 784]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, 10]);
        let w = graph.variable("W", zeros([784, 10]));
        let b = graph.variable("b", zeros([10]));
        let logits = (x.matmul(&w) + &b).named("logits");
        let y = logits.softmax().named("y");
        let loss = (setting.total)(&(setting.cross_entropies)(&logits, &y_true)).named("loss");
        let train_step = GradientDescent::new(setting.learning_rate).minimize(&loss);
        let correct_prediction = y.argmax(1).equal(&y_true.argmax(1));
        let accuracy = correct_prediction.cast::<f32>().mean().named("accuracy");
        // ANCHOR_END: graph
        SoftmaxRegression { graph, x, y_true, w, b, logits, y, loss, accuracy, train_step }
    }

    /// The value of one of the model's tensors for all images of `set`.
    ///
    /// # Errors
    /// If the run fails.
    pub fn value_for(
        &self,
        tensor: &Tensor<f32>,
        session: &mut Session,
        set: &DataSet,
    ) -> Result<ndarray::ArrayD<f32>> {
        session.run(tensor, feed![self.x => set.images, self.y_true => set.labels])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, Axis};
    use shared::check::assert_close;
    use shared::data::{Dataset, Mnist};

    #[test]
    fn untrained_it_gives_all_classes_the_same_probability() {
        let SoftmaxRegression { graph, x, y, .. } = SoftmaxRegression::build(&MEAN);
        let y = Session::new(&graph).run(&y, feed![x => [[0.5; 784]; 3]]).unwrap();
        assert_eq!(y.shape(), [3, 10]);
        assert!(y.iter().all(|probability| (probability - 0.1).abs() < 1e-6));
    }

    /// Without an engine: the gradient of the mean cross-entropy by `logits` is `(softmax(logits) - y_true) / n`.
    #[test]
    fn the_formulas_by_hand_lead_to_the_same_weights() {
        let mnist = Mnist::load(Dataset::Mnist, None).unwrap();
        let model = SoftmaxRegression::build(&MEAN);
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
        assert_close(&session.value(&model.b), &b.into_dyn(), 1e-5);
    }

    #[test]
    fn the_formula_and_the_fused_form_lead_to_the_same_weights_at_a_moderate_rate() {
        let mnist = Mnist::load(Dataset::Mnist, None).unwrap();
        for setting in [SUM, MEAN] {
            let weights = [by_the_formula, softmax_cross_entropy].map(|cross_entropies: CrossEntropies| {
                let model = SoftmaxRegression::build(&Setting { cross_entropies, ..setting });
                let mut session = Session::new(&model.graph);
                for batch in mnist.train.batches(setting.batch_size).seed(1).take(20) {
                    let feeds = feed![model.x => batch.images, model.y_true => batch.labels];
                    session.run(&model.train_step, feeds).unwrap();
                }
                session.value(&model.w)
            });
            assert_close(&weights[0], &weights[1], 1e-5);
        }
    }
}
