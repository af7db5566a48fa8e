//! The network of the lesson, built with the layers: two convolutions, two poolings, two dense layers.

use shared::ops::softmax_cross_entropy;
use shared::prelude::*;

/// Pixels along each side of an image.
pub const IMG_SIZE: usize = 28;
/// Pixels of an image: images are rows of this length.
pub const IMG_SIZE_FLAT: usize = IMG_SIZE * IMG_SIZE;
/// Colour channels: one, grey.
pub const NUM_CHANNELS: usize = 1;
/// Classes: one for each digit, or each kind of clothes.
pub const NUM_CLASSES: usize = 10;

/// The tensors that the lesson runs, fetches and looks at.
pub struct Network {
    /// The graph of everything below.
    pub graph: Graph,
    /// Images, `[?, 784]`, 0 to 1.
    pub x: Tensor<f32>,
    /// One-hot labels, `[?, 10]`.
    pub y_true: Tensor<f32>,
    /// The output of the first convolution, `[?, 28, 28, 16]`.
    pub layer_conv1: Tensor<f32>,
    /// The output of the second convolution, `[?, 14, 14, 36]`.
    pub layer_conv2: Tensor<f32>,
    /// The output of the second pooling, `[?, 7, 7, 36]`.
    pub layer_pool2: Tensor<f32>,
    /// The same as one row for each image, `[?, 1764]`.
    pub layer_flat: Tensor<f32>,
    /// The probability of each class, `[?, 10]`.
    pub y_pred: Tensor<f32>,
    /// The most probable class, `[?]`.
    pub y_pred_cls: Tensor<i32>,
    /// The mean cross-entropy of a batch, `[]`.
    pub loss: Tensor<f32>,
    /// The share of a batch that is classified correctly, `[]`.
    pub accuracy: Tensor<f32>,
    /// One step of Adam.
    pub train_step: TrainStep,
}

impl Network {
    /// Builds the graph; nothing is computed yet.
    pub fn build(learning_rate: f32) -> Network {
        let graph = Graph::new();
        let x = graph.placeholder::<f32>("x", shape![?, IMG_SIZE_FLAT]);
        let x_image = x.reshape(shape![?, IMG_SIZE, IMG_SIZE, NUM_CHANNELS]);
        let y_true = graph.placeholder::<f32>("y_true", shape![?, NUM_CLASSES]);
        let y_true_cls = y_true.argmax(1);

        // ANCHOR: layers
        // `net` is always the output of the last layer so far: layers can be added and taken away line by line.
        let net = x_image;
        let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&net);
        let layer_conv1 = net.clone();
        let net = MaxPooling2d::new(2).apply(&net);
        let net = Conv2d::new(36, 5).padding(Same).activation(Relu).name("layer_conv2").apply(&net);
        let layer_conv2 = net.clone();
        let net = MaxPooling2d::new(2).apply(&net);
        let layer_pool2 = net.clone();
        let net = Flatten::new().apply(&net);
        let layer_flat = net.clone();
        let net = Dense::new(128).activation(Relu).name("layer_fc1").apply(&net);
        let net = Dense::new(NUM_CLASSES).name("layer_fc_out").apply(&net);
        let logits = net.named("logits");
        // ANCHOR_END: layers

        // ANCHOR: loss
        let y_pred = logits.softmax();
        let y_pred_cls = y_pred.argmax(1);
        let loss = softmax_cross_entropy(&logits, &y_true).mean();
        let train_step = Adam::new(learning_rate).minimize(&loss);
        let accuracy = y_pred_cls.equal(&y_true_cls).cast::<f32>().mean();
        // ANCHOR_END: loss

        Network {
            graph,
            x,
            y_true,
            layer_conv1,
            layer_conv2,
            layer_pool2,
            layer_flat,
            y_pred,
            y_pred_cls,
            loss,
            accuracy,
            train_step,
        }
    }

    /// The kernel of a convolution, found by the layer's name: the layer made it, so no variable of ours holds it.
    ///
    /// # Panics
    /// If no layer has this name.
    #[track_caller]
    pub fn get_weights_variable(&self, layer_name: &str) -> Tensor<f32> {
        self.graph.variable_named(&format!("{layer_name}/kernel"))
    }
}
