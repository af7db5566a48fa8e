//! Probabilities in place of logits: softmax_cross_entropy takes the softmax once more, and training is slow.

pub fn smallest_network(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(8, 5).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(16, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(16, 3).padding(Same).activation(Relu).apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    Dense::new(10).activation(Softmax).apply(&Flatten::new().apply(&net))
}
