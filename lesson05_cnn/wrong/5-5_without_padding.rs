//! Forgets the padding: 28 -> 12 -> 4 in place of 28 -> 14 -> 7.

pub fn strided_network(x: &Tensor<f32>) -> Tensor<f32> {
    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = Conv2d::new(16, 5).strides(2).activation(Relu).name("layer_conv1").apply(&net);
    let net = Conv2d::new(36, 5).strides(2).activation(Relu).name("layer_conv2").apply(&net);
    let net = Dense::new(128).activation(Relu).name("layer_fc1").apply(&Flatten::new().apply(&net));
    Dense::new(10).name("layer_fc_out").apply(&net)
}
