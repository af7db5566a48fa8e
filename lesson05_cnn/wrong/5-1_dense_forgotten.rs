//! Looks at the convolutions only, and leaves the relu of the dense layer.

pub fn sigmoid_in_some_layers(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(16, 5).padding(Same).activation(Relu).name("layer_conv1").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Conv2d::new(36, 5).padding(Same).activation(Sigmoid).name("layer_conv2").apply(&net);
    let net = MaxPooling2d::new(2).apply(&net);
    let net = Flatten::new().apply(&net);
    let net = Dense::new(128).activation(Relu).name("layer_fc1").apply(&net);
    Dense::new(10).name("layer_fc_out").apply(&net)
}
