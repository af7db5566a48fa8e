//! Takes the placeholder for the share that is lost, as the rate of Keras is.

pub fn with_dropout(x: &Tensor<f32>) -> [Tensor<f32>; 3] {
    let keep_prob = x.graph().placeholder::<f32>("keep_prob", shape![]);
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(36, 5).padding(Same).activation(Relu).name("layer_conv2").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Flatten::new().apply(&net);
    let net = Dense::new(128).activation(Relu).name("layer_fc1").apply(&net);
    let dropped = Dropout::new(&(1.0 - &keep_prob)).apply(&net);
    let logits = Dense::new(10).name("layer_fc_out").apply(&dropped);
    [keep_prob, dropped, logits]
}
