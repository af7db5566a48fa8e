//! The classifier of clothes: 28 x 28 pixels, two hidden layers, ten classes.

use ndarray::{Array2, ArrayView1, ArrayView3, Ix2};
use shared::model::{Scores, Summary};
use shared::prelude::*;

/// Nodes of each hidden layer.
const HIDDEN_NODES: usize = 128;

/// A multi-layer perceptron that says which class an image is of: Flatten, two layers of 128 relu nodes, and a softmax with
/// one node for each class.
pub struct ImageClassifier {
    classifier: Model,
}

impl ImageClassifier {
    /// Builds the network and compiles it: Adam, and the cross-entropy of the class numbers.
    ///
    /// ```
    /// use lesson03_mlp::image_classifier::ImageClassifier;
    ///
    /// let classifier = ImageClassifier::new(28, 28, 10, 0.001);
    /// assert_eq!(classifier.summary().total_parameters(), 118_282);
    /// ```
    pub fn new(img_shape_x: usize, img_shape_y: usize, num_labels: usize, learning_rate: f32) -> ImageClassifier {
        let graph = Graph::new();
        // ANCHOR: network
        let input_layer = Input::new([img_shape_x, img_shape_y]).apply(&graph);
        let flatten_layer = Flatten::new().apply(&input_layer);
        let hidden_layer_1 = Dense::new(HIDDEN_NODES).activation(Relu).apply(&flatten_layer);
        let hidden_layer_2 = Dense::new(HIDDEN_NODES).activation(Relu).apply(&hidden_layer_1);
        let output_layer = Dense::new(num_labels).activation(Softmax).apply(&hidden_layer_2);
        let mut classifier = Model::new(&input_layer, &output_layer);
        classifier.compile(Adam::new(learning_rate), SparseCategoricalCrossentropy).metrics([Accuracy]);
        // ANCHOR_END: network
        ImageClassifier { classifier }
    }

    /// The seed of the initial weights and of the order of the images. Call it before anything else.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> ImageClassifier {
        self.classifier = self.classifier.seed(seed);
        self
    }

    /// The number of threads; 0 means one for each core.
    ///
    /// # Panics
    /// If the operating system refuses to start the threads.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> ImageClassifier {
        self.classifier = self.classifier.threads(threads);
        self
    }

    /// The layers, their output shapes and their numbers of weights.
    pub fn summary(&self) -> Summary {
        self.classifier.summary()
    }

    /// The model itself: to save it, or to export it for other programs.
    pub fn model(&mut self) -> &mut Model {
        &mut self.classifier
    }

    /// Trains on images `[n, x, y]`, 0 to 1, and their class numbers `[n]`.
    ///
    /// # Errors
    /// If images and labels do not fit each other or the network, or a setting is out of range.
    pub fn fit(
        &mut self,
        train_imgs: ArrayView3<'_, f32>,
        train_labels: ArrayView1<'_, i32>,
        fit: Fit<'_>,
    ) -> Result<History> {
        self.classifier.fit(train_imgs, train_labels, fit)
    }

    /// Loss and accuracy for images that the network was not trained on.
    ///
    /// # Errors
    /// If images and labels do not fit each other or the network, or are none.
    pub fn evaluate(&mut self, test_imgs: ArrayView3<'_, f32>, test_labels: ArrayView1<'_, i32>) -> Result<Scores> {
        self.classifier.evaluate(test_imgs, test_labels)
    }

    /// A probability for each class, `[n, num_labels]`.
    ///
    /// # Errors
    /// If the images do not fit the network, or are none.
    #[expect(clippy::expect_used, reason = "the network gives a row for each image")]
    pub fn predict(&mut self, test_imgs: ArrayView3<'_, f32>) -> Result<Array2<f32>> {
        let probabilities = self.classifier.predict(test_imgs)?;
        Ok(probabilities.into_dimensionality::<Ix2>().expect("a row for each image"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clothes::Clothes;
    use ndarray::s;

    #[test]
    fn a_part_of_the_data_is_enough_for_three_of_four() {
        let clothes = Clothes::load(None).unwrap();
        let (images, labels) = (clothes.train_images.slice(s![..6000, .., ..]), clothes.train_labels.slice(s![..6000]));
        let mut classifier = ImageClassifier::new(28, 28, 10, 0.001).seed(1);
        let history = classifier.fit(images, labels, Fit::new().epochs(3).verbose(Verbose::Silent)).unwrap();
        assert!(history["loss"].is_sorted_by(|before, after| before > after), "{:?}", &history["loss"]);
        let scores = classifier.evaluate(clothes.test_images.view(), clothes.test_labels.view()).unwrap();
        assert!(scores["accuracy"] > 0.75, "{scores}");
        let probabilities = classifier.predict(clothes.test_images.slice(s![..300, .., ..])).unwrap();
        assert_eq!(probabilities.dim(), (300, 10));
        assert!(probabilities.rows().into_iter().all(|row| (row.sum() - 1.0).abs() < 1e-5));
    }
}
