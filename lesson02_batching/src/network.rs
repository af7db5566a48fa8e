//! The first network: 10800-1024-512-5, every variable and every product in sight.

use shared::losses::mean_squared_error;
use shared::ops::sparse_softmax_cross_entropy;
use shared::prelude::*;

/// The tensors that training and testing need.
pub struct Network {
    /// The graph of everything below.
    pub graph: Graph,
    /// Where the pictures are fed, `[?, pixels]`: 10800 of them for 60 x 60 x 3.
    pub images_batch: Tensor<f32>,
    /// Where their labels are fed, `[?]`: class numbers, not one-hot.
    pub labels_batch: Tensor<i32>,
    /// One number for each class, any real number, `[?, classes]`: the logits.
    pub y_pred: Tensor<f32>,
    /// The class with the largest logit, `[?]`.
    pub y_pred_cls: Tensor<i32>,
    /// The mean cross-entropy of the batch, `[]`.
    pub loss_mean: Tensor<f32>,
    /// The mean squared error between softmax and one-hot labels, `[]`: the older way to measure the same.
    pub squared_error: Tensor<f32>,
}

impl Network {
    /// Describes the network; nothing is computed yet.
    pub fn build(pixels: usize, num_class: usize) -> Network {
        // ANCHOR: layers
        let graph = Graph::new();
        let images_batch = graph.placeholder::<f32>("images_batch", shape![?, pixels]);
        let labels_batch = graph.placeholder::<i32>("labels_batch", shape![?]);

        // [?, 10800] -> [?, 1024]
        let w1 = graph.variable("w1", glorot_uniform([pixels, 1024]));
        let b1 = graph.variable("b1", zeros([1024]));
        let fc1 = (images_batch.matmul(&w1) + b1).relu();

        // [?, 1024] -> [?, 512]
        let w2 = graph.variable("w2", glorot_uniform([1024, 512]));
        let b2 = graph.variable("b2", zeros([512]));
        let fc2 = (fc1.matmul(&w2) + b2).relu();

        // [?, 512] -> [?, 5], without activation: softmax is part of the loss.
        let w3 = graph.variable("w3", glorot_uniform([512, num_class]));
        let b3 = graph.variable("b3", zeros([num_class]));
        let y_pred = fc2.matmul(&w3) + b3;
        // ANCHOR_END: layers

        // ANCHOR: loss
        let loss = sparse_softmax_cross_entropy(&y_pred, &labels_batch); // [?], one for each picture
        let loss_mean = loss.mean();
        let squared_error = mean_squared_error(&y_pred.softmax(), &labels_batch.one_hot(num_class));
        let y_pred_cls = y_pred.argmax(1);
        // ANCHOR_END: loss
        Network { graph, images_batch, labels_batch, y_pred, y_pred_cls, loss_mean, squared_error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn the_network_has_the_documents_shapes_and_names() {
        let network = Network::build(10_800, 5);
        let variables: Vec<String> =
            network.graph.variables().iter().map(|v| format!("{} {}", v.name(), v.shape())).collect();
        let expected = ["w1 [10800, 1024]", "b1 [1024]", "w2 [1024, 512]", "b2 [512]", "w3 [512, 5]", "b3 [5]"];
        assert_eq!(variables, expected);
        assert_eq!(network.y_pred.shape().to_string(), "[?, 5]");
    }

    #[test]
    fn an_untrained_network_is_undecided_and_both_losses_say_so() {
        let network = Network::build(12, 5);
        let mut session = Session::new(&network.graph).seed(1);
        // All pixels 0: all logits are the biases, which are 0.
        let images = Array2::<f32>::zeros((3, 12));
        let labels = array![0, 4, 2];
        let feeds = feed![network.images_batch => images, network.labels_batch => labels];
        let (loss, squared) = session.run((&network.loss_mean, &network.squared_error), feeds).unwrap();
        assert!((loss.item() - 5f32.ln()).abs() < 1e-6);
        // (0.8² + 4 · 0.2²) / 5
        assert!((squared.item() - 0.16).abs() < 1e-6);
    }
}
