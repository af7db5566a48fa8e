//! "All layers" taken literally: the logits get the activation as well, and with relu can never be negative.

pub fn one_activation_for_all(x: &Tensor<f32>, activation: Activation) -> Tensor<f32> {
    let conv = |filters, name| Conv2d::new(filters, 5).padding(Same).activation(activation).name(name);
    let hidden = |units, name| Dense::new(units).activation(activation).name(name);

    let net = x.reshape(shape![?, 28, 28, 1]);
    let net = MaxPooling2d::new(2).apply(&conv(16, "layer_conv1").apply(&net));
    let net = MaxPooling2d::new(2).apply(&conv(36, "layer_conv2").apply(&net));
    let net = hidden(128, "layer_fc1").apply(&Flatten::new().apply(&net));
    Dense::new(10).activation(activation).name("layer_fc_out").apply(&net)
}
